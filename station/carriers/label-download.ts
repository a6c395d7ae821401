import { createHash } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CarrierId } from '../../shared/orders.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { isLoopback } from '../../shared/settings.ts'
import type { CarrierFailure, CarrierFailureCode } from '../../shared/shipping.ts'
import type { Http, HttpAnswer, HttpFailure, NetworkAddress } from '../lib/http.ts'
import type { Clock } from '../ports.ts'
import type { DownloadedLabel } from './carriers.ts'
import { isSuccess } from './carrier-call.ts'
import type { ExchangeLog } from './exchange-log.ts'
import { labelKindOf } from './label-kind.ts'
import { networkKindOf } from './network-kind.ts'

const MAX_LABEL_BYTES = 5 * 1024 * 1024
const MAX_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])

export interface LabelDownloadDeps {
  readonly http: Http
  readonly clock: Clock
  /** Absent where nobody keeps them. */
  readonly exchanges?: ExchangeLog
  /** Whole download with its repeats. */
  readonly deadlineMs?: number
  /** Waits between the tries: a fresh link may lead nowhere for a few seconds. */
  readonly retryDelaysMs?: readonly number[]
  readonly delay?: (ms: number) => Promise<unknown>
  /** All addresses of a host name; rejects where there are none. */
  readonly resolve?: (hostname: string) => Promise<readonly NetworkAddress[]>
}

interface LabelLink {
  readonly carrier: CarrierId
  readonly link: string
  readonly baseUrl: string
  readonly about: string | undefined
}

type Try = Outcome<HttpAnswer, CarrierFailure & { readonly mayPass?: boolean }>

/**
 * Fetches a label under the rules of `Carriers.download`. A download can buy nothing, so it alone is repeated
 * (after 404, 5xx and line trouble). `baseUrl` is the carrier's own address: its network is the only private one
 * that a link may lead into.
 */
