import { OrderInputSchema, type Order, type OrderCorrection } from '../../shared/orders.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { Correction } from '../../shared/packing.ts'
import { fieldProblems, type FieldProblem } from '../../shared/problem.ts'
import type { Database } from '../database/database.ts'
import type { Clock } from '../ports.ts'
import type { OrderStore } from './order-store.ts'

/** What of an order is corrected at the bench. What is not given stays; an empty member of the address goes. */
export type CorrectionOfOrder = Omit<Correction, 'dimensions'>

export interface CorrectionFailure {
  readonly code: 'order-not-found' | 'correction-not-valid'
  /** By the names of an order ("shipTo.zip"). */
  readonly problems: FieldProblem[]
}

const CorrectedSchema = OrderInputSchema.pick({ shipTo: true, service: true })

interface CorrectingDeps {
  readonly database: Database
  readonly clock: Clock
  readonly store: OrderStore
}

/** Corrects stored orders and keeps what each said before (see Orders.correct). */
export function createCorrecting({ database, clock, store }: CorrectingDeps) {
  function correct(
    id: number,
    { shipTo, service, trustAddress }: CorrectionOfOrder,
  ): Outcome<Order, CorrectionFailure> {
    const order = store.find(id)
    if (!order) return failed({ code: 'order-not-found', problems: [] })
    const parsed = CorrectedSchema.safeParse({
      shipTo: { ...order.shipTo, ...shipTo },
      service: service ?? order.service,
    })
    if (!parsed.success)
      return failed({ code: 'correction-not-valid', problems: fieldProblems(parsed.error) })

    const at = clock.now().toISOString()
    const { correction: before, service: _, ...others } = order
    const original = before?.original ?? originalOf(order)
    // Who trusted an address trusted that one and no other.
    const stillTrusted = before?.trustAddress === true && isSame(parsed.data.shipTo, order.shipTo)
    const correction: OrderCorrection = {
      at,
      original,
      trustAddress: trustAddress ?? stillTrusted,
    }
    const corrected = {
      ...others,
      shipTo: parsed.data.shipTo,
      ...(parsed.data.service !== undefined && { service: parsed.data.service }),
    }
    const isOriginal = !correction.trustAddress && isSame(originalOf(corrected), original)
    store.correct(id, corrected, isOriginal ? null : correction, at)
    const stored = store.find(id)
    return stored ? done(stored) : failed({ code: 'order-not-found', problems: [] })
  }

  const inOne = database.transaction(correct)
  return (id: number, correction: CorrectionOfOrder) => inOne.immediate(id, correction)
}

function originalOf({ shipTo, service }: Pick<Order, 'shipTo' | 'service'>) {
  return { shipTo, ...(service !== undefined && { service }) }
}

/** Compared as they are stored: a member that is undefined is none. */
function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
