import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { CarrierFaultSchema } from '../shared/drill.ts'
import type { CarrierFault } from '../shared/drill.ts'
import type { SoldLabel } from './carrier-ledger.ts'

const MAX_BODY_BYTES = 1_000_000

export interface CarrierRequest {
  readonly method: string
  /** Decoded segments of the path. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly header: (name: string) => string | undefined
  readonly body: string
}

export interface CarrierAnswer {
  readonly status: number
  readonly type: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  /** Whether this call is the one that sells: the one whose answer the fault `lost-answer` cuts. */
  readonly sale?: boolean
}

export interface CarrierServerOptions {
  /** 0 or absent: any free port. */
  readonly port?: number
  /** How long an answer takes under the fault `slow`. */
  readonly slowMs?: number
}

export interface CarrierServer {
  readonly url: string
  /** Where the admin calls stay reachable while the carrier is down. */
  readonly adminUrl: string
  fault(fault: CarrierFault): void
  stop(): Promise<void>
}

/** A JSON answer, for the handlers of both carriers. */
export function jsonAnswer(
  status: number,
  body: unknown,
  extra: Partial<CarrierAnswer> = {},
): CarrierAnswer {
  return { status, type: 'application/json', body: JSON.stringify(body), ...extra }
}

const FaultBodySchema = z.object({ fault: CarrierFaultSchema })

/** Reads JSON; undefined where the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The HTTP side that both simulated carriers share, on 127.0.0.1: faults and the admin calls
 * `GET /__admin/ledger` and `POST /__admin/fault` with `{ "fault": … }`. `slow` answers late, `down` refuses
 * connections, `lost-answer` cuts the connection of a sale after `handle` has booked it.
 */
export async function startCarrierServer(
  options: CarrierServerOptions,
  ledger: () => readonly SoldLabel[],
  handle: (request: CarrierRequest) => Promise<CarrierAnswer>,
): Promise<CarrierServer> {
  const slowMs = options.slowMs ?? 3_000
  const stopping = new AbortController()
  let current: CarrierFault = 'none'

  async function answerCarrier(request: IncomingMessage, response: ServerResponse, body: string) {
    const url = new URL(request.url ?? '/', 'http://carrier.invalid')
    const path = url.pathname.split('/').slice(1).map(decodeSegment)
    if (path[0] === '__admin') return answerAdmin(request, response, path, body)
    const answer = await handle({
      method: request.method ?? 'GET',
      path,
      query: url.searchParams,
      header: (name) => request.headers[name]?.toString(),
      body,
    })
    if (current === 'slow') await wait(slowMs, undefined, { signal: stopping.signal })
    if (current === 'lost-answer' && answer.sale) return void response.destroy()
    send(response, answer)
  }

  function answerAdmin(
    request: IncomingMessage,
    response: ServerResponse,
    path: readonly string[],
    body: string,
  ) {
    if (request.method === 'GET' && path[1] === 'ledger')
      return send(response, jsonAnswer(200, ledger()))
    if (request.method !== 'POST' || path[1] !== 'fault')
      return send(response, jsonAnswer(404, { problem: 'GET ledger or POST fault' }))
    const asked = FaultBodySchema.safeParse(parseJson(body))
    if (!asked.success)
      return send(
        response,
        jsonAnswer(400, { problem: `fault: one of ${CarrierFaultSchema.options.join(', ')}` }),
      )
    // The answer leaves first: `down` would cut it.
    response.once('finish', () => fault(asked.data.fault))
    return send(response, jsonAnswer(200, asked.data))
  }

  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    readBody(request)
      .then((body) => answerCarrier(request, response, body))
      // The peer has gone, sent too much, or we are stopping: there is nobody to answer.
      .catch(() => response.destroy())
  }
  const server = createServer(onRequest)
  const admin = createServer(onRequest)
  await listen(server, options.port ?? 0)
  await listen(admin, 0)
  const port = portOf(server)

  function fault(next: CarrierFault) {
    const wasDown = current === 'down'
    current = next
    if (next === 'down' && !wasDown) {
      server.close()
      server.closeAllConnections()
    } else if (wasDown && next !== 'down') {
      server.listen(port, '127.0.0.1')
    }
  }

  return {
    url: `http://127.0.0.1:${port}`,
    adminUrl: `http://127.0.0.1:${portOf(admin)}`,
    fault,
    async stop() {
      stopping.abort()
      await Promise.all([server, admin].map(close))
    },
  }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > MAX_BODY_BYTES) throw new Error('The body is too large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function send(response: ServerResponse, answer: CarrierAnswer) {
  response.writeHead(answer.status, { 'content-type': answer.type, ...answer.headers })
  response.end(answer.body)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Also resolves where the server was closed before, as under `down`.
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
