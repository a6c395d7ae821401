import { expect, test } from 'vitest'
import { verdictOf } from '../../../renderer/bench/verdict.ts'
import { feedbackOf, viewWith } from './bench-views.ts'

test('a weight that was off is an old story once the box was put right', () => {
  const feedback = feedbackOf('weight-off', 'attention')
  expect(verdictOf(viewWith({ step: 'scan-label', feedback }), 'act')).toBeNull()
})

test('what asks for attention still stands while the label comes, and what went well does not', () => {
  const typed = feedbackOf('weight-typed', 'attention')
  expect(verdictOf(viewWith({ step: 'scan-label', feedback: typed }), 'act')).toEqual(typed)
  const packed = feedbackOf('item-packed', 'good')
  expect(verdictOf(viewWith({ step: 'scan-label', feedback: packed }), 'act')).toBeNull()
  expect(verdictOf(viewWith({ step: 'scan-items', feedback: packed }), 'act')).toEqual(packed)
})
