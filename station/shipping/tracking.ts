import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { CarrierFailure } from '../../shared/shipping.ts'
import type { KeptTracking, Tracking, TrackingStatus } from '../../shared/tracking.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { PurchaseLedger } from './purchase-ledger.ts'
import type { TrackingRecord, TrackingStore } from './tracking-store.ts'

export interface TrackingDeps {
  readonly store: TrackingStore
  readonly ledger: PurchaseLedger
  readonly carriers: Carriers
  readonly onChange: () => void
  /** After this nothing is written any more. */
  readonly isStopped: () => boolean
}

export interface TrackFailure {
  readonly code: 'shipment-not-found' | 'not-bought' | 'tracking-failed'
  readonly carrier?: CarrierFailure
}

/** After these a parcel goes nowhere. */
const LAST: readonly TrackingStatus[] = ['delivered', 'returned']

/**
 * Asks a carrier where a parcel is and keeps the answer (P-14). Several callers at once share one look. A failure
 * keeps what is known.
 */
export function createTracking({ store, ledger, carriers, onChange, isStopped }: TrackingDeps) {
  const looking = new Map<string, Promise<Outcome<KeptTracking, TrackFailure>>>()

  async function track(id: string): Promise<Outcome<KeptTracking, TrackFailure>> {
    const running = looking.get(id)
    if (running) return running
    const started = look(id).finally(() => looking.delete(id))
    looking.set(id, started)
    return started
  }

  async function look(id: string): Promise<Outcome<KeptTracking, TrackFailure>> {
    const entry = ledger.find(id)
    if (!entry) return failed({ code: 'shipment-not-found' })
    const { carrier, carrierShipmentId, trackingNumber, merchant } = entry
    if (!carrierShipmentId) return failed({ code: 'not-bought' })
    const tracked = await carriers
      .of(carrier)
      .track({ carrierShipmentId, trackingNumber, merchant })
    if (isStopped()) return failed({ code: 'tracking-failed' })
    const before = store.of(id)
    if (!tracked.ok) {
      store.noteFailure(id, tracked.failure)
      if (before.failure?.code !== tracked.failure.code) onChange()
      return failed({ code: 'tracking-failed', carrier: tracked.failure })
    }
    store.keep(id, tracked.value, LAST.includes(tracked.value.status))
    const { tracking } = store.of(id)
    if (!tracking) throw new Error(`The tracking of ${id} was not kept`)
    if (isNews(before, tracked.value)) onChange()
    return done(tracking)
  }

  return track
}

/** A look that found all as it was is no reason for screens to draw anew. */
function isNews({ tracking, failure }: TrackingRecord, read: Tracking): boolean {
  if (!tracking || failure) return true
  const { readAt: _readAt, ...known } = tracking
  return JSON.stringify(known) !== JSON.stringify(read)
}
