import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { CarrierFailure } from '../../shared/shipping.ts'
import type { Carriers, DownloadedLabel } from '../carriers/carriers.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import type { PurchaseLedger } from './purchase-ledger.ts'

export interface LabelFetchingDeps {
  readonly ledger: PurchaseLedger
  readonly carriers: Carriers
  readonly onChange: () => void
}

/**
 * The way to get a bought label's bytes on disk, asking the carrier for a fresh link where needed; never buys
 * (P-7). Several callers at once share one fetch.
 */
export function createLabelFetching({ ledger, carriers, onChange }: LabelFetchingDeps) {
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
    const first = entry.labelUrl
      ? await carriers.download(entry.carrier, entry.labelUrl)
      : undefined
    const got = first?.ok ? first : await fetchByReadBack(entry, first)
    if (!got.ok) {
      ledger.noteFailure(id, got.failure)
      onChange()
      return got
    }
    ledger.keepLabel(id, got.value)
    onChange()
    return done(ledger.entryOf(id))
  }

  async function fetchByReadBack(
    entry: LedgerEntry,
    first: Outcome<DownloadedLabel, CarrierFailure> | undefined,
  ): Promise<Outcome<DownloadedLabel, CarrierFailure>> {
    if (first && !first.ok && first.failure.code !== 'label-download-failed') return first
    const { carrier, carrierShipmentId, merchant } = entry
    const missing = failed<CarrierFailure>({ code: 'label-link-missing', carrier })
    if (!carrierShipmentId) return missing
    const read = await carriers.of(carrier).readBack(carrierShipmentId, merchant)
    if (!read.ok) return first ?? read
    ledger.learn(entry.id, read.value)
    if (!read.value.labelUrl) return missing
    if (first && read.value.labelUrl === entry.labelUrl) return first
    return carriers.download(carrier, read.value.labelUrl)
  }

  return fetchLabel
}
