import { gramsFrom, moneyFromDecimal } from '../../shared/measures.ts'
import {
  type IntakeResult,
  type OrderInput,
  OrderInputSchema,
  type OrderItem,
  type OrderItemInput,
} from '../../shared/orders.ts'
import { fieldProblems, type FieldProblem } from '../../shared/problem.ts'
import type { Database } from '../database/database.ts'
import type { Clock } from '../ports.ts'
import { detailsText, type OrderDetails, referenceKey } from './order-record.ts'
import type { OrderStore } from './order-store.ts'

interface IntakeDeps {
  readonly database: Database
  readonly clock: Clock
  readonly store: OrderStore
  readonly isFixed: (orderId: number) => string | undefined
}

/** Which orders one call, or one file in several calls, has brought already. */
export type OrdersSeen = Set<string>

export type Intake = (inputs: readonly unknown[], seen?: OrdersSeen) => IntakeResult[]

/** Heavier than any parcel by far: a weight above it is a slip of the unit. */
const GRAMS_AT_MOST = 10_000_000

/** Takes orders in, each all or nothing, one call in one transaction (see Orders.intake). */
export function createIntake({ database, clock, store, isFixed }: IntakeDeps): Intake {
  function takeOne(input: unknown, seen: OrdersSeen, at: string): IntakeResult {
    const parsed = OrderInputSchema.safeParse(input)
    if (!parsed.success) return refused(input, fieldProblems(parsed.error))
    const { reference, merchant } = parsed.data
    const result = (status: IntakeResult['status'], message?: string): IntakeResult => ({
      reference,
      merchant,
      status,
      problems: message === undefined ? [] : [{ path: 'reference', message }],
    })

    const problems: FieldProblem[] = []
    const details = detailsOf(parsed.data, problems)
    if (problems.length > 0) return refused(parsed.data, problems)

    const key = JSON.stringify([merchant, referenceKey(reference)])
    const seenBefore = seen.has(key)
    seen.add(key)
    const stored = store.stored(merchant, reference)
    if (!stored) {
      store.insert(merchant, reference, details, at)
      return result('created')
    }
    if (stored.details === detailsText(details)) return result('unchanged')
    if (seenBefore)
      return result('refused', 'is given twice with different content; the first was taken')
    if (stored.state === 'packing')
      return result('refused', 'cannot be changed: it is open at the bench')
    if (stored.state === 'shipped') return result('refused', 'cannot be changed: it is shipped')
    const reason = isFixed(stored.id)
    if (reason !== undefined) return result('refused', `cannot be changed: ${reason}`)
    store.update(stored.id, details, at)
    return result('updated')
  }

  const takeAll = database.transaction((inputs: readonly unknown[], seen: OrdersSeen) => {
    const at = clock.now().toISOString()
    return inputs.map((input) => takeOne(input, seen, at))
  })
  return (inputs, seen = new Set()) => takeAll.immediate(inputs, seen)
}

/** The report of an order that is not taken, with whatever tells a person which one it is. */
export function refused(input: unknown, problems: FieldProblem[]): IntakeResult {
  const given = (typeof input === 'object' && input !== null ? input : {}) as Record<
    string,
    unknown
  >
  const name = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 100) : ''
  return {
    reference: name(given['reference']),
    merchant: name(given['merchant']),
    status: 'refused',
    problems,
  }
}

function detailsOf(input: OrderInput, problems: FieldProblem[]): OrderDetails {
  const { shipTo, carrier, service, box, note, language, customs } = input
  const rated = customs?.rated
  checkMeasures(rated?.weight, rated?.price, 'customs.rated', problems)
  rated?.pieces?.forEach(({ weight }, index) =>
    checkMeasures(weight, undefined, `customs.rated.pieces.${index}`, problems),
  )
  return {
    shipTo,
    ...(carrier && { carrier }),
    ...(service && { service }),
    ...(box && { box }),
    ...(note && { note }),
    ...(language && { language }),
    items: input.items.map((item, index) => itemOf(item, index, problems)),
    ...(customs && { customs }),
  }
}

/** What the schema cannot say: the limits of a weight and of an amount depend on their units. */
function checkMeasures(
  weight: OrderItemInput['weight'],
  price: OrderItemInput['price'],
  at: string,
  problems: FieldProblem[],
): void {
  if (weight && gramsFrom(weight.value, weight.unit) > GRAMS_AT_MOST)
    problems.push({ path: `${at}.weight.value`, message: 'is more than 10,000 kg' })
  if (price && !moneyFromDecimal(price.amount, price.currency))
    problems.push({
      path: `${at}.price.amount`,
      message: `is finer or larger than ${price.currency} allows`,
    })
}

function itemOf(item: OrderItemInput, index: number, problems: FieldProblem[]): OrderItem {
  const { weight, price } = item
  checkMeasures(weight, price, `items.${index}`, problems)
  // A unit always weighs something; what rounds to 0 g is taken as 1 g.
  const unitGrams = weight && Math.max(1, gramsFrom(weight.value, weight.unit))
  const unitPrice = price && moneyFromDecimal(price.amount, price.currency)
  return {
    line: index + 1,
    sku: item.sku ?? '',
    barcodes: item.barcodes ?? [],
    description: item.description,
    quantity: item.quantity,
    ...(unitGrams !== undefined && { unitGrams }),
    ...(unitPrice && { unitPrice }),
    ...(item.hsCode && { hsCode: item.hsCode }),
    ...(item.originCountry && { originCountry: item.originCountry }),
    ...(item.material && { material: item.material }),
  }
}
