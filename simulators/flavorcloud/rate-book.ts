import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { gramsFrom } from '../../shared/measures.ts'
import type { Money } from '../../shared/measures.ts'
import {
  carrierOf,
  daysOf,
  decimal,
  landedCost,
  landedCostMembers,
  shippingPrice,
  sumOf,
  type LandedCost,
  type RatedParcel,
} from './rates.ts'
import type {
  FlavorCloudAddress,
  Piece,
  RatedService,
  RateRequest,
  ServiceCode,
  ShipmentRequest,
  Terms,
} from './requests.ts'
import { SERVICES } from './requests.ts'
import type { FlavorCloudSwitches } from './switches.ts'

/** What a parcel costs: the carriage, and with DDP the duties and taxes too. */
export interface ParcelPrice {
  readonly price: Money
  readonly landedCost: LandedCost | null
}

interface KnownRate {
  readonly service: ServiceCode
  readonly terms: Terms
  readonly dutyHashKey: string
  /** What drops the rate where a purchase differs in it. */
  readonly rated: unknown
  readonly parcels: readonly ParcelPrice[]
  /** What `/Rate/Get/Detail` answers: the rating, limited to this one. */
  readonly detail: object
}

export interface RateBook {
  /**
   * The answer of rates and quotes; every rate in it can be bought once by its HashKey. Undefined where no
   * service level is left.
   */
  rate(asked: RateRequest): object | undefined
  find(hashKey: string): KnownRate | undefined
  /**
   * The price of each parcel of a purchase: as rated while nothing has changed that drops the rate, otherwise
   * anew, at today's price of what is shipped.
   */
  priceOf(asked: ShipmentRequest, service: ServiceCode, terms: Terms): readonly ParcelPrice[]
  /** From here on the HashKey is dead. */
  use(hashKey: string): void
  /** Lets every HashKey die. */
  expire(): void
}

/** The member of the answer for each service; those of the two economy services are assumed. */
const LEVEL_KEYS: Readonly<Record<RatedService, string>> = {
  STANDARD: 'Standard',
  EXPRESS: 'Express',
  ECONOMY: 'Economy',
  'STANDARD-ECONOMY': 'StandardEconomy',
  'EXPRESS-ECONOMY': 'ExpressEconomy',
}

export function createRateBook(switches: FlavorCloudSwitches): RateBook {
  const known = new Map<string, KnownRate>()
  let ratings = 0

  function priceToday(parcel: RatedParcel, service: ServiceCode, terms: Terms): ParcelPrice {
    return {
      price: shippingPrice(parcel, service, terms, switches.pricePerCent),
      landedCost: terms === 'DDP' ? landedCost(parcel) : null,
    }
  }

  return {
    rate(asked) {
      ratings += 1
      const asText =
        switches.moneyAs === 'text' || (switches.moneyAs === 'in-turn' && ratings % 2 === 0)
      const head = {
        RootRequestId: randomUUID(),
        RateId: 88_210_000 + ratings,
        Reference: asked.Reference,
        Currency: asked.Currency ?? 'USD',
      }
      const parcels = parcelsOfRate(asked)
      const levels: Record<string, object> = {}
      for (const level of asked.ServiceCode ?? SERVICES) {
        const service = level === 'ECONOMY' ? 'STANDARD-ECONOMY' : level
        if (switches.withoutServices.includes(service)) continue
        const key = switches.levelKeys[service] ?? LEVEL_KEYS[level]
        const group: Record<string, object> = {}
        for (const terms of asked.TermsOfTrade ?? (['DDP', 'DDU'] as const)) {
          // Duties cannot be prepaid without knowing them.
          if (terms === 'DDP' && asked.IncludeLandedCost === false) continue
          const hashKey = randomUUID()
          const dutyHashKey = randomUUID()
          const prices = parcels.map((parcel) => priceToday(parcel, service, terms))
          const detail = rateDetail(prices, service, hashKey, dutyHashKey, asText)
          group[terms] = detail
          known.set(hashKey, {
            service,
            terms,
            dutyHashKey,
            rated: whatWasRated(asked, parcels, service, terms),
            parcels: prices,
            detail: { ...head, [key]: { [terms]: detail } },
          })
        }
        levels[key] = group
      }
      return Object.keys(levels).length === 0 ? undefined : { ...head, ...levels }
    },
    find: (hashKey) => known.get(hashKey),
    priceOf(asked, service, terms) {
      const parcels = asked.Shipments.map((_, index) => parcelOfShipment(asked, index))
      const today = parcels.map((parcel) => priceToday(parcel, service, terms))
      const rate = known.get(asked.HashKey ?? '')
      const isKept = isDeepStrictEqual(rate?.rated, whatWasRated(asked, parcels, service, terms))
      if (!rate || !isKept) return today
      const keepsDuties = asked.DutyHashKey === undefined || asked.DutyHashKey === rate.dutyHashKey
      return rate.parcels.map(({ price, landedCost }, index) => ({
        price,
        landedCost: keepsDuties ? landedCost : (today[index]?.landedCost ?? null),
      }))
    },
    use: (hashKey) => void known.delete(hashKey),
    expire: () => known.clear(),
  }
}

