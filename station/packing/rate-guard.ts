import { gramsFrom, type Money, moneyFromDecimal } from '../../shared/measures.ts'
import type { Address, RatedInput } from '../../shared/orders.ts'
import type { Offer, RateChange, RateComparison } from '../../shared/shipping.ts'
import type { ParcelToShip } from '../carriers/carriers.ts'

type RatedAddress = NonNullable<RatedInput['shipTo']>
type Contents = ParcelToShip['contents']

/** A parcel that is about to be bought, with what is known of its price now and at checkout. */
interface ParcelNow {
  readonly parcel: Pick<ParcelToShip, 'order' | 'contents' | 'grams' | 'shipFrom'>
  readonly service: string
  /** The service that the order named before it was corrected at the bench. */
  readonly serviceAsGiven?: string
  readonly termsOfTrade: Offer['termsOfTrade']
  /** Who would carry it; null where the carrier does not tell. */
  readonly carriedBy: string | null
  /** What the carrier says the rate was; counts only where the order does not say it. */
  readonly looksUp: Money | null
  /** Today's price. */
  readonly price: Money | null
  /** The carrier does not know the rate any more, so that today's price holds even if nothing changed. */
  readonly isRateGone: boolean
  readonly increasePercent: number
  readonly isApproved: boolean
}

const ADDRESS_MEMBERS = ['street1', 'street2', 'city', 'state', 'zip', 'country'] as const
const NOTHING = '–'
const SKUS_AT_MOST = 3

/**
 * What of a parcel is not as it was rated at checkout, and whether its price still is within the rule of the
 * settings. Only what the order says about the checkout is compared; address and service of a corrected order
 * also with what it said before. Null where no rate was chosen there.
 */
export function compareRate(now: ParcelNow): RateComparison | null {
  const { order, contents, grams, shipFrom } = now.parcel
  const { hashKey, rated = {} } = order.customs ?? {}
  if (!hashKey) return null
  const changes = [
    addressChange('ship-from', rated.shipFrom, shipFrom),
    addressChange('ship-to', rated.shipTo ?? asGiven(order), order.shipTo),
    wordChange('terms-of-trade', rated.termsOfTrade, now.termsOfTrade),
    wordChange('service-code', rated.serviceCode ?? now.serviceAsGiven, now.service),
    wordChange('carrier', rated.carrier, now.carriedBy),
    piecesChange(rated.pieces, contents),
    ...weightChanges(rated, contents, grams),
  ].filter((change) => change !== undefined)

  const then = rated.price
    ? (moneyFromDecimal(rated.price.amount, rated.price.currency) ?? null)
    : now.looksUp
  const byPrice = verdictOf(then, now.price, now.increasePercent)
  const mustCompare = changes.length > 0 || now.isRateGone
  // Where nobody knows whether the weight is the one that was rated, a much higher price says that it is not.
  const isTold = mustCompare || (!tellsWeight(rated) && byPrice === 'above')
  return {
    changes,
    atCheckout: then,
    now: now.price,
    verdict: isTold ? byPrice : 'within',
    isApproved: now.isApproved,
  }
}

/** Whether a rate of the checkout comes with the weight that it is for. */
export function tellsWeight({ weight, pieces }: RatedInput): boolean {
  return weight !== undefined || (pieces?.every((piece) => piece.weight) ?? false)
}

/** The whole address that a corrected order had before; what is absent there was empty. */
function asGiven({ correction }: ParcelToShip['order']): RatedAddress | undefined {
  const nothing = Object.fromEntries(ADDRESS_MEMBERS.map((member) => [member, '']))
  return correction && { ...nothing, ...correction.original.shipTo }
}

function verdictOf(
  then: Money | null,
  now: Money | null,
  increasePercent: number,
): RateComparison['verdict'] {
  if (!then || !now || then.currency !== now.currency) return 'unknown'
  // In thousandths of a percent, so that 2.5 % is whole too.
  const allowed = 100_000n + BigInt(Math.round(increasePercent * 1000))
  return BigInt(now.minor) * 100_000n <= BigInt(then.minor) * allowed ? 'within' : 'above'
}

/** The form in which words and addresses are compared: letters and digits alone. */
function plain(text: string | undefined): string {
  return (text ?? '')
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '')
}

