import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type { CarrierFailure } from '../../../shared/shipping.ts'
import type { BoughtParcel, Carrier, PurchaseAnswer } from '../carrier.ts'
import { wordsForPeople, type CarrierDeps } from '../carrier-call.ts'
import { CANCELLED_WORDS, FAILED_WORDS, NOT_CANCELLED_WORDS } from './flavorcloud-assumptions.ts'
import {
  createFlavorCloudClient,
  type FlavorCloudClient,
  type FlavorCloudShipment,
} from './flavorcloud-client.ts'
import { priceOfRate, quoteFromRating } from './flavorcloud-offers.ts'
import {
  checkForFlavorCloud,
  prepareFlavorCloud,
  ratesAsked,
  ratesRequest,
  serviceCode,
} from './flavorcloud-parcel.ts'
import { createFlavorCloudToken } from './flavorcloud-token.ts'
import { trackingFrom } from './flavorcloud-tracking.ts'

const NOT_UNDERSTOOD = { code: 'carrier-answer-not-understood', carrier: 'flavorcloud' } as const
const NOT_FOUND = { code: 'shipment-not-found', carrier: 'flavorcloud' } as const
const NOT_FOUND_YET = { code: 'not-found-yet', carrier: 'flavorcloud' } as const

/** FlavorCloud as a `Carrier`, and its whole API. Its purchases can be looked up by our own reference (`find`). */
export function createFlavorCloud(deps: CarrierDeps): {
  readonly carrier: Carrier
  readonly client: FlavorCloudClient
} {
  const token = createFlavorCloudToken(deps)
  const client = createFlavorCloudClient(deps, token)
  const settings = () => deps.settings().carriers.flavorcloud

  /** Of several shipments the one that goes: the others were given up or cancelled before it. */
  function theOne(shipments: readonly FlavorCloudShipment[]): BoughtParcel | undefined {
    const parcels = shipments.map((shipment) => boughtFrom(shipment, token.secrets()))
    const goes = (['made', 'pending'] as const).map((standing) =>
      parcels.find((parcel) => parcel.standing === standing),
    )
    return goes.find((parcel) => parcel !== undefined) ?? parcels[0]
  }

  /**
   * Ends a doubt (P-5), so it gives only what a person could ship with. Failed and cancelled shipments are
   * nothing to adopt, and no proof that nothing was sold either: `not-found-yet`, with the carrier's words. So is
   * a half-made one of a purchase that should have been answered whole. Where purchases are asynchronous, the
   * same half-made shipment under our reference (P-11) is exactly what their answer would have been: it exists,
   * is adopted as `pending`, and reading it back tells what comes of it. To call it "not found" would lead to a
   * second purchase.
   */
  async function find(
    reference: string,
    merchant: string,
  ): Promise<Outcome<BoughtParcel, CarrierFailure>> {
    const found = await client.getShipments({ Reference: reference }, merchant)
    if (!found.ok) return found
    const parcel = theOne(found.value.filter((one) => isOf(reference, one)))
    if (!parcel) return failed(NOT_FOUND)
    const isWhole = parcel.standing === 'made'
    const isOnItsWay = parcel.standing === 'pending' && settings().async
    if (isWhole || isOnItsWay) return done(parcel)
    return failed({ ...NOT_FOUND_YET, ...(parcel.said && { carrierSaid: parcel.said }) })
  }

  const carrier: Carrier = {
    id: 'flavorcloud',
    check: checkForFlavorCloud,
    serviceLevel: (order) => serviceCode(order, settings()),
    prepare: (parcel) => prepareFlavorCloud(parcel, deps.settings()),

    async quote(parcel) {
      const { order, contents } = parcel
      const asked = ratesAsked(order, contents, deps.settings())
      const rated = await client.rates(ratesRequest(parcel, deps.settings()), order.merchant)
      if (!rated.ok) return rated
      const quote = quoteFromRating(rated.value, asked)
      if (quote.ok) return quote
      const { code } = quote.failure
      const field = code === 'service-not-available' ? { field: 'service' } : {}
      return failed({ code, carrier: 'flavorcloud', ...field })
    },

    /**
     * Bought is whatever has an id and is not another's; with `Async` that is all there is at first. A shipment
     * that says it failed has an id, and may cost money, all the same.
     */
    async buy(prepared, merchant): Promise<PurchaseAnswer> {
      const answer = await client.createShipment(prepared, merchant)
      if (answer.kind !== 'made') return answer
      const parcel = theOne(answer.shipments.filter((one) => isOf(prepared.reference, one)))
      return parcel
        ? { kind: 'bought', parcel, raw: answer.raw }
        : { kind: 'in-doubt', failure: NOT_UNDERSTOOD, raw: answer.raw }
    },

    async readBack(shipmentId, merchant) {
      const found = await client.getShipments({ ShipmentID: shipmentId }, merchant)
      if (!found.ok) return found
      const parcel = theOne(found.value.filter(({ ShipmentID }) => ShipmentID === shipmentId))
      return parcel ? done(parcel) : failed(NOT_FOUND)
    },

    find,

    /** The tracking tells our reference; the shipment itself tells the rest. */
    async byTrackingNumber(trackingNumber, merchant) {
      const tracking = await client.tracking(trackingNumber)
      if (!tracking.ok) return tracking
      const { Reference } = tracking.value
      return Reference === null ? failed(NOT_FOUND) : find(Reference, merchant)
    },

    async void(shipmentId, merchant) {
      const cancelled = await client.cancelShipment(shipmentId, merchant)
      if (cancelled.ok) return done('accepted')
      const { code, carrierSaid = '' } = cancelled.failure
      if (code !== 'already-cancelled') return cancelled
      return done(NOT_CANCELLED_WORDS.test(carrierSaid) ? 'accepted' : 'done')
    },

    async track({ trackingNumber }) {
      if (!trackingNumber) return failed(NOT_FOUND_YET)
      const answer = await client.tracking(trackingNumber)
      if (!answer.ok) return answer
      const tracking = trackingFrom(answer.value)
      return tracking ? done(tracking) : failed(NOT_FOUND_YET)
    },

    async ratedPrice(hashKey) {
      const rating = await client.rateDetail(hashKey)
      if (!rating.ok) return rating
      const price = priceOfRate(rating.value, hashKey)
      return price ? done(price) : failed(NOT_UNDERSTOOD)
    },

    test: () => client.auth(),
  }
  return { carrier, client }
}

