import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'
import type { CarrierRequest } from '../carrier-server.ts'
import { invalidRequest, lacking, notFound, refused } from './errors.ts'
import type { RateBook } from './rate-book.ts'
import type { FlavorCloudAddress, ShipmentRequest, Terms } from './requests.ts'
import type { Shipments, StoredShipment } from './shipments.ts'
import type { FlavorCloudSwitches } from './switches.ts'
import type { TrackingBook } from './tracking.ts'
import type { Webhooks } from './webhooks.ts'

export interface ShipmentCallsDeps {
  readonly shipments: Shipments
  readonly rateBook: RateBook
  readonly tracking: TrackingBook
  readonly webhooks: Webhooks
  readonly switches: FlavorCloudSwitches
  /** Where the links lead. */
  readonly url: () => string
}

export interface ShipmentCalls {
  /** `shape` is how one parcel is answered; several always come as an array. */
  create(asked: ShipmentRequest, shape?: FlavorCloudSwitches['answerAs']): CarrierAnswer
  details(query: CarrierRequest['query']): CarrierAnswer
  cancel(shipmentId: string): CarrierAnswer
  /** Makes what `holdAsync` holds, or with `error` gives it up; the shipments that this was done to. */
  complete(shipmentId: string | undefined, error: string | undefined): readonly object[]
  /** Ends what `holdCancel` holds, with `error` without a cancellation; undefined where nothing is held. */
  finishCancel(shipmentId: string, error: string | undefined): object | undefined
}

