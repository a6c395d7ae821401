import { moneyFromDecimal } from '../../../shared/measures.ts'
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
  type CarrierDeps,
} from '../carrier-call.ts'
import { MADE_UP_PARCEL_ID, PRICE_CURRENCY } from './flexport-assumptions.ts'
import {
  createFlexportClient,
  readParcel,
  readQuote,
  type FlexportParcel,
} from './flexport-client.ts'
import { flexportFailure } from './flexport-failures.ts'
import {
  checkForFlexport,
  flexportQuoteBody,
  flexportServiceLevel,
  prepareFlexport,
} from './flexport-parcel.ts'

/**
 * Flexport Parcels as a `Carrier`. It offers no look-up by our own reference, hence no `find`: a purchase
 * whose answer is lost stays in doubt until a person has looked into the portal.
 */
export function createFlexport(deps: CarrierDeps): Carrier {
  const client = createFlexportClient(deps)
  const secrets = () => [deps.credentials.read().flexportToken ?? '']
  const failureOf = (answer: HttpAnswer) => flexportFailure(answer, secrets())

  return {
    id: 'flexport',
    check: ({ order }) => checkForFlexport(order),
    serviceLevel: (order) => flexportServiceLevel(order, deps.settings().carriers.flexport),
    prepare: (parcel) => prepareFlexport(parcel, deps.settings()),

    async quote(parcel) {
      const outcome = await client.quoteParcel(flexportQuoteBody(parcel, deps.settings()))
      if (!outcome.ok) return failed(failureOfCall('flexport', outcome.failure))
      const answer = outcome.value
      if (!isSuccess(answer)) return failed(failureOf(answer).failure)
      const quote = readQuote(jsonOf(answer))
      const price = quote && moneyFromDecimal(quote.price, PRICE_CURRENCY)
      if (!quote || !price) return failed(failureOf(answer).failure)
      return done({
        price,
        serviceLevel:
          quote.serviceLevel ??
          flexportServiceLevel(parcel.order, deps.settings().carriers.flexport),
        days: null,
        warnings: quote.warnings,
      })
    },

    async buy(prepared): Promise<PurchaseAnswer> {
      const outcome = await client.createParcel(prepared.body, prepared.reference)
      if (!outcome.ok) return purchaseWithoutAnswer('flexport', outcome.failure)
      const answer = outcome.value
      const raw = withoutSecrets(textOf(answer), secrets())
      if (isSuccess(answer)) {
        const parcel = readParcel(jsonOf(answer))
        return parcel
          ? { kind: 'bought', parcel: boughtFrom(parcel), raw }
          : { kind: 'in-doubt', failure: failureOf(answer).failure, raw }
      }
      const { failure, explained } = failureOf(answer)
      const kind = soldNothing(answer.status, explained) ? 'refused' : 'in-doubt'
      // A create that is "not found" has met a wrong address of the API, not a missing shipment.
      const code = failure.code === 'shipment-not-found' ? 'request-refused' : failure.code
      return { kind, failure: { ...failure, code }, raw }
    },

    async readBack(parcelId): Promise<Outcome<BoughtParcel, CarrierFailure>> {
      const outcome = await client.getParcel(parcelId)
      if (!outcome.ok) return failed(failureOfCall('flexport', outcome.failure))
      const answer = outcome.value
      if (!isSuccess(answer)) return failed(failureOf(answer).failure)
      const parcel = readParcel(jsonOf(answer))
      return parcel ? done(boughtFrom(parcel)) : failed(failureOf(answer).failure)
    },

    async void(parcelId) {
      const outcome = await client.cancelParcel(parcelId)
      if (!outcome.ok) return failed(failureOfCall('flexport', outcome.failure))
      // The body of a success is not described: its status alone counts.
      if (isSuccess(outcome.value)) return done(null)
      const { failure } = failureOf(outcome.value)
      return failure.code === 'already-cancelled' ? done(null) : failed(failure)
    },

    /** Asks for a parcel that does not exist: "not found", in the API's own words, proves token, line and version. */
    async test() {
      const outcome = await client.getParcel(MADE_UP_PARCEL_ID)
      if (!outcome.ok) return failed(failureOfCall('flexport', outcome.failure))
      const answer = outcome.value
      const { failure, businessCode } = failureOf(answer)
      if (!isSuccess(answer) && businessCode === 'PARCEL_NOT_FOUND') return done(null)
      return failed(
        answer.status === 404 ? { ...failure, code: 'carrier-answer-not-understood' } : failure,
      )
    },
  }
}

function boughtFrom(parcel: FlexportParcel): BoughtParcel {
  return {
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
