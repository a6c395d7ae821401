import { z } from 'zod'
import { isSuccess, purchaseWithoutAnswer, soldNothing, textOf } from '../carrier-call.ts'
import type { PurchaseAnswer } from '../carrier.ts'
import { withoutSecrets } from '../hidden-texts.ts'
import {
  meaning,
  type Answered,
  type FlavorCloudCall,
  type FlavorCloudCalls,
} from './flavorcloud-call.ts'
import { DOCUMENT_LINKS, LABEL_LINKS, PATHS } from './flavorcloud-assumptions.ts'
import type { ShipmentRequest } from './flavorcloud-bodies.ts'
import type { FlavorCloudToken } from './flavorcloud-token.ts'
import { id, listOf, reading, text } from './flavorcloud-values.ts'

/** `ShipmentResponse`: only its id must be there, and the links may stand under several names. */
const ShipmentSchema = z
  .looseObject({
    ShipmentID: id,
    Status: text,
    Message: text,
    Reference: text,
    TrackingNumber: text,
    TrackingUrl: text,
  })
  .transform((shipment) => ({
    ShipmentID: shipment.ShipmentID,
    Status: shipment.Status,
    Message: shipment.Message,
    Reference: shipment.Reference,
    TrackingNumber: shipment.TrackingNumber,
    TrackingUrl: shipment.TrackingUrl,
    labelUrl: linksOf(shipment, LABEL_LINKS)[0] ?? null,
    documentUrls: [...new Set(linksOf(shipment, DOCUMENT_LINKS))],
  }))
export type FlavorCloudShipment = z.infer<typeof ShipmentSchema>

const readShipments = reading(listOf(ShipmentSchema))
const readCancelled = reading(listOf(z.object({ ShipmentID: id })))

/** What came of a call that buys. `refused` only where certainly nothing was sold. */
export type FlavorCloudPurchase =
  | {
      readonly kind: 'made'
      /** At least one. */
      readonly shipments: readonly FlavorCloudShipment[]
      readonly raw: string
    }
  | Exclude<PurchaseAnswer, { kind: 'bought' }>

const TrackingSchema = z.object({
  Reference: text,
  TrackingNumber: text,
  /** Empty when unknown. */
  EstimatedDelivery: text,
  /** In no promised order. */
  TrackingHistory: z
    .array(z.object({ Location: text, StatusDate: text, StatusDetail: text, Status: text }))
    .nullable()
    .transform((history) => history ?? []),
})
export type FlavorCloudTracking = z.infer<typeof TrackingSchema>

export interface FlavorCloudShipments {
  /** POST /Shipments: buys. The body goes out as it is, but for the merchant's key. */
  createShipment(
    purchase: { readonly reference: string; readonly body: string },
    merchant: string,
  ): Promise<FlavorCloudPurchase>
  /** Buys several parcels as one. */
  createMultiPackage(body: ShipmentRequest, merchant: string): Promise<FlavorCloudPurchase>
  /** GET /Shipments/Get/Details, by exactly one of the two; none is `shipment-not-found`. */
  getShipments(
    by: { readonly Reference: string } | { readonly ShipmentID: string },
    merchant: string,
    isReturn?: boolean,
  ): Answered<readonly FlavorCloudShipment[]>
  /** PUT /CancelShipment: the wish is taken; it may be done later. */
  cancelShipment(shipmentId: string, merchant: string): Answered<{ readonly ShipmentID: string }>
  /** Failure `not-found-yet`: nothing is known under this number. */
  tracking(trackingNumber: string): Answered<FlavorCloudTracking>
}

/** Buying, looking up, cancelling and following. */
export function createFlavorCloudShipments(
  calls: FlavorCloudCalls,
  token: FlavorCloudToken,
): FlavorCloudShipments {
  async function purchase(call: Omit<FlavorCloudCall, 'kind'>): Promise<FlavorCloudPurchase> {
    const outcome = await calls.send({ ...call, kind: 'buys' })
    if (!outcome.ok) return purchaseWithoutAnswer('flavorcloud', outcome.failure)
    const answer = outcome.value
    const raw = withoutSecrets(textOf(answer), token.secrets())
    const { failure, explained } = calls.troubleOf(answer)
    const shipments = isSuccess(answer) ? (readShipments(answer) ?? []) : []
    if (shipments.length > 0) return { kind: 'made', shipments, raw }
    return { kind: soldNothing(answer.status, explained) ? 'refused' : 'in-doubt', failure, raw }
  }

  return {
    createShipment: ({ body, reference }, merchant) =>
      purchase({
        name: 'create shipment',
        method: 'POST',
        path: '/Shipments',
        body,
        merchant,
        about: reference,
      }),
    createMultiPackage: (body, merchant) =>
      purchase({
        name: 'create multi-package shipment',
        method: 'POST',
        path: PATHS.multiPackage,
        body,
        merchant,
        about: body.Reference,
        unconfirmed: true,
      }),
    async getShipments(by, merchant, isReturn = false) {
      const outcome = await calls.ask(
        {
          name: 'get shipments',
          method: 'GET',
          path: '/Shipments/Get/Details',
          query: { ...by, ...(isReturn && { isReturn: 'true' }) },
          merchant,
          kind: 'repeatable',
          about: 'Reference' in by ? by.Reference : by.ShipmentID,
        },
        readShipments,
      )
      return meaning(outcome, [404, 422], 'shipment-not-found')
    },
    async cancelShipment(shipmentId, merchant) {
      const outcome = await calls.ask(
        {
          name: 'cancel shipment',
          method: 'PUT',
          path: '/CancelShipment',
          body: { ShipmentID: shipmentId },
          merchant,
          // Never repeated: a later answer about the line or the account would hide that the first may have voided.
          kind: 'once',
          about: shipmentId,
        },
        (answer) => readCancelled(answer)?.find(({ ShipmentID }) => ShipmentID === shipmentId),
      )
      return meaning(outcome, [404], 'shipment-not-found')
    },
    async tracking(trackingNumber) {
      const path = PATHS.tracking + encodeURIComponent(trackingNumber)
      const outcome = await calls.ask(
        { name: 'tracking', method: 'GET', path, kind: 'repeatable', about: trackingNumber },
        reading(TrackingSchema),
      )
      return meaning(outcome, [404], 'not-found-yet')
    },
  }
}

function linksOf(shipment: Readonly<Record<string, unknown>>, names: readonly string[]): string[] {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[-_]/g, '')
  return names
    .flatMap((name) => Object.entries(shipment).filter(([member]) => plain(member) === plain(name)))
    .flatMap(([, value]): unknown[] => (Array.isArray(value) ? value : [value]))
    .filter((value) => typeof value === 'string')
    .filter((value) => /^https?:\/\//i.test(value))
}