/** Purchases, reads and cancellations, with the events that they cause. */
export function createShipmentCalls(deps: ShipmentCallsDeps): ShipmentCalls {
  const { shipments, rateBook, tracking, webhooks, switches } = deps
  let purchases = 0

  function create(asked: ShipmentRequest, shape = switches.answerAs): CarrierAnswer {
    const standing = shipments.standing(asked.Reference, asked.IsReturn === 'Y')
    if (standing.length > 0)
      return jsonAnswer(200, purchaseBody(asked, standing, shape), { sale: true })
    const rate = rateBook.find(asked.HashKey ?? '')
    if (asked.HashKey !== undefined && !rate)
      return refused('HASH_KEY_INVALID', {
        details: [
          { path: '/HashKey', code: 'invalid', message: 'is not a rate that can be bought' },
        ],
      })
    const service = asked.ServiceCode ?? rate?.service
    const terms = asked.TermsOfTrade ?? rate?.terms
    if (!service || !terms)
      return lacking([...(service ? [] : ['ServiceCode']), ...(terms ? [] : ['TermsOfTrade'])])
    if (!isServed(asked.ShipToAddress) || switches.withoutServices.includes(service))
      return refused('NO_RATES')
    const shipped = termsShipped(asked, terms)
    const prices = rateBook.priceOf(asked, service, shipped)
    if (asked.HashKey !== undefined) rateBook.use(asked.HashKey)
    const taken = shipments.take({ asked, service, terms: shipped, prices })
    for (const shipment of taken) tell('SHIPMENT_CREATED', shipment)
    const now =
      asked.Async && switches.holdAsync ? taken : taken.map((one) => make(one.shipmentId) ?? one)
    return jsonAnswer(200, purchaseBody(asked, now, shape), { sale: true })
  }

  function make(shipmentId: string): StoredShipment | undefined {
    const made = shipments.complete(shipmentId)
    if (made) tracking.begin(made)
    return made && tell('SHIPMENT_COMPLETED', made)
  }

  function tell(event: string, shipment: StoredShipment): StoredShipment {
    webhooks.tell(shipment.isReturn ? ofReturn(event) : event, members(shipment))
    return shipment
  }

  /** `Async` shows the id alone, however far the shipment is. */
  function purchaseBody(
    asked: ShipmentRequest,
    sold: readonly StoredShipment[],
    shape: FlavorCloudSwitches['answerAs'],
  ) {
    const all = `${deps.url()}/labels/${sold[0]?.shipmentId}-all.pdf`
    const entries = sold.map((one) => {
      if (asked.Async) return { ShipmentID: one.shipmentId }
      const isLabelled = one.state === 'made' && switches.labelMember !== ''
      return { ...members(one), ...(isLabelled && { ConsolidateLabel: all }) }
    })
    if (!asked.Async) purchases += 1
    const isArrayInTurn = shape === 'in-turn' && !asked.Async && purchases % 2 === 1
    return shape === 'array' || isArrayInTurn || entries.length > 1 ? entries : entries[0]
  }

  /** As create, read and webhooks show it: tracking number and links only while there is a label. */
  function members({
    shipmentId,
    reference,
    trackingNumber,
    asked,
    state,
    message,
  }: StoredShipment) {
    const base = { ShipmentID: shipmentId, Reference: reference, Message: message }
    if (state === 'unmade') return { ...base, Status: 'In Progress' }
    if (state === 'failed') return { ...base, Status: 'Error' }
    if (state === 'cancelled')
      return { ...base, Status: 'Cancelled', Message: 'The shipment was cancelled' }
    const { madeStatus, labelMember, invoiceMember } = switches
    const format = (asked.LabelFormat ?? 'PDF').toLowerCase()
    return {
      ...base,
      Status: madeStatus,
      TrackingNumber: trackingNumber,
      TrackingUrl: `https://tracking.carrier.example/${trackingNumber}`,
      ...(labelMember && { [labelMember]: `${deps.url()}/labels/${shipmentId}.${format}` }),
      ...(invoiceMember && { [invoiceMember]: `${deps.url()}/invoices/${shipmentId}.pdf` }),
    }
  }

  return {
    create,
    details(query) {
      const reference = query.get('Reference')
      const shipmentId = query.get('ShipmentID')
      if ((reference === null) === (shipmentId === null))
        return invalidRequest([
          {
            in: 'query',
            pointer: '',
            keyword: 'oneOf',
            message: 'must have exactly one of Reference and ShipmentID',
          },
        ])
      const isReturn = query.get('isReturn') === 'true'
      const asked = shipments.byId(shipmentId ?? '')
      const found = [...(asked ? [asked] : []), ...shipments.byReference(reference ?? '')].filter(
        (one) =>
          one.isReturn === isReturn &&
          (switches.listsUnmade || one.state === 'made' || one.state === 'cancelled'),
      )
      return found.length === 0
        ? notFound('No shipment matches')
        : jsonAnswer(200, found.map(members))
    },
    cancel(shipmentId) {
      const shipment = shipments.byId(shipmentId)
      if (!shipment) return notFound(`No shipment ${shipmentId}`)
      if (shipment.state === 'cancelled') return refused('SHIPMENT_ALREADY_CANCELLED')
      if (shipment.state === 'failed') return refused('SHIPMENT_NOT_MADE')
      if (tracking.isUnderWay(shipment.trackingNumber)) return refused('SHIPMENT_IN_TRANSIT')
      if (switches.holdCancel && shipment.state === 'made') shipments.askCancel(shipmentId)
      else tell('SHIPMENT_CANCELLED', shipments.cancel(shipmentId) ?? shipment)
      return jsonAnswer(200, { ShipmentID: shipmentId })
    },
    complete(shipmentId, error) {
      const held = shipments
        .all()
        .filter(
          (one) => one.state === 'unmade' && (shipmentId ?? one.shipmentId) === one.shipmentId,
        )
      return held.map((one) => {
        if (error === undefined) return members(make(one.shipmentId) ?? one)
        return members(tell('SHIPMENT_ERROR', shipments.fail(one.shipmentId, error) ?? one))
      })
    },
    finishCancel(shipmentId, error) {
      if (!shipments.byId(shipmentId)?.isCancelAsked) return undefined
      const ended = error === undefined ? shipments.cancel(shipmentId) : shipments.keep(shipmentId)
      if (!ended) return undefined
      const shown = { ...members(ended), ...(error !== undefined && { Message: error }) }
      if (error === undefined) tell('SHIPMENT_CANCELLED', ended)
      else webhooks.tell('SHIPMENT_CANCELLATION_ERROR', shown)
      return shown
    },
  }
}

/** Addresses are not verified; a place that nobody serves shows only in that it has no rates. */
export function isServed(address: FlavorCloudAddress): boolean {
  return address.City?.toLowerCase() !== 'nowhere' && !address.Zip?.startsWith('00000')
}

/** Without a true HS code for every piece nobody can prepay the duties: the parcel goes DDU, unasked. */
function termsShipped(asked: ShipmentRequest, terms: Terms): Terms {
  const codes = asked.Shipments.flatMap(({ Piece }) => Piece.map(({ HSCode = '' }) => HSCode))
  return codes.every(isHsCode) ? terms : 'DDU'
}

/** Chapters go from 01 to 97, and 77 is kept free. */
function isHsCode(code: string): boolean {
  const chapter = Number(code.slice(0, 2))
  return /^\d{6,12}$/.test(code) && chapter >= 1 && chapter <= 97 && chapter !== 77
}

function ofReturn(event: string): string {
  return ['SHIPMENT_CREATED', 'SHIPMENT_ERROR', 'SHIPMENT_CANCELLED'].includes(event)
    ? `RETURN_${event}`
    : event
}
