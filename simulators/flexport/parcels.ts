import { randomUUID } from 'node:crypto'
import { moneyToDecimal } from '../../shared/measures.ts'
import { nextSerial } from '../carrier-ledger.ts'
import type { CarrierLedger } from '../carrier-ledger.ts'
import { parcelLabelZpl } from './parcel-label.ts'
import type { ParcelOrder } from './parcel-bodies.ts'
import { priceOf } from './pricing.ts'
import { impbTrackingCode } from './tracking-code.ts'
import { hasLaterMembers } from './versions.ts'

/** The times of a parcel's way, by the members' names; `labelTime` is that of the sale. */
export const MILESTONES = [
  'arrivalScanTime',
  'sortationArrivalTime',
  'facilityTime',
  'attemptedDeliveryTime',
  'deliveryTime',
  'estimatedDeliveryTime',
  'promisedDeliveryTime',
] as const
export type Milestone = (typeof MILESTONES)[number]

interface ParcelLabel {
  readonly labelId: string
  readonly trackingCode: string
  readonly url: string
  readonly zpl: string
}

export interface StoredParcel {
  readonly parcelId: string
  readonly order: ParcelOrder
  readonly price: number
  readonly soldAt: string
  label: ParcelLabel
  /** Labels that were cancelled when the parcel was bought again. */
  expired: readonly ParcelLabel[]
  times: Partial<Record<Milestone | 'lastTrackingEventTime' | 'lastTrackingIngestionTime', string>>
}

export interface Parcels {
  /** Sells one, and books it. */
  sell(order: ParcelOrder): StoredParcel
  /** False where its label was cancelled before. */
  cancel(parcel: StoredParcel): boolean
  /**
   * What the carrier may do on its own: cancels the label and buys another one for the same parcel. False
   * where the label was cancelled before.
   */
  rebuy(parcel: StoredParcel): boolean
  byId(parcelId: string): StoredParcel | undefined
  byTrackingCode(trackingCode: string): StoredParcel | undefined
  /** The label's ZPL by the name of its file without the ending. */
  labelZpl(labelId: string): string | undefined
}

/** The parcels sold. `linksAt` is where label links lead to. */
export function createParcels(ledger: CarrierLedger, linksAt: () => string): Parcels {
  const parcels = new Map<string, StoredParcel>()

  function makeLabel(order: ParcelOrder, labelId: string): ParcelLabel {
    const trackingCode = impbTrackingCode(nextSerial())
    const ending = { PNG: 'png', PDF: 'pdf' }[order.labelFormat] ?? 'zpl'
    return {
      labelId,
      trackingCode,
      url: `${linksAt()}/labels/${labelId}.${ending}`,
      zpl: parcelLabelZpl(order, trackingCode),
    }
  }

  function book({ parcelId, order, label }: StoredParcel) {
    ledger.book({
      id: parcelId,
      reference: order.customerParcelId ?? '',
      trackingNumber: label.trackingCode,
      price: priceOf(order),
    })
  }

  return {
    sell(order) {
      const parcelId = randomUUID()
      const parcel: StoredParcel = {
        parcelId,
        order,
        price: Number(moneyToDecimal(priceOf(order)).amount),
        soldAt: new Date().toISOString(),
        label: makeLabel(order, parcelId),
        expired: [],
        times: {},
      }
      parcels.set(parcelId, parcel)
      book(parcel)
      return parcel
    },
    cancel: ({ parcelId }) => ledger.void(parcelId),
    rebuy(parcel) {
      if (!ledger.void(parcel.parcelId)) return false
      parcel.expired = [...parcel.expired, parcel.label]
      parcel.label = makeLabel(parcel.order, `lbl-${randomUUID()}`)
      book(parcel)
      return true
    },
    byId: (parcelId) => parcels.get(parcelId),
    byTrackingCode: (trackingCode) =>
      [...parcels.values()].find(({ label }) => label.trackingCode === trackingCode),
    labelZpl: (labelId) =>
      [...parcels.values()]
        .flatMap(({ label, expired }) => [label, ...expired])
        .find((label) => label.labelId === labelId)?.zpl,
  }
}

/** The parcel as the API's `Parcel` of this version. */
export function parcelMembers(parcel: StoredParcel, version: string) {
  return {
    status: 'OK',
    parcelId: parcel.parcelId,
    price: parcel.price,
    serviceLevel: parcel.order.serviceLevel,
    ...sharedMembers(parcel, version),
  }
}

/** What a parcel is tracked by, as the API's `ParcelTracking` of this version. */
export function trackingMembers(parcel: StoredParcel, version: string) {
  const { soldAt, times } = parcel
  return {
    status: 'OK',
    parcelId: parcel.parcelId,
    ...sharedMembers(parcel, version),
    eventTimestamps: timestamps(version, {
      labelTime: soldAt,
      lastTrackingEventTime: soldAt,
      lastTrackingIngestionTime: soldAt,
      ...times,
    }),
    expiredTrackingData: parcel.expired.map(({ labelId, trackingCode, url }) => ({
      labelId,
      trackingCode,
      shippingLabelUrl: url,
      packageTrackingUrl: packageTrackingUrl(trackingCode),
      shippingMethod: 'USPS_GROUND_ADVANTAGE',
    })),
  }
}

/** The times of tracking, null where nothing is known. */
export function timestamps(version: string, known: Readonly<Record<string, string>>) {
  const names = ['labelTime', ...MILESTONES, 'lastTrackingEventTime', 'lastTrackingIngestionTime']
  return Object.fromEntries(
    names
      .filter((name) => hasLaterMembers(version) || !/^(sortation|promised)/.test(name))
      .map((name) => [name, known[name] ?? null]),
  )
}

function sharedMembers({ parcelId, order, label }: StoredParcel, version: string) {
  const { customerParcelId, customerCustomField, shipToAddress: to } = order
  const isLater = hasLaterMembers(version)
  // Required where the later members are, even if the seller has given none.
  const reference = customerParcelId ?? (isLater ? '' : undefined)
  return {
    trackingCode: label.trackingCode,
    carrierCode: 'USPS',
    packageTrackingUrl: packageTrackingUrl(label.trackingCode),
    shippingLabelUrl: label.url,
    ...(reference !== undefined && { customerReferenceId: reference }),
    ...(customerCustomField !== undefined && { customerCustomField }),
    ...(isLater && {
      flexportTrackingUrl: `https://tracking.flexport.example/${parcelId}`,
      carrierBarcode:
        to.country === 'US' ? `420${to.zip.slice(0, 5)}${label.trackingCode}` : label.trackingCode,
    }),
  }
}

export function packageTrackingUrl(trackingCode: string): string {
  return `https://tracking.carrier.example/${trackingCode}`
}
