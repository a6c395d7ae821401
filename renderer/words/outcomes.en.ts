import type { ProblemCode } from '../../shared/packing.ts'
import { PROBLEM_WORDS, VERDICT_WORDS, type ProblemWords } from '../../shared/words.ts'

/** The same shape without its interface: keys of words are worked out from plain object types only. */
const problem: Record<ProblemCode, { [Part in keyof ProblemWords]: string }> = PROBLEM_WORDS

/** The shared English sentences, with the singular where a count may be one. */
export const outcomesEn = {
  verdict: {
    ...VERDICT_WORDS,
    'order-opened_one': 'Order {{reference}}: scan 1 item',
    'order-resumed_one': 'Order {{reference}} goes on: 1 item to scan',
    'parcel-done_one': 'Box {{parcel}} of {{reference}} is done; 1 item to go',
    'items-missing_one': '1 item is still missing',
  },
  problem,
}
