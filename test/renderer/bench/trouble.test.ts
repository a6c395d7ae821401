import { expect, test } from 'vitest'
import { troubleOf } from '../../../renderer/bench/trouble.ts'
import { feedbackOf, viewWith } from './bench-views.ts'

const PROBLEM = {
  code: 'address-refused' as const,
  kind: 'wrong' as const,
  params: { carrier: 'Flexport' },
  said: 'ZIP unknown',
  offers: ['SHIP' as const],
}

test('a quiet bench has no trouble', () => {
  expect(troubleOf(viewWith(), undefined)).toBeUndefined()
  const right = viewWith({ feedback: feedbackOf('item-packed', 'good') })
  expect(troubleOf(right, undefined)).toBeUndefined()
})

test('a wrong scan stands over the problem until the next right one', () => {
  const wrong = viewWith({ problem: PROBLEM, feedback: feedbackOf('wrong-item', 'wrong') })
  expect(troubleOf(wrong, undefined)).toMatchObject({ from: 'scan', code: 'wrong-item' })
  const right = viewWith({ problem: PROBLEM, feedback: feedbackOf('box-chosen', 'good') })
  expect(troubleOf(right, undefined)).toMatchObject({ from: 'problem', said: 'ZIP unknown' })
})

test('a verdict that only announces the problem gives way to it', () => {
  const view = viewWith({ problem: PROBLEM, feedback: feedbackOf('order-not-ready', 'wrong') })
  expect(troubleOf(view, undefined)).toMatchObject({ from: 'problem', code: 'address-refused' })
  const without = viewWith({ feedback: feedbackOf('order-not-ready', 'wrong') })
  expect(troubleOf(without, undefined)).toMatchObject({ from: 'scan', code: 'order-not-ready' })
})

test('a scan that never arrived is said before all else', () => {
  const view = viewWith({ problem: PROBLEM })
  expect(troubleOf(view, 'LK-1')).toEqual({ from: 'link', kind: 'wrong', text: 'LK-1' })
})

test('a new purchase under way hides that nothing was bought before it', () => {
  expect(troubleOf(viewWith({ step: 'shipping', problem: PROBLEM }), undefined)).toBeUndefined()
})

test('what a command asks for stands in place of the problem; a wrong answer is told all the same', () => {
  const asked = { problem: PROBLEM, armed: 'VOID-CONFIRM' as const }
  expect(troubleOf(viewWith(asked), undefined)).toBeUndefined()
  const wrong = viewWith({ ...asked, feedback: feedbackOf('unknown-code', 'wrong') })
  expect(troubleOf(wrong, undefined)).toMatchObject({ from: 'scan', code: 'unknown-code' })
})

test.each([
  ['what a carrier refused', PROBLEM, 'carrier'],
  ['what must be corrected', { ...PROBLEM, offers: ['CORRECT' as const] }, 'carrier'],
  ['a line that broke', { ...PROBLEM, code: 'carrier-unreachable' as const }, 'station'],
  ["the station's own check", { ...PROBLEM, offers: ['HOLD' as const] }, 'station'],
  [
    'what the station read in a label',
    { ...PROBLEM, code: 'label-mismatch' as const, offers: ['HOLD' as const] },
    'station',
  ],
  ['a printer', { ...PROBLEM, code: 'printer-not-ready' as const }, 'printer'],
] as const)('the words behind F9 are ascribed to whoever said them: %s', (_, problem, speaker) => {
  const view = viewWith({ problem: { ...problem, offers: [...problem.offers] } })
  expect(troubleOf(view, undefined)).toMatchObject({ speaker })
})

test('a printer that does not print the sticker of a parked box says nothing of a bought label', () => {
  const problem = { ...PROBLEM, code: 'printer-not-ready' as const }
  const ofSticker = (step: 'parked' | 'scan-label') =>
    troubleOf(viewWith({ step, problem }), undefined)
  expect(ofSticker('parked')).toMatchObject({ isOfSticker: true })
  expect(ofSticker('scan-label')).toMatchObject({ isOfSticker: false })
  const other = troubleOf(viewWith({ step: 'parked', problem: PROBLEM }), undefined)
  expect(other).toMatchObject({ isOfSticker: false })
})
