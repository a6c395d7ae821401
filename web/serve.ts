import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { RPCHandler } from '@orpc/server/ws'
import type { FastifyInstance } from 'fastify'
import { type WebSocket, WebSocketServer } from 'ws'
import { createLoopbackServer } from '../station/host/loopback-server.ts'
import { hostIsOurs, newToken, originIsOurs, tokenMatches } from '../station/host/loopback-gates.ts'
import { pagePolicy, readPageFile } from '../station/host/page.ts'
import { problemAnswer, sendProblem } from '../station/lib/problem-answer.ts'
import { addRest } from '../station/rest/rest.ts'
import type { Log } from '../station/ports.ts'
import type { Station } from '../station/station.ts'

/*
 * The browser host's server. The threat model stands in station/host/loopback-gates.ts; here are the three
 * doors behind its gates:
 *  - the page's files: open, since the token reaches the page in the hash of its address, which a browser
 *    never sends; they hold no data, and a strict Content-Security-Policy keeps foreign code out of them.
 *  - /rpc, the WebSocket of the screen: the token stands in the query (`/rpc?token=…`), because a page can
 *    give a WebSocket no headers. No address is ever logged.
 *  - /api/v1 for other programs: the token stands in the Authorization header.
 */

export interface Served {
  readonly port: number
  readonly token: string
  /** Address of the page with the token in it. */
  readonly url: string
  close(): Promise<void>
}

export interface ServeOptions {
  readonly station: Station
  /** 0 lets the system choose. */
  readonly port: number
  /** Folder of the built screen. */
  readonly pageRoot: string
  readonly version: string
  readonly log: Log
}

/** A piece of an order file is at most 1.1 million characters, each up to six bytes once it is JSON. */
const LARGEST_MESSAGE = 8 * 1024 * 1024

/** Serves the screen and the REST interface on 127.0.0.1. Throws where the port cannot be had. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { station, log } = options
  const token = newToken()
  const app = createLoopbackServer(token, log)
  addRest(app, station, { version: options.version })
  addScreenSocket(app, station, token)
  addPage(app, options.pageRoot)
  await app.listen({ host: '127.0.0.1', port: options.port })
  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  return {
    port,
    token,
    url: `http://127.0.0.1:${port}/#token=${token}`,
    close: () => app.close(),
  }
}

/** The WebSocket of the screen. The gates of the other doors do not see an upgrade, so they stand here again. */
function addScreenSocket(app: FastifyInstance, station: Station, token: string): void {
  const handler = new RPCHandler(station.router)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE })
  app.server.on('upgrade', (request: IncomingMessage, line: Socket, head: Buffer) => {
    line.on('error', () => line.destroy())
    const refusal = refusalOf(request, line.localPort ?? 0, token)
    if (refusal !== undefined)
      return line.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    return sockets.handleUpgrade(request, line, head, (socket) => {
      // Trouble on the line ends in a close, which ends the streams; there is nothing more to do about it.
      socket.on('error', () => {})
      void handler.upgrade(slowly(socket))
    })
  })
  app.get('/rpc', async (_request, reply) =>
    sendProblem(reply, problemAnswer(426, 'not-valid', 'This is a WebSocket.')),
  )
  app.addHook('preClose', async () => {
    for (const socket of sockets.clients) socket.terminate()
  })
}

function refusalOf(request: IncomingMessage, port: number, token: string): string | undefined {
  const { host, origin } = request.headers
  if (!hostIsOurs(host, port) || !originIsOurs(origin, port)) return '403 Forbidden'
  const url = URL.parse(request.url ?? '', 'ws://127.0.0.1')
  if (url?.pathname !== '/rpc') return '404 Not Found'
  const given = url.searchParams.get('token') ?? undefined
  return tokenMatches(token, given) ? undefined : '401 Unauthorized'
}

/** Sends count as done when the system has taken them, so that a slow page slows its own streams down. */
function slowly(socket: WebSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  const send = (data: string) => new Promise<void>((resolve) => socket.send(data, () => resolve()))
  return { addEventListener: socket.addEventListener.bind(socket), send: send as WebSocket['send'] }
}

function addPage(app: FastifyInstance, root: string): void {
  app.get('/*', async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/'
    const file = await readPageFile(root, path)
    if (file)
      return reply
        .headers(file.headers)
        .header('content-security-policy', pagePolicy([`ws://${request.headers.host}`]))
        .send(file.bytes)
    if (path === '/')
      return sendProblem(reply, problemAnswer(503, 'not-built', 'Run "npm run build" once.'))
    return reply.callNotFound()
  })
}
