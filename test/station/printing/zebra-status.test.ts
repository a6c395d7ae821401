import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readZebraStatus, zebraInquiry } from '../../../station/printing/status/zebra-status.ts'

const READY = ['030,0,0,1218,000,0,0,0,000,0,0,0', '000,0,0,0,0,2,4,0,00000000,1,000', '0000,0']

function answer(lines: readonly string[]): Uint8Array {
  return Buffer.from(lines.map((line) => `\x02${line}\x03\r\n`).join(''), 'latin1')
}

function withFields(first: Record<number, string>, second: Record<number, string> = {}) {
  const change = (line: string, fields: Record<number, string>) =>
    line
      .split(',')
      .map((field, index) => fields[index] ?? field)
      .join(',')
  return answer([change(READY[0]!, first), change(READY[1]!, second), READY[2]!])
}

test.each([
  ['ready', withFields({})],
  ['paper-out', withFields({ 1: '1' })],
  ['paused', withFields({ 2: '1' })],
  ['busy', withFields({ 5: '1' })],
  ['needs-attention', withFields({ 9: '1' })],
  ['needs-attention', withFields({ 11: '1' })],
  ['head-open', withFields({}, { 2: '1' })],
  ['ribbon-out', withFields({}, { 3: '1', 4: '1' })],
  // A direct thermal printer has no ribbon to miss.
  ['ready', withFields({}, { 3: '1' })],
  // What to mend first: an open head also reports missing paper and a pause.
  ['head-open', withFields({ 1: '1', 2: '1' }, { 2: '1' })],
])('%s', (condition, heard) => {
  expect(readZebraStatus(heard)?.condition).toBe(condition)
})

test('widths do not matter, only commas', () => {
  const sloppy = answer(['30, 0 ,1,0,12,0,0,0,0,0,0,0', '0,0,0,0,0,2,4,0,0,1,0', '1234,0'])
  expect(readZebraStatus(sloppy)).toMatchObject({ condition: 'paused', waiting: 12 })
})

test('what the printer said can be printed', () => {
  expect(readZebraStatus(answer(READY))?.said).toBe(READY.join(' | '))
})

test('an answer is whole with its third line', () => {
  const whole = answer(READY)
  expect(zebraInquiry.isAnswered(whole)).toBe(true)
  expect(zebraInquiry.isAnswered(whole.subarray(0, whole.length - 3))).toBe(false)
})

test('anything else is not a status, and nothing throws', () => {
  expect(readZebraStatus(Buffer.from('READY\r\n'))).toBeUndefined()
  expect(readZebraStatus(answer(['PRINTER STATUS', 'ERRORS', '0']))).toBeUndefined()
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      readZebraStatus(bytes)
      zebraInquiry.isAnswered(bytes)
    }),
  )
})
