import { moneyFromDecimal } from '../../../shared/measures.ts'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type { CarrierFailure, Offer } from '../../../shared/shipping.ts'
import type { BoughtParcel, Carrier, ParcelToShip } from '../carrier.ts'
import type { CarrierDeps } from '../carrier-call.ts'
import { PRICE_CURRENCY } from './flexport-assumptions.ts'
import { createFlexportClient, type FlexportClient } from './flexport-client.ts'
import {
  checkForFlexport,
  flexportKey,
  flexportQuoteBody,
  flexportQuoteLevels,
  flexportServiceLevel,
  prepareFlexport,
} from './flexport-parcel.ts'
import type { FlexportParcel } from './flexport-shapes.ts'
import { trackingFrom } from './flexport-tracking.ts'

interface PricedLevel {
  readonly offer: Offer
  readonly warnings: readonly string[]
}

/**
 * Flexport Parcels, as a `Carrier` for the bench and as a client with every call. The API offers no look-up by our
 * own reference, hence no `find`: a purchase whose answer is lost stays in doubt until a person has looked into the
 * portal.
 */
export function createFlexport(deps: CarrierDeps): {
  readonly carrier: Carrier
  readonly client: FlexportClient
} {
  const client = createFlexportClient(deps)

  async function priceOf(
    parcel: ParcelToShip,
    level: string,
  ): Promise<Outcome<PricedLevel, CarrierFailure>> {
    const body = flexportQuoteBody(parcel, level, deps.settings())
    const quote = await client.quoteParcel(body, flexportKey(parcel))
    if (!quote.ok) return quote
    const price = moneyFromDecimal(quote.value.price, PRICE_CURRENCY)
    if (!price) {
      const carrierSaid = `price ${quote.value.price}`
      return failed({ code: 'carrier-answer-not-understood', carrier: 'flexport', carrierSaid })
    }
    const nothingMore = { termsOfTrade: null, landedCost: null, days: null, carriedBy: null }
    return done({
      offer: { service: level, price, ...nothingMore },
      warnings: quote.value.warnings,
    })
  }

  const carrier: Carrier = {
    id: 'flexport',
    check: ({ order }) => checkForFlexport(order),
    serviceLevel: (order) => flexportServiceLevel(order, deps.settings().carriers.flexport),
    prepare: (parcel) => prepareFlexport(parcel, deps.settings()),

    /** One call a level. Only the one that would be bought must be answered; of the others what comes is shown. */
    async quote(parcel) {
      const levels = flexportQuoteLevels(parcel.order, deps.settings().carriers.flexport)
      const [chosen, ...others] = await Promise.all(levels.map((level) => priceOf(parcel, level)))
      if (!chosen) throw new Error('no level to quote')
      if (!chosen.ok) return chosen
      const { offer, warnings } = chosen.value
      const compared = others.flatMap((other) => (other.ok ? [other.value.offer] : []))
      const offers = [offer, ...compared].toSorted((a, b) => a.price.minor - b.price.minor)
      return done({ chosen: offer, offers, warnings })
    },

    async buy(prepared) {
      const purchase = await client.createParcel(prepared.body, prepared.reference)
      if (purchase.kind !== 'bought') return purchase
      return { ...purchase, parcel: boughtFrom(purchase.parcel) }
    },

    async readBack(parcelId) {
      const parcel = await client.getParcel(parcelId)
      if (!parcel.ok) return parcel
      return parcel.value.parcelId === parcelId
        ? done(boughtFrom(parcel.value))
        : failed({ code: 'carrier-answer-not-understood', carrier: 'flexport' })
    },

    /** The tracking tells the parcel's id; the parcel itself tells the rest. */
    async byTrackingNumber(trackingCode, merchant) {
      const tracking = await client.trackingByCode(trackingCode)
      if (!tracking.ok) return tracking
      const { parcelId } = tracking.value
      if (parcelId === null)
        return failed({ code: 'carrier-answer-not-understood', carrier: 'flexport' })
      return carrier.readBack(parcelId, merchant)
    },

    async void(parcelId) {
      const cancelled = await client.cancelParcel(parcelId)
      if (cancelled.ok || cancelled.failure.code === 'already-cancelled') return done('done')
      return cancelled
    },

    async track({ carrierShipmentId }) {
      const tracking = await client.trackingById(carrierShipmentId)
      return tracking.ok ? done(trackingFrom(tracking.value)) : tracking
    },

    test: () => client.test(),
  }
  return { carrier, client }
}

/** A purchase is whole with its answer: whether it was cancelled since, no member tells. */
function boughtFrom(parcel: FlexportParcel): BoughtParcel {
  return {
    standing: 'made',
    reference: parcel.customerReferenceId,
    carrierShipmentId: parcel.parcelId,
    trackingNumber: parcel.trackingCode,
    carrierBarcode: parcel.carrierBarcode,
    trackingUrl: parcel.flexportTrackingUrl ?? parcel.packageTrackingUrl,
    price: parcel.price === null ? null : (moneyFromDecimal(parcel.price, PRICE_CURRENCY) ?? null),
    serviceLevel: parcel.serviceLevel,
    labelUrl: parcel.shippingLabelUrl,
    documentUrls: [],
  }
}
