import type { BenchView, ProblemCode, VerdictCode, WordParams } from '../../shared/packing.ts'

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
  const { feedback, problem } = view
  const wrong = feedback && (feedback.kind === 'wrong' || feedback.kind === 'in-doubt')
  if (wrong && !(problem && SAID_BY_PROBLEM.includes(feedback.code))) {
    return {
      from: 'scan',
      kind: feedback.kind === 'in-doubt' ? 'in-doubt' : 'wrong',
      code: feedback.code,
      params: feedback.params,
    }
  }
  if (!problem) return undefined
  const { code, kind, params, said } = problem
  return { from: 'problem', kind, code, params, said }
}
