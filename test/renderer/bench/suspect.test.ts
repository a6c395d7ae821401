import { expect, test } from 'vitest'
import { suspectOf } from '../../../renderer/bench/suspect.ts'
import type { BenchView } from '../../../shared/packing.ts'
import { itemWith, viewWith } from './bench-views.ts'

const ITEMS = [
  { ...itemWith(2, 2), line: 1, sku: 'LK-PUL', description: 'Pullover' },
  { ...itemWith(1, 1), line: 2, sku: '', description: 'Wool beanie' },
]

const off = (code: NonNullable<BenchView['problem']>['code'], item: string) =>
  viewWith({
    step: 'ship',
    items: ITEMS,
    problem: { code, kind: 'attention', params: { item }, offers: ['CONFIRM', 'UNDO', 'HOLD'] },
  })

test('the item that the weight names is marked, by its SKU or by what it is', () => {
  expect(suspectOf(off('weight-one-missing', 'LK-PUL'))).toEqual({ line: 1, says: 'missing' })
  expect(suspectOf(off('weight-one-extra', 'Wool beanie'))).toEqual({ line: 2, says: 'extra' })
})

test('a weight that names no item marks none', () => {
  expect(suspectOf(off('weight-off', 'LK-PUL'))).toBeUndefined()
  expect(suspectOf(off('weight-off', ''))).toBeUndefined()
  expect(suspectOf(off('weight-one-missing', 'Pullover'))).toBeUndefined()
  expect(suspectOf(viewWith({ items: ITEMS }))).toBeUndefined()
})
