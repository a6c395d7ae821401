import type { CarrierId, Order } from '../../shared/orders.ts'
import type { LabelKind } from '../../shared/printing.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { CarrierFailure } from '../../shared/shipping.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Clock, CredentialStore, Log } from '../ports.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import { createHttp } from '../lib/http.ts'
import type { Carrier } from './carrier.ts'
import { DEADLINES, type Deadlines } from './carrier-call.ts'
import { createCarrierLine } from './carrier-line.ts'
import type { ExchangeLog } from './exchange-log.ts'
import type { FlavorCloudClient } from './flavorcloud/flavorcloud-client.ts'
import { createFlavorCloud } from './flavorcloud/flavorcloud.ts'
import type { FlexportClient } from './flexport/flexport-client.ts'
import { createFlexport } from './flexport/flexport.ts'
import { createLabelDownload, type LabelDownloadDeps } from './label-download.ts'
import { createLineBreaker, type Outage } from './line-breaker.ts'

export type { BoughtParcel, Carrier, ParcelToShip, PurchaseAnswer, Quote } from './carrier.ts'
export type { ExchangeLog } from './exchange-log.ts'
export type { Outage } from './line-breaker.ts'

export interface DownloadedLabel {
  readonly kind: LabelKind
  readonly bytes: Uint8Array
  /** Hex. */
  readonly sha256: string
}

/** Both carriers, and what is common to them. */
export interface Carriers {
  of(id: CarrierId): Carrier
  /** Every call of each API, for what a bench does not need. */
  readonly clients: {
    readonly flexport: FlexportClient
    readonly flavorcloud: FlavorCloudClient
  }
  /** The routing rule: what the order says; else US to US is Flexport, all else FlavorCloud. */
  route(order: Order): CarrierId
  /**
   * Fetches a label: https only (http on loopback alone), redirects followed by hand, no credentials to any
   * host, never into a private network that the carrier's own address is not in, at most 5 MB, kind by content.
   * `about` as in an exchange: what the label is of.
   */
  download(
    id: CarrierId,
    url: string,
    about?: string,
  ): Promise<Outcome<DownloadedLabel, CarrierFailure>>
  /**
   * Why a carrier is taken to be down; undefined while calls go out to it. While it is down every call but
   * `test` fails at once as `carrier-unreachable`, and nothing is sent. `download` goes on: labels are elsewhere.
   */
  outage(id: CarrierId): Outage | undefined
  /** A carrier went down or came back, or the time of its next probe is another. */
  readonly outages: Topic<void>
  /** Settings or credentials are others: a carrier that is down is asked at once. */
  reconfigure(): void
  stop(): Promise<void>
}

export interface CarriersDeps {
  /** Read at every call, so that a change of the settings holds at once. */
  readonly settings: () => Settings
  readonly credentials: CredentialStore
  readonly log: Log
  readonly version: string
  readonly clock: Clock
  /** Where the calls are kept; nowhere where absent. */
  readonly exchanges?: ExchangeLog
  /** Shorter ones for tests; DEADLINES where absent. */
  readonly deadlines?: Deadlines
  readonly labelDownload?: Pick<
    LabelDownloadDeps,
    'deadlineMs' | 'retryDelaysMs' | 'delay' | 'resolve'
  >
}

/** Both carriers over HTTP. `stop` ends calls under way; a purchase among them is then in doubt. */
export function createCarriers(deps: CarriersDeps): Carriers {
  const { settings, credentials } = deps
  const http = createHttp({ version: deps.version, network: () => settings().network })
  const common = { ...deps, http, deadlines: deps.deadlines ?? DEADLINES }
  const outages = createTopic<void>()
  const breakerOf = (carrier: CarrierId) =>
    createLineBreaker({
      ...common,
      carrier,
      probe: () => carriers[carrier].test(),
      onChange: () => outages.publish(),
    })
  const breakers = { flexport: breakerOf('flexport'), flavorcloud: breakerOf('flavorcloud') }
  const lineOf = (carrier: CarrierId) =>
    createCarrierLine({ ...common, carrier, breaker: breakers[carrier] })
  const flexport = createFlexport({ settings, credentials, line: lineOf('flexport') })
  const flavorcloud = createFlavorCloud({ settings, credentials, line: lineOf('flavorcloud') })
  const carriers: Record<CarrierId, Carrier> = {
    flexport: flexport.carrier,
    flavorcloud: flavorcloud.carrier,
  }
  const download = createLabelDownload({ ...deps.labelDownload, ...common })
  return {
    of: (id) => carriers[id],
    clients: { flexport: flexport.client, flavorcloud: flavorcloud.client },
    route: (order) => routeOf(order, settings().shipFrom?.country),
    download: (id, url, about) => download(id, url, settings().carriers[id].baseUrl, about),
    outage: (id) => breakers[id].outage(),
    outages,
    reconfigure() {
      for (const breaker of Object.values(breakers)) breaker.probeNow()
    },
    stop() {
      for (const breaker of Object.values(breakers)) breaker.stop()
      return http.stop()
    },
  }
}

/** A station without an address of its own is taken to be in the US. */
function routeOf(order: Order, fromCountry = 'US'): CarrierId {
  if (order.carrier) return order.carrier
  return fromCountry === 'US' && order.shipTo.country === 'US' ? 'flexport' : 'flavorcloud'
}
