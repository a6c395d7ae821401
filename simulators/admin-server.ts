import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/**
 * What an admin call answers: anything for 200, or in words what was wrong with what it was given. `after`
 * is done once the answer has left, for what would cut it.
 */
export type AdminAnswer =
  | { readonly json: unknown; readonly after?: () => void }
  | { readonly problem: string }

/** By "METHOD name", as in `POST pan`; each is given the body's JSON, undefined where there is no body. */
export type AdminCalls = Readonly<Record<string, (given: unknown) => AdminAnswer>>

export interface AdminServer {
  readonly url: string
  stop(): Promise<void>
}

/** The hand that puts boxes on a simulated scale and opens a simulated printer's head: HTTP on 127.0.0.1. */
export async function startAdminServer(calls: AdminCalls): Promise<AdminServer> {
  const server = createServer((request, response) => {
    answer(request, calls).then(
      ({ status, json }) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(json))
      },
      // The caller has gone: there is nobody to answer.
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections()
      return new Promise((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

async function answer(request: IncomingMessage, calls: AdminCalls) {
  const body = await text(request)
  return answerAdminCall(calls, request.method ?? 'GET', request.url ?? '', body)
}

/** Answers `METHOD /__admin/name`, also for servers that offer more than that. */
export function answerAdminCall(
  calls: AdminCalls,
  method: string,
  path: string,
  body: string,
): { readonly status: number; readonly json: unknown; readonly after?: () => void } {
  const name = /^\/__admin\/([\w-]+)$/.exec(path)?.[1]
  const call = new Map(Object.entries(calls)).get(`${method} ${name}`)
  if (!call)
    return {
      status: 404,
      json: { problem: `Offered under /__admin: ${Object.keys(calls).join(', ')}` },
    }
  const given = parseJson(body)
  // What somebody meant to narrow a call with must not widen it by a slip.
  if (given === undefined && body.trim() !== '')
    return { status: 400, json: { problem: 'body: is not JSON' } }
  const answered = call(given)
  if ('problem' in answered) return { status: 400, json: answered }
  const { json, after } = answered
  return { status: 200, json, ...(after && { after }) }
}

/** Reads JSON; undefined where the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
