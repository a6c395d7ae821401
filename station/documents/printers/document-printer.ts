import type { PrinterCondition } from '../../../shared/printing.ts'

export interface PaperToPrint {
  readonly pdf: Uint8Array
  /** Under which the job stands in a queue; printable. */
  readonly name: string
  readonly copies: number
}

/** What became of handing a paper over. Only `not-sent` may be repeated by machine. */
export type HandedOver =
  /** `job` is the printer's own name for it, by which its fate is asked. */
  | { readonly result: 'taken'; readonly job: string }
  | { readonly result: 'not-sent' | 'unknown'; readonly detail: string }

export type JobFate =
  | { readonly result: 'out' }
  /** `trouble` in words where the printer wants a person; null while it works. */
  | { readonly result: 'under-way'; readonly trouble: string | null }
  /** Not a sheet of it came out: it may be printed again by machine. */
  | { readonly result: 'not-out'; readonly detail: string }
  /** It ended, and nobody knows how much of it is out. */
  | { readonly result: 'in-doubt'; readonly detail: string }
  /** The printer cannot be asked now. */
  | { readonly result: 'not-told'; readonly detail: string }

/** A printer of documents: takes PDF with copies, and tells what became of it. Trouble is a value, never an exception. */
export interface DocumentPrinter {
  print(paper: PaperToPrint, signal: AbortSignal): Promise<HandedOver>
  fate(job: string, signal: AbortSignal): Promise<JobFate>
  /** Takes a job back as far as that goes still: somebody put papers in by hand. */
  cancel(job: string): Promise<void>
  condition(signal: AbortSignal): Promise<{ condition: PrinterCondition; said?: string }>
}
