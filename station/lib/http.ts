import type { Dispatcher } from 'undici'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { isLoopback, type NetworkSettings } from '../../shared/settings.ts'
import { openLocalRoutes, openOutsideRoutes, type Routes } from './network-routes.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** For the whole call: name look-up, connection, answer and its last byte. */
  readonly deadlineMs: number
  readonly maxBytes: number
  /** Connects to these addresses and no others, whatever the host name says by then. */
  readonly addresses?: readonly NetworkAddress[]
}

export interface NetworkAddress {
  readonly address: string
  readonly family: 4 | 6
}

export interface HttpAnswer {
  readonly status: number
  /** Names in lower case; a repeated header is joined with ", ". */
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Uint8Array
}

/**
 * Why there is no whole answer. `not-sent`: no byte of the request reached a connection, so the other side
 * can have done nothing. All else leaves that open. `reason` is a technical code without any data of the call.
 */
export interface HttpFailure {
  readonly code: 'not-sent' | 'timed-out' | 'cut-off' | 'too-large'
  readonly reason: string
}

export interface Http {
  /** One call, sent at most once: no redirect is followed and nothing is repeated. Never throws. */
  request(call: HttpRequest): Promise<Outcome<HttpAnswer, HttpFailure>>
  stop(): Promise<void>
}

type OpenedRoutes = Promise<Outcome<Routes, HttpFailure>>

/**
 * HTTP for the whole station, under the network settings of the moment. This machine itself is reached directly
 * and needs neither proxy nor authorities.
 */
export function createHttp(deps: {
  readonly version: string
  readonly network: () => NetworkSettings
}): Http {
  let local: OpenedRoutes | undefined
  let outside: { readonly key: string; readonly routes: OpenedRoutes } | undefined
  const open = new Set<Dispatcher>()
  let stopped = false
  const userAgent = `Shipbench/${deps.version}`

  function localRoutes(): OpenedRoutes {
    local ??= remembered(openLocalRoutes())
    return local
  }

  /** The routes of the settings as they are now. Those of earlier settings end with their last call. */
  function outsideRoutes(): OpenedRoutes {
    const network = deps.network()
    const key = JSON.stringify([network.caFile, network.proxy])
    if (outside?.key === key) return outside.routes
    if (outside) void close(outside.routes)
    const opened = { key, routes: remembered(openOutsideRoutes(network)) }
    outside = opened
    void opened.routes.then((routes) => {
      // What failed may go well with the next call: the file may be there by then.
      if (!routes.ok && outside === opened) outside = undefined
    })
    return opened.routes
  }

  async function remembered(opening: OpenedRoutes): OpenedRoutes {
    const routes = await opening
    if (routes.ok) open.add(routes.value.shared)
    return routes
  }

  async function close(opening: OpenedRoutes): Promise<void> {
    const routes = await opening
    if (!routes.ok) return
    await routes.value.shared.close()
    open.delete(routes.value.shared)
  }

  return {
    async request(call) {
      const url = URL.parse(call.url)
      if (!url) return failed({ code: 'not-sent', reason: 'ADDRESS_NOT_VALID' })
      if (stopped) return failed({ code: 'not-sent', reason: 'STOPPED' })
      const headers = { 'user-agent': userAgent, ...call.headers }
      const routes = await (isLoopback(url.hostname) ? localRoutes() : outsideRoutes())
      if (!routes.ok) return routes
      if (stopped) return failed({ code: 'not-sent', reason: 'STOPPED' })
      if (!call.addresses) return send(routes.value.shared, url, call, headers)
      const pinned = routes.value.pinned(call.addresses)
      open.add(pinned)
      try {
        return await send(pinned, url, call, headers)
      } finally {
        open.delete(pinned)
        await pinned.destroy()
      }
    },
    async stop() {
      stopped = true
      await Promise.all([local, outside?.routes])
      await Promise.all([...open].map((dispatcher) => dispatcher.destroy()))
    },
  }
}

function send(
  dispatcher: Dispatcher,
  url: URL,
  call: HttpRequest,
  headers: Record<string, string>,
): Promise<Outcome<HttpAnswer, HttpFailure>> {
  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | undefined
    let ended = false
    let status = 0
    let answerHeaders: Record<string, string> = {}
    const chunks: Buffer[] = []
    let length = 0

    const end = (outcome: Outcome<HttpAnswer, HttpFailure>) => {
      if (ended) return
      ended = true
      clearTimeout(deadline)
      resolve(outcome)
    }
    const giveUp = (code: HttpFailure['code'], reason: string) => {
      end(failed({ code: controller ? code : 'not-sent', reason }))
      controller?.abort(new Error(reason))
    }
    const deadline = setTimeout(() => giveUp('timed-out', 'DEADLINE'), call.deadlineMs)

    dispatcher.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: call.method,
        headers,
        body: call.body ?? null,
        // The one deadline above covers all phases.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      {
        // Called when a connection stands and right before the first byte goes out: the border of "not sent".
        onRequestStart(started) {
          if (ended) {
            started.abort(new Error('DEADLINE'))
            return
          }
          controller = started
        },
        onResponseStart(_, statusCode, incoming) {
          status = statusCode
          answerHeaders = joined(incoming)
        },
        onResponseData(_, chunk) {
          length += chunk.length
          if (length > call.maxBytes) giveUp('too-large', 'BODY_LIMIT')
          else chunks.push(chunk)
        },
        onResponseEnd() {
          end(done({ status, headers: answerHeaders, bytes: Buffer.concat(chunks) }))
        },
        onResponseError(_, error) {
          giveUp('cut-off', reasonOf(error))
        },
      },
    )
  })
}

function joined(incoming: Readonly<Record<string, string | string[] | undefined>>) {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming)) {
    if (value !== undefined) headers[name.toLowerCase()] = String(value)
  }
  return headers
}

function reasonOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
