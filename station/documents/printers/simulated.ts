import type { DocumentPrinter, PaperToPrint } from './document-printer.ts'

const KEPT = 20

export interface SimulatedDocumentPrinter extends DocumentPrinter {
  /** The latest papers, oldest first. */
  readonly printed: readonly PaperToPrint[]
}

/** A document printer in memory that prints everything at once: for trying the bench without a printer. */
export function createSimulatedDocumentPrinter(): SimulatedDocumentPrinter {
  const printed: PaperToPrint[] = []
  return {
    printed,
    async print(paper, signal) {
      if (signal.aborted) return { result: 'not-sent', detail: 'The station is stopping' }
      printed.push(paper)
      if (printed.length > KEPT) printed.shift()
      return { result: 'taken', job: paper.name }
    },
    fate: async () => ({ result: 'out' }),
    cancel: async () => {},
    condition: async () => ({ condition: 'ready' }),
  }
}
