import type { CarrierId, Order } from '../../shared/orders.ts'
import type { LabelKind } from '../../shared/printing.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { CarrierFailure } from '../../shared/shipping.ts'
import type { Settings } from '../../shared/settings.ts'
import type { CredentialStore, Log } from '../ports.ts'
import type { Carrier } from './carrier.ts'

export interface DownloadedLabel {
  readonly kind: LabelKind
  readonly bytes: Uint8Array
  /** Hex. */
  readonly sha256: string
}

/** Both carriers, and what is common to them. */
export interface Carriers {
  of(id: CarrierId): Carrier
  /** The routing rule: what the order says; else US to US is Flexport, all else FlavorCloud. */
  route(order: Order): CarrierId
  /**
   * Fetches a label: https only (http on loopback alone), redirects followed by hand, no credentials to any
   * host, never into a private network that the carrier's own address is not in, at most 5 MB, kind by content.
   */
  download(id: CarrierId, url: string): Promise<Outcome<DownloadedLabel, CarrierFailure>>
  stop(): Promise<void>
}

export interface CarriersDeps {
  /** Read at every call, so that a change of the settings holds at once. */
  readonly settings: () => Settings
  readonly credentials: CredentialStore
  readonly log: Log
  readonly version: string
}
