import type { CarrierLedger } from '../carrier-ledger.ts'
import { nextSerial } from '../carrier-ledger.ts'
import type { ParcelPrice } from './rate-book.ts'
import type { LandedCost } from './rates.ts'
import type { ServiceCode, ShipmentRequest, Terms } from './requests.ts'

/** One parcel that was asked for, with what its papers are drawn from. */
export interface StoredShipment extends ParcelPrice {
  readonly shipmentId: string
  /** The reference of the call; the parcel's own may differ where one call bought several. */
  readonly callReference: string
  readonly reference: string
  /** That of the newest purchase; shown once it is made. */
  readonly trackingNumber: string
  readonly askedAt: string
  readonly state: 'unmade' | 'made' | 'failed' | 'cancelled'
  /** A cancellation was taken and is not finished. */
  readonly isCancelAsked: boolean
  readonly message: string
  readonly isReturn: boolean
  readonly asked: ShipmentRequest
  readonly index: number
  readonly service: ServiceCode
  readonly terms: Terms
}

/** A shipment with how it is to go and what each of its parcels costs. */
export interface Purchase {
  readonly asked: ShipmentRequest
  readonly service: ServiceCode
  readonly terms: Terms
  readonly prices: readonly ParcelPrice[]
}

export interface Shipments {
  /** What a create with this reference answers in place of a new purchase; empty, it buys. */
  standing(reference: string, isReturn: boolean): readonly StoredShipment[]
  /**
   * Takes in one shipment for each parcel, to be made with `complete`. After a cancellation or a failure the
   * ids stay and the tracking numbers are new.
   */
  take(purchase: Purchase): readonly StoredShipment[]
  /** Makes and sells what is unmade. */
  complete(shipmentId: string): StoredShipment | undefined
  /** Gives up what is unmade; nothing is sold. */
  fail(shipmentId: string, message: string): StoredShipment | undefined
  askCancel(shipmentId: string): void
  /** Voids the shipment, whether a label was sold or not. */
  cancel(shipmentId: string): StoredShipment | undefined
  /** Lets a cancellation that was taken fail. */
  keep(shipmentId: string): StoredShipment | undefined
  /** The shipments made with this reference, in whatever state. */
  byReference(reference: string): readonly StoredShipment[]
  byId(shipmentId: string): StoredShipment | undefined
  /** The duties laid out for a parcel that was sold, by its tracking number. */
  landedCostOf(trackingNumber: string): LandedCost | null
  all(): readonly StoredShipment[]
}

/** The shipments of a simulated account; every sale and every void goes into `ledger`. */
export function createShipments(ledger: CarrierLedger): Shipments {
  const stored = new Map<string, StoredShipment>()
  const landedCosts = new Map<string, LandedCost>()
  const all = () => [...stored.values()]
  const byReference = (reference: string) =>
    all().filter((one) => one.callReference === reference || one.reference === reference)
  const madeWith = (reference: string, isReturn: boolean) =>
    byReference(reference).filter((one) => one.isReturn === isReturn)

  function change(
    shipmentId: string,
    from: StoredShipment['state'],
    patch: Partial<StoredShipment>,
  ): StoredShipment | undefined {
    const shipment = stored.get(shipmentId)
    if (shipment?.state !== from) return undefined
    const changed = { ...shipment, ...patch }
    stored.set(shipmentId, changed)
    return changed
  }

  return {
    standing(reference, isReturn) {
      const earlier = madeWith(reference, isReturn)
      return earlier.some(({ state }) => state === 'unmade' || state === 'made') ? earlier : []
    },
    take({ asked, service, terms, prices }) {
      const isReturn = asked.IsReturn === 'Y'
      const earlier = madeWith(asked.Reference, isReturn)
      return prices.map((price, index) => {
        const ofParcel = asked.Shipments[index]?.Package.Reference
        const shipment: StoredShipment = {
          ...price,
          shipmentId: earlier[index]?.shipmentId ?? `FCS-${nextSerial()}`,
          callReference: asked.Reference,
          reference: (prices.length > 1 ? ofParcel : undefined) ?? asked.Reference,
          trackingNumber: `GM6051${String(nextSerial()).padStart(14, '0')}`,
          askedAt: new Date().toISOString(),
          state: 'unmade',
          isCancelAsked: false,
          message: '',
          isReturn,
          asked,
          index,
          service,
          terms,
        }
        stored.set(shipment.shipmentId, shipment)
        return shipment
      })
    },
    complete(shipmentId) {
      const made = change(shipmentId, 'unmade', { state: 'made' })
      if (!made) return undefined
      const { reference, trackingNumber, price, landedCost } = made
      if (landedCost) landedCosts.set(trackingNumber, landedCost)
      ledger.book({
        id: shipmentId,
        reference,
        trackingNumber,
        price,
        ...(landedCost && { landedCost: landedCost.total }),
      })
      return made
    },
    fail: (shipmentId, message) => change(shipmentId, 'unmade', { state: 'failed', message }),
    askCancel: (shipmentId) => void change(shipmentId, 'made', { isCancelAsked: true }),
    cancel(shipmentId) {
      const cancelled = { state: 'cancelled', isCancelAsked: false } as const
      const shipment =
        change(shipmentId, 'made', cancelled) ?? change(shipmentId, 'unmade', cancelled)
      if (shipment) ledger.void(shipmentId)
      return shipment
    },
    keep: (shipmentId) => change(shipmentId, 'made', { isCancelAsked: false }),
    byReference,
    byId: (shipmentId) => stored.get(shipmentId),
    landedCostOf: (trackingNumber) => landedCosts.get(trackingNumber) ?? null,
    all,
  }
}
