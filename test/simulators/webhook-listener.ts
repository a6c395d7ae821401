import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

export interface Heard {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
}

/** Listens on loopback until the test ends, and answers `statuses` in turn, then 200. */
export async function webhookListener(...statuses: number[]) {
  const heard: Heard[] = []
  let told = () => {}
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      heard.push({ method: request.method ?? '', headers: request.headers, body })
      response.writeHead(statuses[heard.length - 1] ?? 200).end()
      told()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    /** What was heard, once it is so much. */
    async first(count: number): Promise<readonly Heard[]> {
      while (heard.length < count)
        await new Promise<void>((resolve) => {
          told = resolve
        })
      return heard
    },
  }
}
