import { expect, test } from 'vitest'
import { opensBench } from '../../../renderer/bench/bench-store.ts'
import { commandBarcode } from '../../../shared/scanning.ts'

const TEST_LABEL = commandBarcode('TEST', '2-7KQ3')

test('the scan of a test label stays with the settings, which show what it proves', () => {
  expect(opensBench(TEST_LABEL, 'settings')).toBe(false)
  expect(opensBench(TEST_LABEL.toLowerCase(), 'settings')).toBe(false)
})

test('every other scan leads to the bench, and that of a test label from every other screen', () => {
  expect(opensBench(commandBarcode('REPRINT', 'TORN'), 'settings')).toBe(true)
  expect(opensBench('LK-20417', 'settings')).toBe(true)
  // A torn one: the bench says so.
  expect(opensBench(TEST_LABEL.replace('7', '8'), 'settings')).toBe(true)
  expect(opensBench(TEST_LABEL, 'orders')).toBe(true)
})
