import { z } from 'zod'
import { jsonOf, textOf } from '../carrier-call.ts'
import type { Answered, FlavorCloudCalls } from './flavorcloud-call.ts'
import { PATHS } from './flavorcloud-assumptions.ts'
import type { BatchRequest, BatchUpdate, ManifestRequest } from './flavorcloud-bodies.ts'
import { id, listOf, reading, text, type Read } from './flavorcloud-values.ts'

const texts = z.array(z.string()).catch([])

const BatchSchema = z.object({
  BatchID: id,
  Reference: text,
  Status: text,
  PackageReferences: texts,
})
export type Batch = z.infer<typeof BatchSchema>

const ManifestSchema = z.object({
  ConsolidatedShipmentID: id,
  TrackingNumber: text,
  ConsolidatedShipmentKeys: texts,
  LabelUrl: text,
})
export type Manifest = z.infer<typeof ManifestSchema>

const readManifests = reading(listOf(ManifestSchema))

/** A string by the reference, be it as JSON or as mere text. */
const readWords: Read<string> = (answer) => {
  const json = jsonOf(answer)
  if (typeof json === 'string') return json
  const words = textOf(answer).trim()
  return json === undefined && /^[^<]/.test(words) ? words : undefined
}

/**
 * Old calls, off unless the settings say otherwise. Nobody says which of them charges: all that change something
 * are sent like purchases, at most once.
 */
export interface FlavorCloudBatches {
  createBatch(body: BatchRequest, merchant: string): Answered<Batch>
  updateBatch(batchId: string, body: BatchUpdate, merchant: string): Answered<null>
  /** The carrier's words. */
  closeBatch(batchId: string, merchant: string): Answered<string>
  getBatch(batchId: string): Answered<Batch>
  createManifest(body: ManifestRequest, merchant: string): Answered<Manifest>
  /** None where it is not known. */
  getManifest(manifestId: string): Answered<readonly Manifest[]>
}

/** Parcels handed over together. */
export function createFlavorCloudBatches(calls: FlavorCloudCalls): FlavorCloudBatches {
  const changes = { kind: 'buys', unconfirmed: true } as const
  const reads = { method: 'GET', kind: 'repeatable', unconfirmed: true } as const
  const pathOf = (batchId: string) => `/Batches/${encodeURIComponent(batchId)}`
  return {
    createBatch: (body, merchant) =>
      calls.ask(
        {
          ...changes,
          name: 'create batch',
          method: 'POST',
          path: '/Batches',
          body,
          merchant,
          about: body.BatchID,
        },
        reading(BatchSchema),
      ),
    updateBatch: (batchId, body, merchant) =>
      calls.ask(
        {
          ...changes,
          name: 'update batch',
          method: 'PUT',
          path: pathOf(batchId),
          body,
          merchant,
          about: batchId,
        },
        // 204 by the reference: there is nothing to read.
        ({ status, bytes }) => (status === 204 || bytes.length === 0 ? null : undefined),
      ),
    closeBatch: (batchId, merchant) =>
      calls.ask(
        {
          ...changes,
          name: 'close batch',
          method: 'POST',
          path: `${pathOf(batchId)}/Close`,
          body: {},
          merchant,
          about: batchId,
        },
        readWords,
      ),
    getBatch: (batchId) =>
      calls.ask(
        {
          ...reads,
          name: 'get batch',
          path: `/Batches/Get/Batch/${encodeURIComponent(batchId)}`,
          about: batchId,
        },
        reading(BatchSchema),
      ),
    createManifest: (body, merchant) =>
      calls.ask(
        {
          ...changes,
          name: 'create manifest',
          method: 'POST',
          path: PATHS.createManifest,
          body,
          merchant,
        },
        (answer) => readManifests(answer)?.[0],
      ),
    getManifest: (manifestId) =>
      calls.ask(
        {
          ...reads,
          name: 'get manifest',
          path: '/ManifestShipment/Get/Manifest',
          query: { ConsolidatedShipmentId: manifestId },
          about: manifestId,
        },
        readManifests,
      ),
  }
}