export function createLabelDownload(deps: LabelDownloadDeps) {
  const deadlineMs = deps.deadlineMs ?? 15_000
  const retryDelaysMs = deps.retryDelaysMs ?? [400, 1200, 2500]
  const delay = deps.delay ?? ((ms: number) => sleep(ms))
  const resolve = deps.resolve ?? resolveName

  async function fetchOnce(
    { carrier, link, baseUrl, about }: LabelLink,
    until: number,
  ): Promise<Try> {
    let url = URL.parse(link)
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const refused = url ? refusedAtSight(url) : 'it is no address'
      if (!url || refused) return failed(failure(carrier, 'label-link-forbidden', refused))
      const addresses = await allowedAddresses(url, baseUrl)
      if (addresses === 'unknown')
        return failed({
          ...failure(carrier, 'label-download-failed', `host ${url.hostname} is not known`),
          mayPass: true,
        })
      if (addresses === 'forbidden')
        return failed(
          failure(carrier, 'label-link-forbidden', `${url.hostname} is in a private network`),
        )
      const answer = await get(carrier, url, addresses, until, about)
      if (!answer.ok) {
        if (answer.failure.code === 'too-large') return failed(failure(carrier, 'label-too-large'))
        return failed({
          ...failure(carrier, 'label-download-failed', answer.failure.reason),
          mayPass: answer.failure.code !== 'timed-out',
        })
      }
      const { status, headers } = answer.value
      if (!REDIRECTS.has(status)) return answer
      url = URL.parse(headers['location'] ?? '', url.href)
    }
    return failed(failure(carrier, 'label-download-failed', 'too many redirects'))
  }

  async function get(
    carrier: CarrierId,
    url: URL,
    addresses: readonly NetworkAddress[],
    until: number,
    about: string | undefined,
  ): Promise<Outcome<HttpAnswer, HttpFailure>> {
    const startedAt = deps.clock.now().toISOString()
    const startedMs = performance.now()
    const outcome = await deps.http.request({
      method: 'GET',
      url: url.href,
      addresses,
      deadlineMs: Math.max(1, until - startedMs),
      maxBytes: MAX_LABEL_BYTES,
    })
    deps.exchanges?.keep({
      carrier,
      call: 'label download',
      method: 'GET',
      // A signature in the query opens the label to everybody.
      path: url.pathname + (url.search && '?[hidden]'),
      startedAt,
      tookMs: Math.round(performance.now() - startedMs),
      request: `From ${url.host}`,
      status: outcome.ok ? outcome.value.status : null,
      trouble: outcome.ok ? null : outcome.failure.code,
      answer: outcome.ok ? kindAndSize(outcome.value) : '',
      correlationId: null,
      isReplayed: false,
      about: about ?? null,
    })
    return outcome
  }

  /** Every address must be allowed: one bad among good ones is how a name is made to slip through. */
  async function allowedAddresses(
    url: URL,
    baseUrl: string,
  ): Promise<readonly NetworkAddress[] | 'unknown' | 'forbidden'> {
    const [target, home] = await Promise.all([
      addressesOf(url.hostname),
      addressesOf(URL.parse(baseUrl)?.hostname ?? ''),
    ])
    if (target.length === 0) return 'unknown'
    const allowed = new Set(['public', ...home.map(networkKindOf)])
    const kinds = target.map(networkKindOf)
    if (kinds.some((kind) => !allowed.has(kind) || kind === 'reserved')) return 'forbidden'
    // Plain http is for this machine alone, whatever a name claims.
    if (url.protocol === 'http:' && kinds.some((kind) => kind !== 'loopback')) return 'forbidden'
    return target
  }

  async function addressesOf(hostname: string): Promise<readonly NetworkAddress[]> {
    try {
      return await resolve(hostname.replace(/^\[(.*)\]$/, '$1'))
    } catch {
      return []
    }
  }

  return async function download(
    carrier: CarrierId,
    link: string,
    baseUrl: string,
    about?: string,
  ): Promise<Outcome<DownloadedLabel, CarrierFailure>> {
    const until = performance.now() + deadlineMs
    let last = failure(carrier, 'label-download-failed')
    for (let attempt = 0; ; attempt++) {
      const fetched = await fetchOnce({ carrier, link, baseUrl, about }, until)
      let mayPass: boolean
      if (fetched.ok) {
        if (isSuccess(fetched.value)) return labelOf(carrier, fetched.value)
        const { status } = fetched.value
        last = { ...failure(carrier, 'label-download-failed'), httpStatus: status }
        mayPass = status === 404 || status === 429 || status >= 500
      } else {
        const { mayPass: passing, ...rest } = fetched.failure
        last = rest
        mayPass = passing ?? false
      }
      const waitMs = retryDelaysMs[attempt]
      if (!mayPass || waitMs === undefined || performance.now() + waitMs >= until)
        return failed(last)
      await delay(waitMs)
    }
  }
}

/** What an exchange says in place of the label's bytes. */
function kindAndSize({ bytes, headers }: HttpAnswer): string {
  const kind = labelKindOf(bytes)?.toUpperCase() ?? headers['content-type'] ?? 'unknown kind'
  return `${kind}, ${bytes.length} bytes`
}

function refusedAtSight(url: URL): string | undefined {
  if (url.username !== '' || url.password !== '') return 'it holds credentials'
  if (url.protocol === 'https:') return undefined
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return undefined
  return 'it is not https'
}

function labelOf(carrier: CarrierId, answer: HttpAnswer): Outcome<DownloadedLabel, CarrierFailure> {
  const kind = labelKindOf(answer.bytes)
  if (!kind) return failed(failure(carrier, 'label-not-readable'))
  const sha256 = createHash('sha256').update(answer.bytes).digest('hex')
  return done({ kind, bytes: answer.bytes, sha256 })
}

function failure(carrier: CarrierId, code: CarrierFailureCode, detail?: string): CarrierFailure {
  return { code, carrier, ...(detail !== undefined && { carrierSaid: `Label link: ${detail}` }) }
}

async function resolveName(hostname: string): Promise<readonly NetworkAddress[]> {
  const found = await lookup(hostname, { all: true })
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
}