/** What the price of one parcel of a shipment depends on. */
export function parcelOfShipment(asked: ShipmentRequest, index: number): RatedParcel {
  const parcel = asked.Shipments[index]
  return {
    country: asked.ShipToAddress.Country,
    currency: asked.Currency ?? 'USD',
    weightUnit: asked.WeightUnit ?? 'KG',
    packageWeight: parcel?.Package.Weight ?? 0,
    pieces: parcel?.Piece ?? [],
  }
}

/** Rates and shipments have different units where they name none. */
function parcelsOfRate(asked: RateRequest): RatedParcel[] {
  const given = asked.Shipments ?? [{ Piece: asked.Pieces ?? [], Package: asked.Package }]
  return given.map((parcel) => ({
    country: asked.ShipToAddress.Country,
    currency: asked.Currency ?? 'USD',
    weightUnit: asked.WeightUnit ?? 'LB',
    packageWeight: parcel.Package?.Weight ?? 0,
    pieces: parcel.Piece,
  }))
}

function whatWasRated(
  { ShipFromAddress, ShipToAddress }: Pick<RateRequest, 'ShipFromAddress' | 'ShipToAddress'>,
  parcels: readonly RatedParcel[],
  service: ServiceCode,
  terms: Terms,
) {
  const grams = (weight: number, unit: 'LB' | 'KG') =>
    gramsFrom(weight, unit === 'KG' ? 'kg' : 'lb')
  return {
    from: filled(ShipFromAddress),
    to: filled(ShipToAddress),
    service,
    terms,
    parcels: parcels.map(({ pieces, packageWeight, weightUnit }) => ({
      grams: grams(packageWeight, weightUnit),
      pieces: pieces.map((piece: Piece) => ({
        ...filled(piece),
        Weight: grams(piece.Weight, weightUnit),
      })),
    })),
  }
}

/** An empty member says as much as none. */
function filled(members: FlavorCloudAddress | Piece): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== ''))
}

/** One priced service under one set of terms, as rates answer it. */
function rateDetail(
  parcels: readonly ParcelPrice[],
  service: ServiceCode,
  hashKey: string,
  dutyHashKey: string,
  asText: boolean,
) {
  const price = decimal(sumOf(parcels.map((parcel) => parcel.price)), asText)
  const costs = parcels.flatMap(({ landedCost }) => landedCost ?? [])
  const sumOfCosts = (part: keyof LandedCost) => sumOf(costs.map((cost) => cost[part]))
  return {
    HashKey: hashKey,
    ShippingCost: price,
    ActualShippingCost: price,
    DiscountedShippingCost: price,
    Insurance: 0,
    Days: daysOf(service),
    Carrier: carrierOf(service),
    ...(costs.length > 0 && {
      LandedCostDetail: {
        DutyHashKey: dutyHashKey,
        ...landedCostMembers(
          {
            duty: sumOfCosts('duty'),
            tax: sumOfCosts('tax'),
            fees: sumOfCosts('fees'),
            total: sumOfCosts('total'),
          },
          asText,
        ),
      },
    }),
  }
}
