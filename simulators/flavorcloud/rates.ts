import { gramsFrom, moneyFromDecimal, moneyToDecimal } from '../../shared/measures.ts'
import type { Money } from '../../shared/measures.ts'
import type { Piece, ServiceCode, Terms } from './requests.ts'

/** What prices and duties depend on, the same for a rate and for a shipment. */
export interface RatedParcel {
  readonly country: string
  readonly currency: string
  readonly weightUnit: 'LB' | 'KG'
  readonly packageWeight: number
  readonly pieces: readonly Piece[]
}

export interface LandedCost {
  readonly duty: Money
  readonly tax: Money
  readonly fees: Money
  readonly total: Money
}

const NEAR = new Set(['CA', 'MX'])
const EUROPE = new Set('AT BE CZ DE DK EE ES FI FR GB GR HU IE IT NL NO PL PT SE CH'.split(' '))
const TAX_PER_CENT: Readonly<Record<string, number>> = {
  CA: 5,
  CH: 8,
  DE: 19,
  ES: 21,
  FR: 20,
  GB: 20,
  GR: 24,
  IE: 23,
  JP: 10,
  MX: 16,
  PL: 23,
  SE: 25,
}

/**
 * The price of a service, in minor units of the parcel's currency: by part of the world and half kilograms,
 * times the `perCent` of the day.
 */
export function shippingPrice(
  parcel: RatedParcel,
  service: ServiceCode,
  terms: Terms,
  perCent: number,
): Money {
  const [base, perHalfKg] = NEAR.has(parcel.country)
    ? [900, 150]
    : EUROPE.has(parcel.country)
      ? [1200, 230]
      : [1500, 320]
  const halfKgs = Math.max(1, Math.ceil(chargedGrams(parcel) / 500))
  const factor = (service.startsWith('EXPRESS') ? 1.9 : 1) * (isEconomy(service) ? 0.8 : 1)
  const minor = Math.round((base + perHalfKg * halfKgs) * factor) + (terms === 'DDP' ? 250 : 0)
  return { minor: Math.round((minor * perCent) / 100), currency: parcel.currency }
}

/** The larger of the package's weight and the sum of its pieces. */
function chargedGrams({ packageWeight, pieces, weightUnit }: RatedParcel): number {
  const sum = pieces.reduce((total, piece) => total + piece.Quantity * piece.Weight, 0)
  return gramsFrom(Math.max(packageWeight, sum), weightUnit === 'KG' ? 'kg' : 'lb')
}

/** Duty of 12 % on what pays duty, the country's tax on goods and duty, and a fixed fee. */
export function landedCost(parcel: RatedParcel): LandedCost {
  const goods = parcel.pieces.reduce(
    (sum, piece) =>
      sum + (moneyFromDecimal(piece.SalePrice, parcel.currency)?.minor ?? 0) * piece.Quantity,
    0,
  )
  const perCent = TAX_PER_CENT[parcel.country] ?? 10
  const money = (minor: number): Money => ({ minor: Math.round(minor), currency: parcel.currency })
  const duty = money(goods * 0.12)
  const tax = money((goods + duty.minor) * (perCent / 100))
  const fees = money(350)
  return { duty, tax, fees, total: money(duty.minor + tax.minor + fees.minor) }
}

/** How long a service takes, in the offer's words. */
export function daysOf(service: ServiceCode): string {
  if (service.startsWith('EXPRESS'))
    return isEconomy(service) ? '3-5 business days' : '2-3 business days'
  return isEconomy(service) ? '8-14 business days' : '5-8 business days'
}

export function carrierOf(service: ServiceCode): string {
  return service.startsWith('EXPRESS') ? 'DHL Express' : 'DHL eCommerce'
}

/** The vendor's members for it. `asText` gives numeric text, which its schemas allow in place of numbers. */
export function landedCostMembers(cost: LandedCost, asText = false) {
  const shown = (money: Money) => decimal(money, asText)
  return {
    LandedCost: shown(cost.total),
    Duty: shown(cost.duty),
    SalesTax: shown(cost.tax),
    AIT: shown(cost.fees),
    ActualLandedCost: shown(cost.total),
    ActualDuty: shown(cost.duty),
    ActualSalesTax: shown(cost.tax),
    ActualAIT: shown(cost.fees),
  }
}

export function decimal(money: Money, asText: boolean): number | string {
  const { amount } = moneyToDecimal(money)
  return asText ? amount : Number(amount)
}

/** Of amounts of one currency. */
export function sumOf(amounts: readonly Money[]): Money {
  const minor = amounts.reduce((total, amount) => total + amount.minor, 0)
  return { minor, currency: amounts[0]?.currency ?? 'USD' }
}

function isEconomy(service: ServiceCode): boolean {
  return service.endsWith('ECONOMY')
}
