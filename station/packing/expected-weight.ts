import type { OrderItem } from '../../shared/orders.ts'
import type { Settings } from '../../shared/settings.ts'
import type { ProductWeights, UnitWeight } from '../product-weights/product-weights.ts'
import { boxOf, unitsIn, unitsLeft, type Session } from './session.ts'
import { checkWeight, type CheckedItem, type WeightCheck } from './weight-check.ts'

/** What the box should weigh when it is closed, and out of what that is added up. */
export interface ExpectedWeight {
  readonly grams: number
  readonly tareGrams: number
  readonly items: readonly CheckedItem[]
}

/** By what a product is known: its SKU, or its first barcode; undefined where it has neither. */
export function productOf(
  { order }: Session,
  { sku, barcodes, description, unitGrams }: OrderItem,
) {
  const code = sku || barcodes[0]
  return code === undefined
    ? undefined
    : { merchant: order.merchant, sku: code, description, givenGrams: unitGrams }
}

function unitWeight(
  session: Session,
  item: OrderItem,
  weights: Pick<ProductWeights, 'unitWeight'>,
): UnitWeight | undefined {
  const product = productOf(session, item)
  if (product) return weights.unitWeight(product)
  return item.unitGrams === undefined
    ? undefined
    : { milligrams: item.unitGrams * 1000, spreadMilligrams: 0, from: 'given' }
}

/** Null where the weight of a unit or of the box is not known. */
export function expectedWeight(
  session: Session,
  settings: Settings,
  weights: Pick<ProductWeights, 'unitWeight'>,
): ExpectedWeight | null {
  const box = boxOf(session, settings)
  if (!box) return null
  const { tareGrams } = box
  const items: CheckedItem[] = []
  for (const item of session.order.items) {
    const inBox = unitsIn(session.trail, item.line)
    const units = session.closed ? inBox : inBox + unitsLeft(session, item)
    if (units === 0) continue
    const unit = unitWeight(session, item, weights)
    if (!unit) return null
    const { milligrams: unitMilligrams, spreadMilligrams, from } = unit
    const name = item.sku || item.description
    items.push({ name, units, unitMilligrams, spreadMilligrams, from })
  }
  const milligrams = items.reduce(
    (sum, { units, unitMilligrams }) => sum + units * unitMilligrams,
    0,
  )
  return { grams: tareGrams + Math.round(milligrams / 1000), tareGrams, items }
}

/** What the scale's weight says of the contents; undefined where there is nothing to compare, or a person confirmed it. */
export function weightDoubt(
  session: Session,
  settings: Settings,
  weights: Pick<ProductWeights, 'unitWeight'>,
): Exclude<WeightCheck, { says: 'fits' }> | undefined {
  const { weight } = session
  if (!weight || session.weightConfirmed || session.purchase !== 'none') return undefined
  const expected = expectedWeight(session, settings, weights)
  if (!expected) return undefined
  const { tareGrams, items } = expected
  const toleranceGrams = settings.packing.weightToleranceGrams
  const check = checkWeight({ grams: weight.grams, tareGrams, items, toleranceGrams })
  return check.says === 'fits' ? undefined : check
}
