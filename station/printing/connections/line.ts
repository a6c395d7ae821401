import type { Delivery } from '../../../shared/printing.ts'
import {
  NOTHING_HEARD,
  type AskReport,
  type Inquiry,
  type Sending,
  type SendReport,
} from '../printer-connection.ts'

const PIECE_BYTES = 16_384

/** An open way to a printer whose events have become state that can be waited for. */
export interface Line {
  /** Hands bytes on; the answer tells whether they have been taken. */
  write(bytes: Uint8Array): () => boolean
  /** All that came in. */
  heard(): Uint8Array
  /** What broke the line, if something did. */
  trouble(): string | undefined
  /** The printer hung up, or the line broke. */
  isOver(): boolean
  /** Waits until `claim` holds; false when it does not within `ms`. */
  until(claim: () => boolean, ms: number): Promise<boolean>
}

export interface LineTimings {
  /** Longest time in which the printer may take no byte at all. */
  readonly progressMs: number
  /** How long an answer to a question may take. */
  readonly answerMs: number
}

export interface Ending {
  readonly delivery: Delivery
  readonly detail: string | null
}

/**
 * Sends over an open line: the label in pieces, then the receipt's question. `finish` says what became of bytes that
 * have all been handed on, with or without a receipt.
 */
export async function sendOver(
  line: Line,
  { bytes, receipt, receiptMs }: Sending,
  { progressMs, answerMs }: LineTimings,
  finish: (hasReceipt: () => boolean) => Promise<Ending>,
): Promise<SendReport> {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    const cut = (why: string) => ({
      delivery: start === 0 ? ('not-sent' as const) : ('unknown' as const),
      detail: line.trouble() ?? why,
      heard: line.heard(),
    })
    if (line.isOver()) return cut('The printer hung up in the middle of the label')
    const taken = line.write(bytes.subarray(start, start + PIECE_BYTES))
    const progressed = await line.until(() => taken() || line.isOver(), progressMs)
    if (!progressed) return { ...cut('The printer stopped taking bytes'), delivery: 'unknown' }
  }
  const heardBefore = line.heard().length
  const hasReceipt = () =>
    receipt !== undefined && receipt.isAnswered(line.heard().subarray(heardBefore))
  if (receipt !== undefined && !line.isOver()) {
    line.write(receipt.question)
    await line.until(() => hasReceipt() || line.isOver(), receiptMs ?? answerMs)
  }
  const ending = await finish(hasReceipt)
  return { ...ending, heard: line.heard().subarray(heardBefore) }
}

/** Asks over an open line. */
export async function askOver(
  line: Line,
  inquiry: Inquiry,
  { answerMs }: LineTimings,
): Promise<AskReport> {
  line.write(inquiry.question)
  const hasAnswer = () => inquiry.isAnswered(line.heard())
  await line.until(() => hasAnswer() || line.isOver(), answerMs)
  return { result: hasAnswer() ? 'answered' : 'silent', heard: line.heard() }
}

/** The report of a line that could not be opened, for the reason given. */
export function notSent(detail: string): SendReport {
  return { delivery: 'not-sent', detail, heard: NOTHING_HEARD }
}

export interface Waiting {
  /** Something happened: whoever waits looks again. */
  readonly wake: () => void
  readonly until: Line['until']
}

/** Waits for state instead of events. One waits at a time. */
export function createWaiting(): Waiting {
  let wake = () => {}
  return {
    wake: () => wake(),
    async until(claim, ms) {
      const time = { isUp: false }
      const timer = setTimeout(() => {
        time.isUp = true
        wake()
      }, ms)
      while (!claim() && !time.isUp)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      clearTimeout(timer)
      return claim()
    },
  }
}
