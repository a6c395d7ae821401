import { NOTHING_HEARD, type PrinterConnection } from '../printer-connection.ts'

const KEPT = 20

export interface SimulatedConnection extends PrinterConnection {
  /** The bytes of the latest jobs, oldest first. */
  readonly received: readonly Uint8Array[]
}

/** A printer in memory that takes everything: for trying the bench without a printer. */
export function createSimulatedConnection(): SimulatedConnection {
  const received: Uint8Array[] = []
  return {
    received,
    async send({ bytes, signal }) {
      if (signal.aborted)
        return { delivery: 'not-sent', detail: 'The station is stopping', heard: NOTHING_HEARD }
      received.push(bytes)
      if (received.length > KEPT) received.shift()
      return { delivery: 'delivered', detail: null, heard: NOTHING_HEARD }
    },
  }
}
