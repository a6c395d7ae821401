import type { BenchView, ProblemCode, VerdictCode, WordParams } from '../../shared/packing.ts'
import { PrintFailureSchema } from '../../shared/printing.ts'

/** Whose words `said` holds. */
export type Speaker = 'carrier' | 'printer' | 'station'

/** What the station finds in a label is its own finding, before any printer is asked. */
const OF_PRINTER: readonly ProblemCode[] = PrintFailureSchema.shape.code.exclude([
  'label-too-large',
  'label-not-readable',
  'label-dpi-differs',
  'label-unsafe',
  'label-mismatch',
  'label-unreadable',
]).options

/** Nothing came from the carrier here: the words tell what became of the line, or of the label's link. */
const OF_STATION: readonly ProblemCode[] = [
  'carrier-unreachable',
  'carrier-timed-out',
  'carrier-connection-lost',
  'credentials-missing',
  'purchase-in-doubt',
  'label-link-missing',
  'label-download-failed',
  'label-link-forbidden',
  'label-too-large',
  'label-not-readable',
]

/** What a carrier refused can be tried again, as it is or corrected; what the station's own check found cannot. */
function speakerOf({ code, offers }: NonNullable<BenchView['problem']>): Speaker {
  if (OF_PRINTER.includes(code)) return 'printer'
  if (OF_STATION.includes(code)) return 'station'
  return offers.includes('SHIP') || offers.includes('CORRECT') ? 'carrier' : 'station'
}

/** What stands as "Problem" in the band: the station's own problem, or the newest wrong scan. */
export type Trouble =
  | {
      readonly from: 'scan'
      readonly kind: 'wrong' | 'in-doubt'
      readonly code: VerdictCode
      readonly params: WordParams
    }
  | {
      readonly from: 'problem'
      readonly kind: 'wrong' | 'attention' | 'in-doubt'
      readonly code: ProblemCode
      readonly params: WordParams
      readonly said: string | undefined
      readonly speaker: Speaker
      /** It is the sticker that did not print: nothing is bought yet. */
      readonly isOfSticker: boolean
    }
  /** The scan never reached the station. */
  | { readonly from: 'link'; readonly kind: 'wrong'; readonly text: string }

/** Verdicts that only announce the problem which stands in the view anyway. */
const SAID_BY_PROBLEM: readonly VerdictCode[] = [
  'order-not-ready',
  'purchase-in-doubt',
  'reprint-failed',
]

/**
 * A wrong scan stays until the next scan that is not wrong; then a problem that is still there shows again.
 * Pure.
 */
export function troubleOf(view: BenchView, lostScan: string | undefined): Trouble | undefined {
  if (lostScan !== undefined) return { from: 'link', kind: 'wrong', text: lostScan }
  const { armed, feedback, problem, step } = view
  const wrong = feedback && (feedback.kind === 'wrong' || feedback.kind === 'in-doubt')
  if (wrong && !(problem && SAID_BY_PROBLEM.includes(feedback.code))) {
    return {
      from: 'scan',
      kind: feedback.kind === 'in-doubt' ? 'in-doubt' : 'wrong',
      code: feedback.code,
      params: feedback.params,
    }
  }
  // While a new purchase is under way, what was wrong before it (and that nothing was bought) is an old story.
  // What a command asks for now stands in its place until it is answered.
  if (!problem || armed || step === 'shipping') return undefined
  const { code, kind, params, said } = problem
  const speaker = speakerOf(problem)
  const isOfSticker =
    step === 'parked' && (speaker === 'printer' || problem.code === 'print-in-doubt')
  return { from: 'problem', kind, code, params, said, speaker, isOfSticker }
}
