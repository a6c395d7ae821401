import type { Money } from '../shared/measures.ts'

/** One label that a simulated carrier has sold; what the carrier would put on its bill. */
export interface SoldLabel {
  /** The carrier's own id of the shipment. */
  readonly id: string
  /** Ours, as the buyer sent it; empty where none was sent. */
  readonly reference: string
  readonly trackingNumber: string
  readonly price: Money
  /** Duties, taxes and fees that the carrier laid out, beside `price`; absent where it did not. */
  readonly landedCost?: Money
  readonly soldAt: string
  readonly voidedAt: string | null
}

export interface CarrierLedger {
  book(sale: Omit<SoldLabel, 'soldAt' | 'voidedAt'>): void
  /** Gives the newest sale of this id back; false where there is none or it was given back before. */
  void(id: string): boolean
  rows(): SoldLabel[]
}

export function createCarrierLedger(): CarrierLedger {
  const rows: SoldLabel[] = []
  return {
    book(sale) {
      rows.push({ ...sale, soldAt: new Date().toISOString(), voidedAt: null })
    },
    void(id) {
      const index = rows.findLastIndex((row) => row.id === id)
      const row = rows[index]
      if (!row || row.voidedAt !== null) return false
      rows[index] = { ...row, voidedAt: new Date().toISOString() }
      return true
    },
    rows: () => [...rows],
  }
}

let lastSerial = 0

/**
 * A number of ten digits for tracking codes: never twice in a process, and, as it follows the clock, not
 * soon again in the next one, so that labels of an earlier demo do not come back.
 */
export function nextSerial(): number {
  lastSerial = Math.max(lastSerial + 1, Date.now() % 10_000_000_000)
  return lastSerial
}
