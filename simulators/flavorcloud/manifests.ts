import { isDeepStrictEqual } from 'node:util'
import { nextSerial } from '../carrier-ledger.ts'
import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'
import { notFound, refused } from './errors.ts'
import type { ManifestRequest } from './requests.ts'
import type { Shipments, StoredShipment } from './shipments.ts'
import type { Webhooks } from './webhooks.ts'

export interface Manifest {
  readonly id: string
  readonly trackingNumber: string
  readonly shipments: readonly StoredShipment[]
}

/** Labelled shipments of one origin put together for their hand-over; each stands on one manifest only. */
export function createManifests(shipments: Shipments, webhooks: Webhooks, url: () => string) {
  const manifests = new Map<string, Manifest>()

  const members = ({ id, trackingNumber, shipments: contents }: Manifest) => ({
    ConsolidatedShipmentID: id,
    TrackingNumber: trackingNumber,
    ConsolidatedShipmentKeys: contents.map(({ shipmentId }) => shipmentId),
    LabelUrl: `${url()}/manifests/${id}.pdf`,
  })

  /** In words why these cannot be on one manifest. */
  function trouble(ids: readonly string[], found: readonly StoredShipment[]): string | undefined {
    const made = new Set(found.map(({ shipmentId }) => shipmentId))
    const missing = ids.find((id) => !made.has(id))
    if (missing !== undefined) return `${missing} is no shipment with a label`
    const taken = [...manifests.values()].flatMap((one) => one.shipments)
    const twice = ids.find((id) => taken.some(({ shipmentId }) => shipmentId === id))
    if (twice !== undefined) return `${twice} is on a manifest already`
    const origins = found.map(({ asked }) => asked.ShipFromAddress)
    return origins.every((origin) => isDeepStrictEqual(origin, origins[0]))
      ? undefined
      : 'The shipments have different origin addresses'
  }

  return {
    create({ Async: isAsync, ShipmentIDs }: ManifestRequest): CarrierAnswer {
      const found = ShipmentIDs.map((id) => shipments.byId(id)).filter(
        (one) => one?.state === 'made',
      )
      const contents = found.filter((one) => one !== undefined)
      const id = `FCC-${nextSerial()}`
      const problem = trouble(ShipmentIDs, contents)
      if (problem !== undefined) {
        if (!isAsync) return refused('MANIFEST_REFUSED', { message: problem })
        webhooks.tell('CONSOLIDATE_SHIPMENT_ERROR', { Status: 'Error', Message: problem })
        return jsonAnswer(200, { ConsolidatedShipmentID: id })
      }
      const manifest = { id, trackingNumber: `CN${nextSerial()}US`, shipments: contents }
      manifests.set(id, manifest)
      webhooks.tell('CONSOLIDATE_SHIPMENT_CREATED', { Status: 'Completed', ...members(manifest) })
      return jsonAnswer(200, isAsync ? { ConsolidatedShipmentID: id } : members(manifest))
    },
    /** Answers one manifest, or without an id all. */
    read(id: string | null): CarrierAnswer {
      const found = [...manifests.values()].filter((one) => id === null || one.id === id)
      return id !== null && found.length === 0
        ? notFound(`No manifest ${id}`)
        : jsonAnswer(200, found.map(members))
    },
    find: (id: string) => manifests.get(id),
  }
}
