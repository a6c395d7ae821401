import type { Waiting } from '../../shared/outbox.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Topic } from '../lib/topic.ts'
import { isGood, type LedgerEntry, type Shipping } from '../shipping/shipping.ts'

export interface Outbox {
  /** What waits, in doubt first, then oldest first; at most 5,000. */
  list(): Waiting[]
  count(): number
  readonly changes: Topic<void>
}

export interface OutboxDeps {
  readonly shipping: Shipping
  readonly settings: () => Settings
  /** The parcel at the bench, whose printing and scan-back are under way and do not wait. */
  readonly shipmentAtBench: () => string | undefined
}

function why(entry: LedgerEntry): Waiting['why'] {
  if (entry.state === 'in-doubt') return 'in-doubt'
  if (entry.state === 'void-asked') return entry.voidAcceptedAt ? 'void-pending' : 'void-in-doubt'
  if (!entry.label) return 'label-missing'
  return entry.sentAt ? 'not-on-box' : 'not-printed'
}

/** At the bench a bought label is fetched, printed and scanned back: that is work, not waiting. */
function isUnderWay(entry: LedgerEntry): boolean {
  const { failure } = entry
  return isGood(entry.state) && (!failure || failure.code === 'label-not-made-yet')
}

/** What waits: purchases and voids in doubt, voids not confirmed, labels not here, not printed, or never proved on a box. */
export function createOutbox(deps: OutboxDeps): Outbox {
  const scanBack = () => deps.settings().packing.requireScanBack

  return {
    changes: deps.shipping.changes,
    list() {
      const atBench = deps.shipmentAtBench()
      return deps.shipping
        .waiting(5000, scanBack())
        .filter((entry) => entry.id !== atBench || !isUnderWay(entry))
        .map((entry) => ({
          shipmentId: entry.id,
          order: entry.order,
          merchant: entry.merchant,
          parcel: entry.parcel,
          carrier: entry.carrier,
          why: why(entry),
          since: entry.boughtAt ?? entry.intendedAt,
          nextAttemptAt: entry.nextAttemptAt,
          detail: entry.failure?.code ?? null,
        }))
    },
    count() {
      const atBench = deps.shipmentAtBench()
      const entry = atBench === undefined ? undefined : deps.shipping.find(atBench)
      const isCounted =
        entry && isUnderWay(entry) && !entry.onBoxAt && (!entry.sentAt || scanBack())
      return deps.shipping.waitingCount(scanBack()) - (isCounted ? 1 : 0)
    },
  }
}