function wordChange(
  what: RateChange['what'],
  then: string | undefined,
  now: string | null,
): RateChange | undefined {
  return then === undefined || now === null || plain(then) === plain(now)
    ? undefined
    : { what, atCheckout: then, now }
}

/** Names the members that differ and no others. */
function addressChange(
  what: RateChange['what'],
  then: RatedAddress | undefined,
  now: Address,
): RateChange | undefined {
  const differing = ADDRESS_MEMBERS.filter(
    (member) => then?.[member] !== undefined && plain(then[member]) !== plain(now[member]),
  )
  if (!then || differing.length === 0) return undefined
  const text = (address: RatedAddress) =>
    differing.flatMap((member) => address[member] || []).join(', ') || NOTHING
  return { what, atCheckout: text(then), now: text(now) }
}

/** By SKU; where one has none, only how many units there are can be compared. */
function piecesChange(pieces: RatedInput['pieces'], contents: Contents): RateChange | undefined {
  if (!pieces) return undefined
  const packed = contents.map(({ item, quantity }) => ({ sku: item.sku, quantity }))
  if ([...pieces, ...packed].some(({ sku }) => !sku)) {
    const [then, now] = [unitsOf(pieces), unitsOf(packed)]
    return then === now ? undefined : { what: 'pieces', atCheckout: String(then), now: String(now) }
  }
  const [before, after] = [unitsBySku(pieces), unitsBySku(packed)]
  const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
    (sku) => before.get(sku)?.units !== after.get(sku)?.units,
  )
  if (differing.length === 0) return undefined
  const text = (units: ReturnType<typeof unitsBySku>) =>
    differing
      .slice(0, SKUS_AT_MOST)
      .map((key) => {
        const sku = (after.get(key) ?? before.get(key))?.sku
        return `${units.get(key)?.units ?? 0} × ${sku}`
      })
      .concat(differing.length > SKUS_AT_MOST ? '…' : [])
      .join(', ')
  return { what: 'pieces', atCheckout: text(before), now: text(after) }
}

interface Piece {
  readonly sku?: string | undefined
  readonly quantity: number
}

function unitsOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { quantity }) => sum + quantity, 0)
}

function unitsBySku(pieces: readonly Piece[]): Map<string, { sku: string; units: number }> {
  const bySku = new Map<string, { sku: string; units: number }>()
  for (const { sku = '', quantity } of pieces) {
    const key = sku.trim().toUpperCase()
    bySku.set(key, { sku, units: quantity + (bySku.get(key)?.units ?? 0) })
  }
  return bySku
}

/**
 * Where the checkout told what each piece weighs, pieces and package are compared apart. Otherwise its one
 * weight stands against the one that counts at the carrier: the larger of both.
 */
function weightChanges(
  { weight, pieces }: RatedInput,
  contents: Contents,
  grams: number,
): (RateChange | undefined)[] {
  const then = weight && gramsFrom(weight.value, weight.unit)
  const piecesThen = weightOf(
    pieces?.map(({ weight, quantity }) => [
      weight && gramsFrom(weight.value, weight.unit),
      quantity,
    ]),
  )
  const piecesNow = weightOf(contents.map(({ item, quantity }) => [item.unitGrams, quantity]))
  return piecesThen === undefined || piecesNow === undefined
    ? [weightChange('weight', then, Math.max(grams, piecesNow ?? 0))]
    : [weightChange('weight', piecesThen, piecesNow), weightChange('package-weight', then, grams)]
}

/** Undefined where the weight of one of them is not known. */
function weightOf(
  pieces: readonly (readonly [grams: number | undefined, quantity: number])[] | undefined,
): number | undefined {
  return pieces?.reduce<number | undefined>(
    (sum, [grams, quantity]) =>
      sum === undefined || grams === undefined ? undefined : sum + grams * quantity,
    0,
  )
}

function weightChange(
  what: RateChange['what'],
  then: number | undefined,
  now: number,
): RateChange | undefined {
  return then === undefined || then === now
    ? undefined
    : { what, atCheckout: weightText(then), now: weightText(now) }
}

/** To the gram, so that two weights that differ never read the same. */
function weightText(grams: number): string {
  if (grams < 1000) return `${grams} g`
  const thousandths = String(grams % 1000).padStart(3, '0')
  return `${Math.floor(grams / 1000)}.${thousandths.replace(/0$/, '')} kg`
}
