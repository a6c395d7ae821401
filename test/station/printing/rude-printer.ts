import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

export type Manners =
  /** Reads all and closes when the caller does. */
  | 'normal'
  | 'banner-first'
  | 'never-reads'
  | 'closes-at-once'
  | 'resets-midway'
  | 'reads-slowly'
  /** Reads all and keeps the line open. */
  | 'never-closes'
  /** Answers `~HS`, and keeps the line open. */
  | 'answers-never-closes'
  /** Gives a status unasked at the beginning, answers nothing and keeps the line open. */
  | 'status-first-never-closes'
  /** Takes part of the job, then says goodbye and reads on. */
  | 'says-goodbye-early'

export interface RudePrinter {
  readonly port: number
  readonly connections: () => number
  /** All bytes read, over all connections. */
  readonly read: () => Buffer
  stop(): Promise<void>
}

const STATUS =
  '\x02030,0,0,1218,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x020000,0\x03\r\n'

/** A TCP port 9100 with the manners of real ones on a bad day. */
export async function startRudePrinter(manners: Manners): Promise<RudePrinter> {
  const pieces: Buffer[] = []
  const sockets = new Set<Socket>()
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
    if (manners === 'status-first-never-closes') socket.write(STATUS)
    let bytes = 0
    socket.on('data', (piece: Buffer) => {
      pieces.push(piece)
      bytes += piece.length
      if (manners === 'resets-midway' && bytes > 32_768) socket.resetAndDestroy()
      if (manners === 'says-goodbye-early') socket.end()
      if (manners === 'answers-never-closes' && piece.includes('~HS')) socket.write(STATUS)
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
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    connections: () => connections,
    read: () => Buffer.concat(pieces),
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
