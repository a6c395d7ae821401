import { EventEmitter, once } from 'node:events'
import { createServer, type Socket } from 'node:net'

export type Manners =
  /** Reads all and closes when the caller does; answers nothing. */
  | 'normal'
  /** The same, and answers `~HS`. */
  | 'answers'
  | 'banner-first'
  | 'never-reads'
  | 'closes-at-once'
  /** Reads 32 KB and then nothing more. */
  | 'stalls-midway'
  /** Resets the line after 32 KB. */
  | 'resets-midway'
  /** Resets the line once it has read all that is to come. */
  | 'resets-at-the-end'
  | 'reads-slowly'
  /** Reads all and keeps the line open. */
  | 'never-closes'
  /** Answers `~HS`, and keeps the line open. */
  | 'answers-never-closes'
  /** Answers `~HS` with the beginning of an answer. */
  | 'answers-in-part-never-closes'
  /** Gives a status unasked at the beginning, answers nothing and keeps the line open. */
  | 'status-first-never-closes'
  /** Takes part of the job, then says goodbye and reads on. */
  | 'says-goodbye-early'

export interface RudePrinter {
  readonly port: number
  readonly connections: () => number
  /** All bytes read, over all connections. */
  readonly read: () => Buffer
  /** Resolves when so many bytes have been read, with all of them. */
  readonly until: (length: number) => Promise<Buffer>
  stop(): Promise<void>
}

/** What `~HS` is answered with: fields of the first and of the second line that differ from those of one at rest. */
export function hostStatus(
  first: Readonly<Record<number, string>> = {},
  second: Readonly<Record<number, string>> = {},
): string {
  const line = (text: string, fields: Readonly<Record<number, string>>) =>
    `\x02${text
      .split(',')
      .map((field, index) => fields[index] ?? field)
      .join(',')}\x03\r\n`
  return [
    line('030,0,0,1218,000,0,0,0,000,0,0,0', first),
    line('000,0,0,0,0,2,4,0,00000000,1,000', second),
    line('0000,0', {}),
  ].join('')
}

const MIDWAY_BYTES = 32_768

/** A TCP port 9100 with the manners of real ones on a bad day. */
export async function startRudePrinter(
  manners: Manners,
  { status = hostStatus(), expects = 0, port = 0 } = {},
): Promise<RudePrinter> {
  const pieces: Buffer[] = []
  const sockets = new Set<Socket>()
  const events = new EventEmitter()
  let connections = 0
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    if (manners === 'never-reads') return
    if (manners === 'closes-at-once') {
      socket.destroy()
      return
    }
    if (manners === 'banner-first') socket.write('READY\r\n')
    if (manners === 'status-first-never-closes') socket.write(status)
    let bytes = 0
    socket.on('data', (piece: Buffer) => {
      pieces.push(piece)
      events.emit('read')
      bytes += piece.length
      if (manners === 'resets-midway' && bytes > MIDWAY_BYTES) socket.resetAndDestroy()
      if (manners === 'resets-at-the-end' && bytes >= expects) socket.resetAndDestroy()
      if (manners === 'stalls-midway' && bytes > MIDWAY_BYTES) socket.pause()
      if (manners === 'says-goodbye-early') socket.end()
      if (manners.startsWith('answers') && piece.includes('~HS'))
        socket.write(manners.includes('in-part') ? status.slice(0, 20) : status)
      if (manners === 'reads-slowly') {
        socket.pause()
        setTimeout(() => socket.resume(), 1)
      }
    })
    socket.on('end', () => {
      if (!manners.endsWith('never-closes')) socket.end()
    })
    socket.resume()
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const read = () => Buffer.concat(pieces)
  return {
    port: address.port,
    connections: () => connections,
    read,
    async until(length) {
      while (read().length < length) await once(events, 'read')
      return read()
    },
    async stop() {
      if (!server.listening) return
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
