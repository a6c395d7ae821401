import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type { CarrierFailure } from '../../../shared/shipping.ts'
import type { HttpAnswer } from '../../lib/http.ts'
import type { BoughtParcel, Carrier, PurchaseAnswer } from '../carrier.ts'
import {
  failureOfCall,
  isSuccess,
  jsonOf,
  purchaseWithoutAnswer,
  soldNothing,
  textOf,
  withoutSecrets,
  type CallOutcome,
  type CarrierDeps,
} from '../carrier-call.ts'
import { DOCUMENT_LINKS, LABEL_LINKS } from './flavorcloud-assumptions.ts'
import {
  createFlavorCloudClient,
  readShipments,
  type FlavorCloudShipment,
} from './flavorcloud-client.ts'
import { flavorcloudFailure } from './flavorcloud-failures.ts'
import {
  checkForFlavorCloud,
  currencyOf,
  flavorcloudRatesBody,
  prepareFlavorCloud,
  serviceCode,
  termsOfTrade,
} from './flavorcloud-parcel.ts'
import { quoteFromRates } from './flavorcloud-rates.ts'
import { createFlavorCloudToken } from './flavorcloud-token.ts'

/** FlavorCloud as a `Carrier`. Its purchases can be looked up by our own reference (`find`). */
export function createFlavorCloud(deps: CarrierDeps): Carrier {
  const token = createFlavorCloudToken(deps)
  const client = createFlavorCloudClient(deps, token)
  const settings = () => deps.settings().carriers.flavorcloud
  const failureOf = (answer: HttpAnswer) => flavorcloudFailure(answer, token.secrets())

  /** One shipment out of a look-up; `matches` guards against the answer to another question. */
  function oneShipment(
    outcome: CallOutcome,
    matches: (shipment: FlavorCloudShipment) => boolean,
  ): Outcome<BoughtParcel, CarrierFailure> {
    if (!outcome.ok) return failed(failureOfCall('flavorcloud', outcome.failure))
    const answer = outcome.value
    const { failure } = failureOf(answer)
    const none = failed({ ...failure, code: 'shipment-not-found' as const })
    if (answer.status === 404 || answer.status === 422) return none
    if (!isSuccess(answer)) return failed(failure)
    const shipments = readShipments(jsonOf(answer))
    if (!shipments) return failed({ ...failure, code: 'carrier-answer-not-understood' })
    const shipment = shipments.find(matches)
    return shipment ? done(boughtFrom(shipment)) : none
  }

  return {
    id: 'flavorcloud',
    check: checkForFlavorCloud,
    serviceLevel: (order) => serviceCode(order, settings()),
    prepare: (parcel) => prepareFlavorCloud(parcel, deps.settings()),

    async quote(parcel) {
      const body = flavorcloudRatesBody(parcel, deps.settings())
      const outcome = await client.rates(body, parcel.order.merchant)
      if (!outcome.ok) return failed(failureOfCall('flavorcloud', outcome.failure))
      const answer = outcome.value
      const { failure } = failureOf(answer)
      if (!isSuccess(answer)) return failed(failure)
      const quote = quoteFromRates(jsonOf(answer), {
        service: serviceCode(parcel.order, settings()),
        terms: termsOfTrade(parcel.order, settings()),
        currency: currencyOf(parcel.contents),
      })
      if (quote === 'no-rates') return failed({ ...failure, code: 'no-rates' })
      return quote ? done(quote) : failed({ ...failure, code: 'carrier-answer-not-understood' })
    },

    async buy(prepared, merchant): Promise<PurchaseAnswer> {
      const outcome = await client.createShipment(prepared.body, merchant)
      if (!outcome.ok) return purchaseWithoutAnswer('flavorcloud', outcome.failure)
      const answer = outcome.value
      const raw = withoutSecrets(textOf(answer), token.secrets())
      const { failure, explained } = failureOf(answer)
      if (isSuccess(answer)) {
        const shipment = readShipments(jsonOf(answer))?.find((one) => isOf(prepared.reference, one))
        return shipment
          ? { kind: 'bought', parcel: boughtFrom(shipment), raw }
          : { kind: 'in-doubt', failure, raw }
      }
      const kind = soldNothing(answer.status, explained) ? 'refused' : 'in-doubt'
      // A create that is "not found" has met a wrong address of the API, not a missing shipment.
      const code = failure.code === 'shipment-not-found' ? 'request-refused' : failure.code
      return { kind, failure: { ...failure, code }, raw }
    },

    async readBack(shipmentId, merchant) {
      const outcome = await client.getShipments({ ShipmentID: shipmentId }, merchant)
      return oneShipment(outcome, (shipment) => shipment.ShipmentID === shipmentId)
    },

    /**
     * A shipment with neither tracking number nor label is half made or cancelled (its status words are not
     * published): it is nothing to adopt, and no proof that nothing was sold either.
     */
    async find(reference, merchant) {
      const outcome = await client.getShipments({ Reference: reference }, merchant)
      const found = oneShipment(outcome, (shipment) => isOf(reference, shipment))
      return found.ok && !found.value.trackingNumber && !found.value.labelUrl
        ? failed({ code: 'not-found-yet', carrier: 'flavorcloud' })
        : found
    },

    /** A success is "accepted": the vendor may finish a cancellation later. */
    async void(shipmentId, merchant) {
      const outcome = await client.cancelShipment(shipmentId, merchant)
      if (!outcome.ok) return failed(failureOfCall('flavorcloud', outcome.failure))
      if (isSuccess(outcome.value)) return done(null)
      const { failure } = failureOf(outcome.value)
      return failure.code === 'already-cancelled' ? done(null) : failed(failure)
    },

    async test() {
      const fetched = await token.fetch()
      return fetched.ok ? done(null) : fetched
    },
  }
}

/** An answer that names another reference is about another parcel; one that names none is taken as asked. */
function isOf(reference: string, shipment: FlavorCloudShipment): boolean {
  return shipment.Reference === null || shipment.Reference === reference
}

function boughtFrom(shipment: FlavorCloudShipment): BoughtParcel {
  const links = (names: readonly string[]) => names.flatMap((name) => linkNamed(shipment, name))
  return {
    reference: shipment.Reference,
    carrierShipmentId: shipment.ShipmentID,
    trackingNumber: shipment.TrackingNumber,
    carrierBarcode: null,
    trackingUrl: shipment.TrackingUrl,
    price: null,
    serviceLevel: null,
    labelUrl: links(LABEL_LINKS)[0] ?? null,
    documentUrls: [...new Set(links(DOCUMENT_LINKS))],
  }
}

function linkNamed(shipment: FlavorCloudShipment, name: string): string[] {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_]/g, '')
  return Object.entries(shipment)
    .filter(([member]) => plain(member) === plain(name))
    .flatMap(([, value]): unknown[] => (Array.isArray(value) ? value : [value]))
    .filter((value) => typeof value === 'string')
    .filter((value) => /^https?:\/\//i.test(value))
}
