import type { Order } from '../../shared/orders.ts'
import type { BenchProblem } from '../../shared/packing.ts'
import type { Settings } from '../../shared/settings.ts'
import type { ParcelToShip } from '../carriers/carrier.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { Clock } from '../ports.ts'
import { isLive } from '../shipping/purchase.ts'
import type { LedgerEntry, Shipping } from '../shipping/shipping.ts'
import { carrierProblem, doubtProblem, printProblem } from './bench-problem.ts'
import {
  boxContents,
  openSession,
  unitsLeft,
  unitsMissing,
  type Contents,
  type Session,
} from './session.ts'
import type { SessionStore } from './session-store.ts'

export interface SessionOpenerDeps {
  readonly sessions: SessionStore
  readonly carriers: Carriers
  readonly shipping: Shipping
  readonly settings: () => Settings
  readonly clock: Clock
}

/** Opens orders at the bench: anew, as they were set aside, or as a crash left them; the ledger has the last word. */
export function createSessionOpener(deps: SessionOpenerDeps) {
  const { sessions, carriers, shipping } = deps
  let lastBox: string | undefined

  function suggestBox(order: Order): Session['box'] {
    const { boxes } = deps.settings()
    const named = order.box?.toUpperCase()
    const asked = boxes.find(
      ({ id, barcode }) => id.toUpperCase() === named || barcode.toUpperCase() === named,
    )
    if (asked) return { id: asked.id, chosenBy: 'order' }
    const suggested = boxes.find(({ id }) => id === lastBox) ?? boxes[0]
    return suggested ? { id: suggested.id, chosenBy: 'suggestion' } : null
  }

  function fresh(order: Order): Session {
    const paid = shipping.ofOrder(order.id).filter(({ state }) => isLive(state))
    let parcel = 1
    while (paid.some((entry) => entry.parcel === parcel)) parcel += 1
    const packedBefore: Contents = paid.flatMap(({ contents }) => contents)
    return openSession({
      order,
      parcel,
      openedAt: deps.clock.now().toISOString(),
      packedBefore,
      box: suggestBox(order),
      allPacked: !deps.settings().packing.requireItemScans,
    })
  }

  function contentsOf(session: Session): ParcelToShip['contents'] {
    return boxContents(session).flatMap(({ line, quantity }) => {
      const item = session.order.items.find((candidate) => candidate.line === line)
      return item ? [{ item, quantity }] : []
    })
  }

  /** What the order lacks for its carrier, told when it opens and not when the tape is on. */
  function lacking(session: Session): BenchProblem | null {
    const { shipFrom } = deps.settings()
    if (!shipFrom) return { code: 'ship-from-missing', kind: 'wrong', params: {}, offers: ['HOLD'] }
    const { order, parcel } = session
    const contents = order.items.map((item) => ({ item, quantity: item.quantity }))
    const [failure] = carriers
      .of(carriers.route(order))
      .check({ order, parcel, attempt: 1, contents, shipFrom })
    return failure ? { ...carrierProblem(failure), offers: ['HOLD'] } : null
  }

  /** The purchase of this very parcel as the ledger has it: the session may be older than the truth. */
  function reconcile(session: Session): Session {
    const own = shipping
      .ofOrder(session.order.id)
      .filter(({ parcel, state }) => parcel === session.parcel && isLive(state))
      .at(-1)
    if (!own) {
      const lost = session.purchase !== 'none'
      return {
        ...session,
        purchase: 'none',
        shipmentId: null,
        printed: false,
        waitsForShip: lost || session.waitsForShip,
        problem: lost ? null : session.problem,
      }
    }
    if (own.state === 'in-doubt')
      return {
        ...session,
        purchase: 'in-doubt',
        shipmentId: own.id,
        problem: doubtProblem(
          own.failure ?? { code: 'carrier-connection-lost', carrier: own.carrier },
        ),
      }
    return {
      ...session,
      purchase: 'bought',
      shipmentId: own.id,
      printed: own.sentAt !== null,
      problem: printDoubt(own),
    }
  }

  /** A print that a crash cut off is not repeated by itself: a label may lie in the printer already. */
  function printDoubt(entry: LedgerEntry): BenchProblem | null {
    if (entry.sentAt) return null
    const jobs = shipping.detail(entry.id)?.printJobs ?? []
    return jobs.some(({ delivery }) => delivery !== 'not-sent')
      ? printProblem({ code: 'printer-interrupted', delivery: 'unknown' })
      : null
  }

  /** Whether what was packed is still part of the order, which may have been sent again meanwhile. */
  function stillFits(session: Session): boolean {
    const { order } = session
    return (
      [...session.packedBefore, ...session.trail].every(({ line }) =>
        order.items.some((item) => item.line === line),
      ) && order.items.every((item) => unitsLeft(session, item) >= 0)
    )
  }

  return {
    contentsOf,

    /** The session that a stop or a crash left open. */
    reopen(): Session | null {
      const open = sessions.open()
      return open ? reconcile(open) : null
    },

    open(order: Order): { session: Session; resumed: boolean } {
      const kept = sessions.ofOrder(order.id)
      if (kept && stillFits({ ...kept, order })) {
        const session = reconcile({ ...kept, order })
        const stale =
          session.purchase === 'none'
            ? { openedAt: deps.clock.now().toISOString(), weight: null }
            : {}
        return { session: { ...session, ...stale }, resumed: true }
      }
      const session = fresh(order)
      return {
        session: { ...session, problem: lacking(session) },
        resumed: session.parcel > 1 && unitsMissing(session) > 0,
      }
    },

    rememberBox(id: string): void {
      lastBox = id
    },
  }
}

export type SessionOpener = ReturnType<typeof createSessionOpener>
