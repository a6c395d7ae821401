import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import { SettingsSchema } from '../../../shared/settings.ts'
import { createCarrierLine, type LineCall } from '../../../station/carriers/carrier-line.ts'
import { createLineBreaker } from '../../../station/carriers/line-breaker.ts'
import type { NewExchange } from '../../../station/carriers/exchange-log.ts'
import type { HttpAnswer, HttpFailure, HttpRequest } from '../../../station/lib/http.ts'

export type Reply = Outcome<HttpAnswer, HttpFailure>

export const answer = (status: number, headers: Record<string, string> = {}, text = ''): Reply =>
  done({ status, headers, bytes: Buffer.from(text) })
export const trouble = (code: HttpFailure['code'], reason = 'MADE_UP'): Reply =>
  failed({ code, reason })

/** A line on a made-up clock: waits pass at once and are noted, and each call takes `tookMs`. */
export function madeUpLine(
  replies: readonly Reply[],
  options: { requestsPerSecond?: number; random?: number; tookMs?: number; readMs?: number } = {},
) {
  let now = 1_000
  const waits: number[] = []
  const timers: { readonly until: number; readonly resolve: () => void }[] = []
  const sent: { readonly at: number; readonly request: HttpRequest }[] = []
  const exchanges: NewExchange[] = []
  const logged: string[] = []
  const keep = (context: object, message: string) => {
    logged.push(JSON.stringify(context) + message)
  }
  const settings = SettingsSchema.parse({
    carriers: { flexport: { requestsPerSecond: options.requestsPerSecond ?? 5 } },
  })
  const common = {
    carrier: 'flexport',
    log: { debug: keep, info: keep, warn: keep, error: keep },
    clock: { now: () => new Date(Date.UTC(2026, 4, 18) + now) },
  } as const
  const breaker = createLineBreaker({
    ...common,
    probe: async () => failed({ code: 'carrier-unreachable', carrier: 'flexport' }),
    onChange: () => {},
  })
  const line = createCarrierLine({
    ...common,
    breaker,
    settings: () => settings,
    deadlines: { purchaseMs: 45_000, readMs: options.readMs ?? 15_000 },
    nowMs: () => now,
    random: () => options.random ?? 0.5,
    delay: (ms) =>
      new Promise((resolve) => {
        waits.push(ms)
        timers.push({ until: now + ms, resolve: () => resolve(undefined) })
        // Once all else has gone as far as it can, the earliest wait ends.
        setImmediate(() => {
          timers.sort((one, other) => one.until - other.until)
          const next = timers.shift()
          now = Math.max(now, next?.until ?? now)
          next?.resolve()
        })
      }),
    exchanges: { keep: (exchange) => exchanges.push(exchange) },
    http: {
      async request(request) {
        const reply = replies[Math.min(sent.length, replies.length - 1)]
        sent.push({ at: now - 1_000, request })
        now += options.tookMs ?? 0
        if (!reply) throw new Error('nothing was to be sent')
        return reply
      },
      stop: async () => {},
    },
  })
  return {
    sent,
    waits,
    exchanges,
    logged,
    breaker,
    pass: (ms: number) => {
      now += ms
    },
    send: (kind: LineCall['kind'], more: Partial<LineCall> = {}) =>
      line.send({
        name: 'made up',
        method: 'POST',
        url: 'https://carrier.example/api/call?x=1',
        headers: {},
        kind,
        secrets: [],
        ...more,
      }),
  }
}
