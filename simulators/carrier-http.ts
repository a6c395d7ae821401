import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const MAX_BODY_BYTES = 1_000_000

export interface CarrierAnswer {
  readonly status: number
  readonly type: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  /** Whether this call is the one that sells: the one whose answer the fault `lost-answer` cuts. */
  readonly sale?: boolean
}

/** A JSON answer, for the handlers of both carriers. */
export function jsonAnswer(
  status: number,
  body: unknown,
  extra: Partial<CarrierAnswer> = {},
): CarrierAnswer {
  return { status, type: 'application/json', body: JSON.stringify(body), ...extra }
}

/** The whole body as text; throws where it is too large or the peer has gone. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > MAX_BODY_BYTES) throw new Error('The body is too large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

export function send(response: ServerResponse, answer: CarrierAnswer) {
  writeHead(response, answer)
  response.end(answer.body)
}

/** Sends so many bytes of the body, then breaks the connection. */
export function sendCut(response: ServerResponse, answer: CarrierAnswer, bytes: number) {
  writeHead(response, answer)
  response.flushHeaders()
  response.write(Buffer.from(answer.body).subarray(0, bytes))
  response.socket?.destroySoon()
}

function writeHead(response: ServerResponse, { status, type, headers, body }: CarrierAnswer) {
  const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }
  response.writeHead(status, { 'content-type': type, ...length, ...headers })
}

/** Listens on 127.0.0.1. */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

/** Cuts every connection, and stops listening. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Also resolves where the server was closed before, as under `down`.
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
