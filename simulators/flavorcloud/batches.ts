import { randomUUID } from 'node:crypto'
import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'
import { notFound, refused } from './errors.ts'
import type { BatchRequest, BatchUpdate, Parcel, ShipmentRequest } from './requests.ts'

interface Batch {
  readonly asked: BatchRequest
  readonly isClosed: boolean
  readonly parcels: readonly Parcel[]
}

/**
 * Parcels that are gathered first and bought together. When labels are charged is not told; here it is when
 * the batch closes, each parcel with `buy` and under its own reference.
 */
export function createBatches(buy: (asked: ShipmentRequest) => CarrierAnswer) {
  const batches = new Map<string, Batch>()

  const members = ({ asked, isClosed, parcels }: Batch) => ({
    Reference: asked.Reference,
    BatchID: asked.BatchID,
    Status: isClosed ? 'CLOSED' : 'OPEN',
    PackageReferences: parcels.map(({ Package }) => Package.Reference ?? ''),
    RootRequestId: randomUUID(),
  })

  /** Hands an open batch on. */
  function withOpen(id: string, take: (batch: Batch) => CarrierAnswer): CarrierAnswer {
    const batch = batches.get(id)
    if (!batch) return notFound(`No batch ${id}`)
    return batch.isClosed
      ? refused('BATCH_CLOSED', { message: `Batch ${id} is closed` })
      : take(batch)
  }

  return {
    create(asked: BatchRequest): CarrierAnswer {
      if (batches.has(asked.BatchID))
        return refused('BATCH_EXISTS', { message: `There is a batch ${asked.BatchID}` })
      const batch = { asked, isClosed: false, parcels: asked.Shipments ?? [] }
      batches.set(asked.BatchID, batch)
      return jsonAnswer(200, members(batch))
    },
    update: (id: string, { ShipmentsToAdd = [], ReferencesToRemove = [] }: BatchUpdate) =>
      withOpen(id, (batch) => {
        const parcels = [...batch.parcels, ...ShipmentsToAdd].filter(
          ({ Package }) => !ReferencesToRemove.includes(Package.Reference ?? ''),
        )
        batches.set(id, { ...batch, parcels })
        return { status: 204, type: 'application/json', body: '' }
      }),
    close: (id: string) =>
      withOpen(id, (batch) => {
        const { BatchID: _id, ...asked } = batch.asked
        for (const [index, parcel] of batch.parcels.entries()) {
          const answer = buy({
            ...asked,
            Reference: parcel.Package.Reference ?? `${asked.Reference}-${index + 1}`,
            TermsOfTrade: asked.TermsOfTrade ?? 'DDP',
            Shipments: [parcel],
          })
          // What was bought before stays so; closing again buys the rest.
          if (answer.status !== 200) return answer
        }
        batches.set(id, { ...batch, isClosed: true })
        return jsonAnswer(200, `Batch ${id} closed`, { sale: true })
      }),
    read(id: string): CarrierAnswer {
      const batch = batches.get(id)
      return batch ? jsonAnswer(200, members(batch)) : notFound(`No batch ${id}`)
    },
  }
}
