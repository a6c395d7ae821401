import { describe, expect, test } from 'vitest'
import { correctingAfter } from '../../../renderer/bench/bench-store.ts'
import {
  correctionOf,
  fieldToMend,
  originalText,
  type Draft,
} from '../../../renderer/bench/correction.ts'
import type { OrderCorrection } from '../../../shared/orders.ts'
import type { BenchView } from '../../../shared/packing.ts'
import { feedbackOf, openOrder, viewWith } from './bench-views.ts'

const BOX: BenchView['box'] = {
  id: 'B1',
  name: 'Small box',
  chosenBy: 'scan',
  dimensions: { length: 8, width: 6, height: 4, unit: 'in' },
  isCorrected: false,
}
const view = viewWith({ step: 'ship', order: openOrder(), box: BOX })
const drafted = (texts: Draft['texts'], rest: Partial<Draft> = {}) =>
  correctionOf(view, { texts, ...rest })

describe('a correction', () => {
  test('is nothing where nothing was changed, or was typed back', () => {
    expect(drafted({})).toEqual({ is: 'nothing' })
    expect(drafted({ 'shipTo.zip': ' H91 XY12 ' })).toEqual({ is: 'nothing' })
    expect(drafted({}, { trustAddress: false })).toEqual({ is: 'nothing' })
  })

  test('holds only what was changed; an emptied field is sent empty', () => {
    expect(
      drafted(
        { 'shipTo.zip': 'H91 ZZ99', 'shipTo.state': '', 'shipTo.name': 'Mairead Quinlan' },
        { trustAddress: true },
      ),
    ).toEqual({
      is: 'correction',
      correction: { shipTo: { zip: 'H91 ZZ99', state: '' }, trustAddress: true },
    })
  })

  test('of one side holds the whole size, with a decimal comma too', () => {
    expect(drafted({ 'dimensions.height': '4,5' })).toEqual({
      is: 'correction',
      correction: { dimensions: { length: 8, width: 6, height: 4.5, unit: 'in' } },
    })
  })

  test.each<[Draft['texts'], string]>([
    [{ 'shipTo.country': 'IRL' }, 'shipTo.country'],
    [{ 'shipTo.street1': '' }, 'shipTo.street1'],
    [{ 'dimensions.width': '6 in' }, 'dimensions.width'],
    [{ 'dimensions.length': '0' }, 'dimensions.length'],
    [{ service: '' }, 'service'],
  ])('of %o is not sent, and the field is named', (texts, path) => {
    expect(drafted(texts)).toMatchObject({ is: 'not-valid', problems: [{ path }] })
  })
})

describe('the field to mend', () => {
  const problem = (code: NonNullable<BenchView['problem']>['code'], field: string) => ({
    code,
    kind: 'wrong' as const,
    params: { field },
    offers: ['CORRECT' as const],
  })
  test.each([
    [problem('address-refused', 'shipTo.zip'), 'shipTo.zip'],
    [problem('address-refused', ''), 'shipTo.street1'],
    [problem('dimensions-refused', 'dimensions'), 'dimensions.length'],
    [problem('service-not-available', ''), 'service'],
    [problem('carrier-trouble', 'items.0.hsCode'), 'shipTo.name'],
    [null, 'shipTo.name'],
  ])('of %o', (of, path) => {
    expect(fieldToMend(of)).toBe(path)
  })
})

describe('what a field said before', () => {
  const correction: OrderCorrection = {
    at: '2026-11-22T10:00:00.000Z',
    original: { shipTo: { ...openOrder().shipTo, zip: 'H91 OLD', state: undefined } },
    trustAddress: false,
  }
  const corrected = viewWith({ order: { ...openOrder(), correction }, box: BOX })

  test('is what the order says while nothing was corrected', () => {
    expect(originalText(view, 'shipTo.city', 'Cork')).toBe('Galway')
    expect(originalText(view, 'shipTo.city', 'Galway')).toBeUndefined()
  })

  test('is what the file said from then on, empty where it said nothing', () => {
    expect(originalText(corrected, 'shipTo.zip', 'H91 XY12')).toBe('H91 OLD')
    expect(originalText(corrected, 'shipTo.state', 'G')).toBe('')
    expect(originalText(corrected, 'shipTo.zip', 'H91 OLD')).toBeUndefined()
  })
})

describe('the panel', () => {
  const asked = (sequence: number): BenchView => ({
    ...view,
    feedback: { ...feedbackOf('correction-shown', 'act'), sequence },
  })

  test('opens by the verdict, once', () => {
    expect(correctingAfter(undefined, view, asked(2))).toBe(7)
    expect(correctingAfter(undefined, asked(2), asked(2))).toBeUndefined()
    expect(correctingAfter(undefined, asked(2), asked(3))).toBe(7)
  })

  test('stays over scans, and ends with its order and with the purchase', () => {
    const scanned = { ...view, feedback: { ...feedbackOf('item-packed', 'good'), sequence: 3 } }
    expect(correctingAfter(7, asked(2), scanned)).toBe(7)
    expect(correctingAfter(7, asked(2), { ...scanned, step: 'shipping' })).toBeUndefined()
    expect(correctingAfter(7, asked(2), { ...scanned, order: null })).toBeUndefined()
    const other = { ...scanned, order: { ...openOrder(), id: 8 } }
    expect(correctingAfter(7, asked(2), other)).toBeUndefined()
  })
})
