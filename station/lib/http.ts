import type { LookupFunction } from 'node:net'
import type { Dispatcher } from 'undici'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { isLoopback } from '../../shared/settings.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
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

/** What carries the calls. */
interface Carriage {
  readonly direct: Dispatcher
  readonly outside: Dispatcher
  /** One for a single call, bound to these addresses. */
  pinned(addresses: readonly NetworkAddress[], isLocal: boolean): Dispatcher
}

/** Loaded with the first call: it is large, and a bench should be ready to scan before it is needed. */
async function openCarriage(): Promise<Carriage> {
  const { Agent, EnvHttpProxyAgent } = await import('undici')
  return {
    direct: new Agent(),
    outside: new EnvHttpProxyAgent(),
    pinned(addresses, isLocal) {
      const connect = { lookup: lookupAmong(addresses) }
      return isLocal ? new Agent({ connect }) : new EnvHttpProxyAgent({ connect })
    },
  }
}

/**
 * HTTP for the whole station. Goes through HTTPS_PROXY and HTTP_PROXY except for NO_PROXY and this machine.
 */
export function createHttp(deps: { readonly version: string }): Http {
  let carriage: Promise<Carriage | undefined> | undefined
  let stopped = false
  const userAgent = `Shipbench/${deps.version}`
  return {
    async request(call) {
      const url = URL.parse(call.url)
      if (!url) return failed({ code: 'not-sent', reason: 'ADDRESS_NOT_VALID' })
      if (stopped) return failed({ code: 'not-sent', reason: 'STOPPED' })
      // Only a proxy variable that is no address can fail here.
      carriage ??= openCarriage().catch(() => undefined)
      const opened = await carriage
      if (!opened) return failed({ code: 'not-sent', reason: 'PROXY_NOT_VALID' })
      const headers = { 'user-agent': userAgent, ...call.headers }
      const isLocal = isLoopback(url.hostname)
      if (!call.addresses) return send(isLocal ? opened.direct : opened.outside, url, call, headers)
      const pinned = opened.pinned(call.addresses, isLocal)
      try {
        return await send(pinned, url, call, headers)
      } finally {
        await pinned.destroy()
      }
    },
    async stop() {
      stopped = true
      const opened = await carriage
      await Promise.all([opened?.direct.destroy(), opened?.outside.destroy()])
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

function lookupAmong(addresses: readonly NetworkAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const first = addresses[0]
    if (options.all) callback(null, [...addresses])
    else if (first) callback(null, first.address, first.family)
    else callback(new Error('no address'), '')
  }
}
