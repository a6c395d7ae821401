import type { Money } from '../../shared/measures.ts'
import type { CarrierFailure } from '../../shared/shipping.ts'
import { station } from '../station.ts'

/** A label that was bought before the cut-off and never proved on a box. */
export interface LabelToVoid {
  readonly id: string
  readonly order: string
  readonly parcel: number
  readonly price: Money | null
}

/**
 * What became of one. left-out: it waits for something else now, most likely since it was scanned on its box · lost:
 * the station did not answer.
 */
export type Fate =
  | { readonly fate: 'void' | 'accepted' | 'in-doubt' | 'left-out' | 'lost' }
  | { readonly fate: 'refused'; readonly failure: CarrierFailure | undefined }

const PAGE = 500

/** All of the list, with what each label cost. */
export async function labelsToVoid(): Promise<LabelToVoid[]> {
  const labels: LabelToVoid[] = []
  let cursor: string | undefined
  do {
    const page = await station.outbox.page({
      why: 'void-at-cut-off',
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    })
    const found = await Promise.all(
      page.rows.map(async ({ id, order, parcel }) => {
        const shipment = await station.shipments.get({ id })
        return shipment.ok ? [{ id, order, parcel, price: shipment.value.price }] : []
      }),
    )
    labels.push(...found.flat())
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return labels
}

/** Voids one, unless it has left the list meanwhile. */
export async function voidLabel({ id }: LabelToVoid): Promise<Fate> {
  try {
    const waiting = await station.outbox.get({ id })
    if (waiting?.why !== 'void-at-cut-off') return { fate: 'left-out' }
    const answer = await station.shipments.void({ id })
    if (answer.ok) return { fate: 'void' }
    switch (answer.failure.code) {
      case 'void-accepted':
        return { fate: 'accepted' }
      case 'void-in-doubt':
        return { fate: 'in-doubt' }
      case 'shipment-not-found':
      case 'not-bought':
        return { fate: 'left-out' }
      case 'void-refused':
        return { fate: 'refused', failure: answer.failure.carrier }
    }
  } catch {
    return { fate: 'lost' }
  }
}

/** What these labels cost together, one sum a currency. */
export function sumsOf(labels: readonly Pick<LabelToVoid, 'price'>[]): Money[] {
  const sums = new Map<string, number>()
  for (const { price } of labels)
    if (price) sums.set(price.currency, (sums.get(price.currency) ?? 0) + price.minor)
  return [...sums].map(([currency, minor]) => ({ minor, currency }))
}
