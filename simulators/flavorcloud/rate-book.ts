import { randomUUID } from 'node:crypto'
import { rateDetail } from './rates.ts'
import type { RatedParcel } from './rates.ts'
import type { RateBody, ServiceCode, Terms } from './shipment-bodies.ts'

interface KnownRate {
  readonly service: ServiceCode
  readonly terms: Terms
  /** What `/Rate/Get/Detail` answers: the rating, limited to this one. */
  readonly detail: object
}

export interface RateBook {
  /** The answer of `/Rates`; every rate in it can be bought once by its HashKey. */
  rate(asked: RateBody): object
  find(hashKey: string): KnownRate | undefined
  /** From here on the HashKey is dead. */
  use(hashKey: string): void
}

/** The member of the answer for each service; those of the economy services are assumed. */
const MEMBERS: Readonly<Record<ServiceCode, string>> = {
  STANDARD: 'Standard',
  EXPRESS: 'Express',
  'STANDARD-ECONOMY': 'StandardEconomy',
  'EXPRESS-ECONOMY': 'ExpressEconomy',
}

export function createRateBook(): RateBook {
  const known = new Map<string, KnownRate>()
  let ratings = 0

  return {
    rate(asked) {
      ratings += 1
      const parcel: RatedParcel = {
        country: asked.ShipToAddress.Country,
        currency: asked.Currency,
        weightUnit: asked.WeightUnit,
        packageWeight: asked.Package.Weight,
        pieces: asked.Pieces,
      }
      const head = {
        RootRequestId: randomUUID(),
        RateId: 88_210_000 + ratings,
        Reference: asked.Reference,
        Currency: asked.Currency,
      }
      const levels: Record<string, object> = {}
      for (const code of asked.ServiceCode) {
        const service = code === 'ECONOMY' ? 'STANDARD-ECONOMY' : code
        const group: Record<string, object> = {}
        for (const terms of asked.TermsOfTrade) {
          // Duties cannot be prepaid without knowing them.
          if (terms === 'DDP' && !asked.IncludeLandedCost) continue
          const hashKey = randomUUID()
          const detail = rateDetail(parcel, service, terms, hashKey, ratings % 2 === 0)
          group[terms] = detail
          known.set(hashKey, {
            service,
            terms,
            detail: { ...head, [MEMBERS[service]]: { [terms]: detail } },
          })
        }
        levels[MEMBERS[service]] = group
      }
      return { ...head, ...levels }
    },
    find: (hashKey) => known.get(hashKey),
    use: (hashKey) => void known.delete(hashKey),
  }
}
