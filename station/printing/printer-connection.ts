import type { Delivery, PrinterCondition } from '../../shared/printing.ts'

/** A question to a printer, and how to tell that its answer is whole. */
export interface Inquiry {
  readonly question: Uint8Array
  /** `heard` is all that came since the question was asked. */
  readonly isAnswered: (heard: Uint8Array) => boolean
}

export interface Sending {
  readonly bytes: Uint8Array
  /** Asked after the last byte on the same line: its answer proves that the printer took all before it. */
  readonly receipt?: Inquiry
  /** How long the receipt may take; the connection's own patience with answers where nothing is said. */
  readonly receiptMs?: number
  /** Ends the sending at once, whatever became of it. */
  readonly signal: AbortSignal
}

export interface SendReport {
  readonly delivery: Delivery
  /** What happened, printable; null where there is nothing to say. */
  readonly detail: string | null
  /** What the printer said after the receipt was asked for. */
  readonly heard: Uint8Array
}

export type AskReport =
  | { readonly result: 'answered'; readonly heard: Uint8Array }
  /** Somebody took the call and said nothing, or too little. */
  | { readonly result: 'silent'; readonly heard: Uint8Array }
  | { readonly result: 'not-reached'; readonly detail: string }

/**
 * The way to one printer: bytes, and nothing of what they mean. The caller sends or asks one thing at a time.
 * Trouble with the line is a report, never an exception.
 */
export interface PrinterConnection {
  send(sending: Sending): Promise<SendReport>
  /** Absent where the printer cannot be heard over this kind of connection. */
  readonly ask?: (inquiry: Inquiry, signal: AbortSignal) => Promise<AskReport>
  /** What stands between here and the printer (a spooler) says of it; undefined where it says nothing. */
  readonly condition?: (
    signal: AbortSignal,
  ) => Promise<{ readonly condition: PrinterCondition; readonly said?: string } | undefined>
}

export const NOTHING_HEARD = new Uint8Array()
