import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'

const ANSWER_WITHIN_MS = 5_000
/** After a delivery that was not answered with 2xx; a real carrier waits minutes and hours. */
const RETRY_AFTER_MS = [200, 1_000, 5_000]
/** How long a delivery that is to be overtaken waits for one to overtake it. */
const OVERTAKEN_WITHIN_MS = 1_000
const KEPT = 200

/** Who is told, how, and by what he knows the sender. */
export interface Subscriber {
  readonly url: string
  readonly method: 'POST' | 'PUT'
  readonly auth:
    | { readonly kind: 'none' }
    | { readonly kind: 'basic'; readonly username: string; readonly password: string }
    | { readonly kind: 'token'; readonly header: string; readonly token: string }
}

/** One try to tell a subscriber; `status` is null where no answer came. */
export interface DeliveryTry {
  readonly at: string
  readonly url: string
  readonly status: number | null
}

/** To spread into the switches of a carrier, with `WEBHOOKS_AS_THEY_SHOULD`. */
export const webhookSwitches = {
  webhookSecretWrong: z.boolean(),
  /** Each delivery is made twice. */
  webhookDoubled: z.boolean(),
  webhookLateMs: z.int().min(0).max(600_000),
  /** Of each two deliveries to an address the second is made first. */
  webhookOutOfOrder: z.boolean(),
}
export const WEBHOOKS_AS_THEY_SHOULD = {
  webhookSecretWrong: false,
  webhookDoubled: false,
  webhookLateMs: 0,
  webhookOutOfOrder: false,
}

export interface WebhookDelivery {
  /** Returns at once; what is sent to one address is sent in this order. */
  send(to: Subscriber, body: unknown): void
  /** Oldest first; of very many only the newest. */
  tries(): DeliveryTry[]
  stop(): void
}

/** Tells subscribers over HTTP, again after a failure. The switches are read at each delivery. */
export function createWebhookDelivery(
  switches: Readonly<typeof WEBHOOKS_AS_THEY_SHOULD>,
): WebhookDelivery {
  const stopping = new AbortController()
  const tries: DeliveryTry[] = []
  const last = new Map<string, Promise<void>>()
  const held = new Map<string, () => void>()

  async function attempt(to: Subscriber, body: string): Promise<boolean> {
    const at = new Date().toISOString()
    let status: number | null = null
    try {
      const answer = await fetch(to.url, {
        method: to.method,
        headers: { 'content-type': 'application/json', ...credentials(to) },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      })
      status = answer.status
      await answer.body?.cancel()
    } catch {
      // Nobody listens there, or we are stopping: a try without an answer.
    }
    tries.push({ at, url: to.url, status })
    if (tries.length > KEPT) tries.shift()
    return status !== null && status >= 200 && status < 300
  }

  function credentials({ auth }: Subscriber): Record<string, string> {
    const secret = (text: string) => (switches.webhookSecretWrong ? `not-${text}` : text)
    if (auth.kind === 'token') return { [auth.header]: secret(auth.token) }
    if (auth.kind === 'none') return {}
    const pair = Buffer.from(`${auth.username}:${secret(auth.password)}`).toString('base64')
    return { authorization: `Basic ${pair}` }
  }

  const pause = (ms: number) => wait(ms, undefined, { signal: stopping.signal, ref: false })

  async function again(to: Subscriber, body: string) {
    for (const ms of RETRY_AFTER_MS) {
      await pause(ms)
      if (await attempt(to, body)) return
    }
  }

  /** The next one to this address waits for the first try only: what fails is overtaken, as in real life. */
  function enqueue(to: Subscriber, body: string) {
    const before = last.get(to.url) ?? Promise.resolve()
    const first = before.then(async () => {
      if (stopping.signal.aborted) return
      if (switches.webhookLateMs > 0) await pause(switches.webhookLateMs)
      // The end of the process or of the simulator ends what is still to be tried.
      if (!(await attempt(to, body))) again(to, body).catch(() => {})
    })
    last.set(
      to.url,
      first.catch(() => {}),
    )
  }

  function deliver(to: Subscriber, body: string) {
    const isDoubled = switches.webhookDoubled
    enqueue(to, body)
    if (isDoubled) enqueue(to, body)
  }

  function release(url: string) {
    const waiting = held.get(url)
    held.delete(url)
    waiting?.()
  }

  return {
    send(to, what) {
      const body = JSON.stringify(what)
      if (switches.webhookOutOfOrder && !held.has(to.url)) {
        held.set(to.url, () => deliver(to, body))
        pause(OVERTAKEN_WITHIN_MS).then(
          () => release(to.url),
          () => {},
        )
        return
      }
      deliver(to, body)
      release(to.url)
    },
    tries: () => [...tries],
    stop: () => stopping.abort(),
  }
}