/** An answer that names another reference is about another parcel; one that names none is taken as asked. */
function isOf(reference: string, shipment: FlavorCloudShipment): boolean {
  return shipment.Reference === null || shipment.Reference === reference
}

function boughtFrom(shipment: FlavorCloudShipment, secrets: readonly string[]): BoughtParcel {
  const standing = standingOf(shipment)
  const words = [shipment.Status, shipment.Message].filter((one) => one !== null).join(': ')
  const said = wordsForPeople(words, secrets)
  const isOver = standing === 'failed' || standing === 'cancelled'
  return {
    standing,
    ...(isOver && said !== undefined && { said }),
    reference: shipment.Reference,
    carrierShipmentId: shipment.ShipmentID,
    trackingNumber: shipment.TrackingNumber,
    carrierBarcode: null,
    trackingUrl: shipment.TrackingUrl,
    price: null,
    serviceLevel: null,
    labelUrl: shipment.labelUrl,
    documentUrls: shipment.documentUrls,
  }
}

/** `Status` has no public list: it counts where it says "cancelled", else only where nothing else is there. */
function standingOf({ Status, TrackingNumber, labelUrl }: FlavorCloudShipment) {
  const words = Status ?? ''
  if (CANCELLED_WORDS.test(words) && !NOT_CANCELLED_WORDS.test(words)) return 'cancelled'
  if (TrackingNumber !== null || labelUrl !== null) return 'made'
  return FAILED_WORDS.test(words) ? 'failed' : 'pending'
}
