import type { FoundPrinter } from '../../../shared/printing.ts'

/**
 * Looks for printers near by: network announcements, Zebra's own question, the print system of this computer, device
 * files. Each value has all that were found so far; ends after some seconds, or with the signal.
 */
export async function* findPrinters(_signal: AbortSignal): AsyncGenerator<FoundPrinter[]> {
  yield []
}
