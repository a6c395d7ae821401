import { createPaperCounter, type PaperCounter } from './paper-counter.ts'

/**
 * What all share that speak over one connection, be it a printer that is listed twice, or one that was set up anew while
 * its jobs were under way: whose turn it is, and the labels that are awaited there.
 */
export interface PrinterLine {
  /** Does `work` when nobody else uses the line. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when nobody uses it and nobody waits for it. */
  isFree(): Promise<void>
  readonly counter: PaperCounter
}

export function createPrinterLine(): PrinterLine {
  let lastTurn: Promise<void> = Promise.resolve()
  return {
    inTurn(work) {
      const turn = lastTurn.then(work)
      lastTurn = turn.then(
        () => {},
        () => {},
      )
      return turn
    },
    async isFree() {
      let turn
      do {
        turn = lastTurn
        await turn
      } while (turn !== lastTurn)
    },
    counter: createPaperCounter(),
  }
}
