import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { CarrierFailure } from '../../shared/shipping.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { LedgerEntry } from '../shipping/shipping.ts'

/** Why a paper is not here, in words. */
export interface NotFetched {
  readonly code: 'not-fetched'
  readonly detail: string
}

/**
 * Fetches a paper of the carrier's by its link, under the same rules as labels; where that fails, once more by the
 * link that the carrier gives now. Papers are PDF.
 */
export async function fetchPaper(
  carriers: Pick<Carriers, 'of' | 'download'>,
  entry: LedgerEntry,
  link: number,
): Promise<Outcome<Uint8Array, NotFetched>> {
  const known = entry.documentUrls[link]
  const first = known === undefined ? undefined : await download(carriers, entry, known)
  if (first?.ok) return first
  const fresh = await linkNow(carriers, entry, link)
  if (fresh !== undefined && fresh !== known) return download(carriers, entry, fresh)
  return first ?? failed({ code: 'not-fetched', detail: 'The carrier has given no link to it' })
}

async function download(
  carriers: Pick<Carriers, 'download'>,
  { carrier, reference }: LedgerEntry,
  url: string,
): Promise<Outcome<Uint8Array, NotFetched>> {
  const got = await carriers.download(carrier, url, reference)
  if (!got.ok) return failed({ code: 'not-fetched', detail: wordsOf(got.failure) })
  return got.value.kind === 'pdf'
    ? done(got.value.bytes)
    : failed({ code: 'not-fetched', detail: 'What the carrier gave is no PDF' })
}

async function linkNow(
  carriers: Pick<Carriers, 'of'>,
  { carrier, carrierShipmentId, merchant }: LedgerEntry,
  link: number,
): Promise<string | undefined> {
  if (carrierShipmentId === null) return undefined
  const read = await carriers.of(carrier).readBack(carrierShipmentId, merchant)
  return read.ok ? read.value.documentUrls[link] : undefined
}

function wordsOf({ code, carrierSaid, httpStatus }: CarrierFailure): string {
  if (httpStatus !== undefined) return `The carrier answered ${httpStatus} to the link`
  return carrierSaid ?? `It could not be fetched (${code})`
}
