import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type Reply = (response: ServerResponse, request: SeenRequest) => void

/** A server that answers as its script says, one reply a request; past the end the last one again. */
export async function startScripted(...script: Reply[]) {
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      }
      const reply = script[Math.min(seen.length, script.length - 1)]
      seen.push(one)
      reply?.(response, one)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
}

export function body(status: number, content: string | Uint8Array, headers = {}): Reply {
  return (response) => {
    response.writeHead(status, headers)
    response.end(content)
  }
}

export function redirect(to: string, status = 302): Reply {
  return body(status, '', { location: to, 'set-cookie': 'session=1' })
}

/** The connection breaks before a byte of the answer. */
export const cutBefore: Reply = (response) => {
  response.destroy()
}

/** Half of the promised body, then the connection breaks. */
export const cutInside: Reply = (response) => {
  response.writeHead(201, { 'content-type': 'application/json', 'content-length': '500' })
  response.write('{"status":"OK","parcelId":"half', () => response.destroy())
}

export const silence: Reply = () => {}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = await startScripted(silence)
  await server.stop()
  return server.port
}
