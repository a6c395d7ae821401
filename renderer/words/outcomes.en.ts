import { PROBLEM_WORDS, VERDICT_WORDS } from '../../shared/words.ts'

/** The shared English sentences, with the singular where a count may be one. */
export const outcomesEn = {
  verdict: {
    ...VERDICT_WORDS,
    'order-opened_one': 'Order {{reference}}: scan 1 item',
    'order-resumed_one': 'Order {{reference}} goes on: 1 item to scan',
    'parcel-done_one': 'Box {{parcel}} of {{reference}} is done; 1 item to go',
    'items-missing_one': '1 item is still missing',
  },
  problem: PROBLEM_WORDS,
}
