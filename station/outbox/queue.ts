import type { Waiting } from '../../shared/outbox.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Topic } from '../lib/topic.ts'
import { isGood, type LedgerEntry, type Shipping } from '../shipping/shipping.ts'

/** What waits for the station or for a person. */
export interface Queue {
  /** In doubt first, then oldest first; at most 5,000. */
  list(): Waiting[]
  count(): number
  readonly changes: Topic<void>
}

export interface QueueDeps {
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
export function createQueue(deps: QueueDeps): Queue {
  const scanBack = () => deps.settings().packing.requireScanBack

  function list(): Waiting[] {
    const atBench = deps.shipmentAtBench()
    return deps.shipping
      .waiting(5000, scanBack())
      .filter((entry) => entry.id !== atBench || !isUnderWay(entry))
      .map((entry) => ({
        id: entry.id,
        shipmentId: entry.id,
        stickerId: null,
        orderId: entry.orderId,
        order: entry.order,
        merchant: entry.merchant,
        parcel: entry.parcel,
        carrier: entry.carrier,
        why: why(entry),
        since: entry.boughtAt ?? entry.intendedAt,
        nextAttemptAt: entry.nextAttemptAt,
        attempts: entry.tries,
        detail: entry.failure?.code ?? null,
      }))
  }

  return {
    changes: deps.shipping.changes,
    list,
    count() {
      const atBench = deps.shipmentAtBench()
      const entry = atBench === undefined ? undefined : deps.shipping.find(atBench)
      const isCounted =
        entry && isUnderWay(entry) && !entry.onBoxAt && (!entry.sentAt || scanBack())
      return deps.shipping.waitingCount(scanBack()) - (isCounted ? 1 : 0)
    },
  }
}
