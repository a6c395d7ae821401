import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { CarrierFailure } from '../../shared/shipping.ts'
import type { BoughtParcel, Carriers, DownloadedLabel } from '../carriers/carriers.ts'
import { LONGEST_WAIT_MS, waitMs } from './follow-ups.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import { isGood } from './purchase.ts'
import type { PurchaseLedger } from './purchase-ledger.ts'

export interface LabelFetchingDeps {
  readonly ledger: PurchaseLedger
  readonly carriers: Carriers
  readonly onChange: () => void
  /** The bytes of a label are on disk. */
  readonly onKept: (id: string) => void
  /** After this nothing is written any more. */
  readonly isStopped: () => boolean
}

/** Seconds between the tries for a label that the carrier still makes, and for one that could not be fetched. */
const WAITS_WHILE_MADE = [1, 2, 3, 5, 8, 13, 21, 34, 60, 60, 60, 120, 300, 600]
const WAITS_AFTER_FAILURE = [5, 15, 30, 60, 120, 300, 600, 600, 600, 1800]

/** What came of one try: a label, or a failure and whether another try makes sense. */
type Fetched =
  | { readonly label: DownloadedLabel }
  | { readonly failure: CarrierFailure; readonly isLast?: boolean }

/**
 * The way to get a bought label's bytes on disk, asking the carrier for a fresh link where needed; never buys
 * (P-7). What fails is due again later (P-12). Several callers at once share one fetch.
 */
export function createLabelFetching(deps: LabelFetchingDeps) {
  const { ledger, carriers, onChange, onKept, isStopped } = deps
  const fetching = new Map<string, Promise<Outcome<LedgerEntry, CarrierFailure>>>()

  async function fetchLabel(id: string): Promise<Outcome<LedgerEntry, CarrierFailure>> {
    const running = fetching.get(id)
    if (running) return running
    const started = fetchLabelOnce(id).finally(() => fetching.delete(id))
    fetching.set(id, started)
    return started
  }

  async function fetchLabelOnce(id: string): Promise<Outcome<LedgerEntry, CarrierFailure>> {
    const entry = ledger.entryOf(id)
    if (entry.label) return done(entry)
    const fetched = await fetchByLink(entry)
    if (isStopped()) return failed({ code: 'label-download-failed', carrier: entry.carrier })
    if ('failure' in fetched) {
      noteFailure(id, fetched.failure, fetched.isLast ?? false)
      onChange()
      return failed(fetched.failure)
    }
    ledger.keepLabel(id, fetched.label)
    onChange()
    onKept(id)
    return done(ledger.entryOf(id))
  }

  /** A void may have begun meanwhile, and then the label does not matter. */
  function noteFailure(id: string, failure: CarrierFailure, isLast: boolean): void {
    const { state, tries } = ledger.entryOf(id)
    if (!isGood(state)) return
    ledger.noteFailure(id, failure)
    if (isLast) ledger.followUps.end(id)
    else ledger.followUps.askAgain(id, waitAfter(failure, tries))
  }

  async function fetchByLink(entry: LedgerEntry): Promise<Fetched> {
    const isVoidThere = entry.failure?.code === 'already-cancelled'
    if (!entry.labelUrl || isVoidThere) return fetchByReadBack(entry, undefined)
    const fetched = await download(entry, entry.labelUrl)
    // A link that has ended may lead to a page that says so, or anywhere.
    return 'failure' in fetched ? fetchByReadBack(entry, fetched) : fetched
  }

  async function fetchByReadBack(
    entry: LedgerEntry,
    byOldLink: Fetched | undefined,
  ): Promise<Fetched> {
    const { carrier, carrierShipmentId, merchant } = entry
    if (!carrierShipmentId) return { failure: { code: 'label-link-missing', carrier } }
    const read = await carriers.of(carrier).readBack(carrierShipmentId, merchant)
    if (!read.ok) return byOldLink ?? { failure: read.failure }
    const ended = endOf(entry, read.value)
    if (ended) return ended
    if (!isStopped()) ledger.learn(entry.id, read.value)
    const { labelUrl, standing } = read.value
    if (!labelUrl)
      return {
        failure: {
          code: standing === 'pending' ? 'label-not-made-yet' : 'label-link-missing',
          carrier,
        },
      }
    if (byOldLink && labelUrl === entry.labelUrl) return byOldLink
    return download(entry, labelUrl)
  }

  async function download(entry: LedgerEntry, url: string): Promise<Fetched> {
    const got = await carriers.download(entry.carrier, url, entry.reference)
    return got.ok ? { label: got.value } : { failure: got.failure }
  }

  return fetchLabel
}

/** The carrier will never make this label: it gave up, or the shipment is void there. */
function endOf({ carrier }: LedgerEntry, { standing, said }: BoughtParcel): Fetched | undefined {
  if (standing !== 'failed' && standing !== 'cancelled') return undefined
  const code = standing === 'failed' ? 'label-link-missing' : 'already-cancelled'
  return { failure: { code, carrier, ...(said && { carrierSaid: said }) }, isLast: true }
}

function waitAfter({ code, retryAfterSeconds = 0 }: CarrierFailure, tries: number): number {
  const waits = code === 'label-not-made-yet' ? WAITS_WHILE_MADE : WAITS_AFTER_FAILURE
  // A label is waited for by a packer, whatever pause a carrier asks for.
  return Math.max(waitMs(waits, tries), Math.min(retryAfterSeconds * 1000, LONGEST_WAIT_MS))
}
