import { expect, test } from 'vitest'
import { fitText, smallestHeight } from '../../../station/printing/languages/fit-text.ts'

const room = { width: 800, height: 320 }

test('a short text is as high as the room', () => {
  expect(fitText('7', room, 14)).toMatchObject({ size: 278, lines: ['7'] })
})

test('a text stays in one line where two would not double its letters', () => {
  expect(fitText('SHOP-001042', room, 14).lines).toEqual(['SHOP-001042'])
})

test('a long text is broken behind its separators', () => {
  expect(fitText('WAREHOUSE-NORTH-2026-11-22-CUSTOMER-0001042', room, 14).lines).toEqual([
    'WAREHOUSE-NORTH-',
    '2026-11-22-',
    'CUSTOMER-0001042',
  ])
})

test('without separators it is broken anywhere, never within a letter', () => {
  const { lines } = fitText('👩‍👩‍👧e\u0301'.repeat(20), { width: 100, height: 1_000 }, 14)
  expect(lines.join('')).toBe('👩‍👩‍👧e\u0301'.repeat(20))
  expect(lines.every((line) => line.startsWith('👩') || line.startsWith('e'))).toBe(true)
})

test('what has no room ends in dots', () => {
  const text = '0123456789'.repeat(10)
  const { size, lines } = fitText(text, { width: 200, height: 40 }, 14)
  expect(size).toBe(14)
  expect(lines).toHaveLength(2)
  expect(lines[1]).toMatch(/\d\.\.\.$/)
  expect(smallestHeight(text, 200, 14)).toBeGreaterThan(40)
})

test('nothing takes no room', () => {
  expect(fitText('', room, 14)).toMatchObject({ lines: [], height: 0 })
})
