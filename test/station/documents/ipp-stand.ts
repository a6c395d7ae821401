import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTopic } from '../../../station/lib/topic.ts'

/** Written from RFC 8010 and 8011 for itself, so that a mistake of the station's own client shows. */
const PRINT_JOB = 0x0002
const CANCEL_JOB = 0x0008
const GET_JOB = 0x0009
const GET_PRINTER = 0x000b
const STATES = { processing: 5, canceled: 7, aborted: 8, completed: 9 } as const
export type StandState = keyof typeof STATES

export interface StandJob {
  readonly id: number
  readonly name: string
  readonly copies: number
  readonly format: string
  readonly document: Buffer
  state: StandState
  wasBegun: boolean
}

/** A document printer over IPP that does what a test tells it to. */
export async function startIppStand() {
  const jobs: StandJob[] = []
  const changes = createTopic<void>()
  const manners = {
    formats: ['application/octet-stream', 'application/pdf'],
    reasons: ['none'],
    isAccepting: true,
    /** What a new job is at once. */
    ends: 'completed' as StandState,
    /** Hangs up over Print-Job: before it is read, or after it was printed. */
    hangsUp: 'never' as 'never' | 'before' | 'after',
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const asked = read(Buffer.concat(pieces))
    const answer = (status: number, groups: Buffer[] = []) =>
      response
        .writeHead(200, { 'content-type': 'application/ipp' })
        .end(
          Buffer.concat([
            Buffer.from([1, 1, status >> 8, status & 0xff]),
            asked.requestId,
            Buffer.from([1]),
            text(0x47, 'attributes-charset', 'utf-8'),
            text(0x48, 'attributes-natural-language', 'en'),
            ...groups,
            Buffer.from([3]),
          ]),
        )
    switch (asked.operation) {
      case GET_PRINTER:
        answer(0, [
          Buffer.from([4]),
          text(0x42, 'printer-name', 'stand'),
          number(0x23, 'printer-state', 3),
          ...list(0x44, 'printer-state-reasons', manners.reasons),
          ...list(0x49, 'document-format-supported', manners.formats),
          Buffer.concat([
            header(0x22, 'printer-is-accepting-jobs', 1),
            Buffer.from([manners.isAccepting ? 1 : 0]),
          ]),
        ])
        return
      case PRINT_JOB: {
        if (manners.hangsUp === 'before') {
          response.destroy()
          return
        }
        const state = manners.ends
        jobs.push({
          id: jobs.length + 1,
          name: asked.texts.get('job-name') ?? '',
          copies: asked.numbers.get('copies') ?? 1,
          format: asked.texts.get('document-format') ?? '',
          document: asked.document,
          state,
          wasBegun: state !== 'canceled',
        })
        changes.publish()
        if (manners.hangsUp === 'after') response.destroy()
        else answer(0, jobOf(jobs.at(-1)))
        return
      }
      case GET_JOB: {
        const job = jobs[(asked.numbers.get('job-id') ?? 0) - 1]
        answer(job ? 0 : 0x0406, jobOf(job))
        return
      }
      case CANCEL_JOB: {
        const job = jobs[(asked.numbers.get('job-id') ?? 0) - 1]
        if (job?.state === 'processing') job.state = 'canceled'
        answer(job ? 0 : 0x0406)
        changes.publish()
        return
      }
      default:
        answer(0x0501)
    }
  }

  const server = createServer((request, response) => void take(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  return {
    connection: `ipp://127.0.0.1:${port}/ipp/print`,
    jobs,
    manners,
    /** What has come so far. */
    changes,
    /** Ends a job that is under way. */
    end(job: StandJob, state: StandState): void {
      job.state = state
    },
    /** Resolves when so many jobs have come. */
    async came(count: number): Promise<StandJob> {
      if (jobs.length < count)
        await new Promise<void>((resolve) => {
          const stop = changes.subscribe(() => {
            if (jobs.length < count) return
            stop()
            resolve()
          })
        })
      return jobs[count - 1] as StandJob
    },
    /** The printer is gone, until `again`. */
    async goAway(): Promise<() => Promise<void>> {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
      return async () => {
        server.listen(port, '127.0.0.1')
        await once(server, 'listening')
      }
    },
    async stop(): Promise<void> {
      if (!server.listening) return
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

export type IppStand = Awaited<ReturnType<typeof startIppStand>>

function jobOf(job: StandJob | undefined): Buffer[] {
  if (!job) return []
  return [
    Buffer.from([2]),
    number(0x21, 'job-id', job.id),
    number(0x23, 'job-state', STATES[job.state]),
    text(0x44, 'job-state-reasons', 'none'),
    job.wasBegun
      ? number(0x21, 'time-at-processing', 100 + job.id)
      : header(0x13, 'time-at-processing', 0),
  ]
}

function header(tag: number, name: string, length: number): Buffer {
  const bytes = Buffer.alloc(3 + name.length + 2)
  bytes.writeUInt8(tag)
  bytes.writeUInt16BE(name.length, 1)
  bytes.write(name, 3)
  bytes.writeUInt16BE(length, 3 + name.length)
  return bytes
}

function text(tag: number, name: string, value: string): Buffer {
  return Buffer.concat([header(tag, name, Buffer.byteLength(value)), Buffer.from(value)])
}

function list(tag: number, name: string, values: readonly string[]): Buffer[] {
  return values.map((value, index) => text(tag, index === 0 ? name : '', value))
}

function number(tag: number, name: string, value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return Buffer.concat([header(tag, name, 4), bytes])
}

function read(body: Buffer) {
  const texts = new Map<string, string>()
  const numbers = new Map<string, number>()
  let at = 8
  let document: Buffer = Buffer.alloc(0)
  while (at < body.length) {
    const tag = body.readUInt8(at++)
    if (tag === 3) {
      document = body.subarray(at)
      break
    }
    if (tag < 0x10) continue
    const name = body.subarray(at + 2, at + 2 + body.readUInt16BE(at)).toString()
    at += 2 + name.length
    const value = body.subarray(at + 2, at + 2 + body.readUInt16BE(at))
    at += 2 + value.length
    if (tag === 0x21 || tag === 0x23) numbers.set(name, value.readInt32BE())
    else texts.set(name, value.toString())
  }
  return {
    operation: body.readUInt16BE(2),
    requestId: body.subarray(4, 8),
    texts,
    numbers,
    document,
  }
}
