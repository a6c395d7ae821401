import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  readZebraStatus,
  zebra,
  zebraInquiry,
} from '../../../station/printing/status/zebra-status.ts'

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
  ['take-label', withFields({}, { 5: '1', 7: '1' })],
  // Only in peel-off mode does a label wait to be taken.
  ['ready', withFields({}, { 7: '1' })],
  // A direct thermal printer has no ribbon to miss.
  ['ready', withFields({}, { 3: '1' })],
  // What to mend first: an open head also reports missing paper and a pause.
  ['head-open', withFields({ 1: '1', 2: '1' }, { 2: '1' })],
])('%s', (condition, heard) => {
  expect(readZebraStatus(heard)?.condition).toBe(condition)
})

function withErrors(group: string, status = withFields({})): Uint8Array {
  const errors = `\x02\r\n\r\n  PRINTER STATUS  \r\n   ERRORS:         1 00000000 ${group}\r\n   WARNINGS:       0 00000000 00000000\r\n\x03`
  return Buffer.concat([Buffer.from(errors, 'latin1'), status])
}

test.each([
  // The flag before the groups is set by some firmware without an error.
  ['ready', '00000000'],
  ['paper-out', '00000001'],
  ['ribbon-out', '00000002'],
  ['head-open', '00000005'],
  ['needs-attention', '00000010'],
  ['paper-jam', '00001000'],
  ['paper-jam', '00004000'],
  ['paper-jam', '00008000'],
  ['paused', '00010000'],
  ['needs-attention', '00080000'],
  // One that no manual lists is no reason to print.
  ['needs-attention', '80000000'],
])('%s by the errors %s of ~HQES', (condition, group) => {
  expect(readZebraStatus(withErrors(group))?.condition).toBe(condition)
  expect(zebra.status.isAnswered(withErrors(group))).toBe(true)
})

test('what only one of the two answers tells is not lost', () => {
  expect(readZebraStatus(withErrors('00000020', withFields({ 2: '1' })))?.condition).toBe(
    'needs-attention',
  )
  expect(readZebraStatus(withErrors('00000000', withFields({ 2: '1' })))?.condition).toBe('paused')
})

test('errors without a frame and in small letters are read', () => {
  const sloppy = Buffer.concat([
    Buffer.from('PRINTER STATUS\nERRORS: 1 00000000 0000000a\nWARNINGS: 1 00000000 00000002\n'),
    answer(READY),
  ])
  expect(readZebraStatus(sloppy)?.condition).toBe('ribbon-out')
})

test('formats not begun and labels left of a batch both wait', () => {
  expect(readZebraStatus(withFields({ 4: '002' }, { 8: '00000003' }))?.waiting).toBe(5)
})

test.each([
  ['6', 152],
  ['8', 203],
  ['12', 300],
  ['24', 600],
  ['8 DOTS/MM', 203],
  ['9', undefined],
  ['', undefined],
])('a head of %s dots a millimetre has %s dpi', (dots, dpi) => {
  const heard = Buffer.from(`\x02ZTC ZD421-203dpi ZPL,V84.20.18Z,${dots},8176KB,X\x03\r\n`)
  expect(zebra.resolution?.read(heard)).toBe(dpi)
})

test.each([
  ['"1234"\r\n', 1234],
  ['"0"', 0],
  ['"?"', undefined],
  ['?\r\n', undefined],
  ['"12 labels"', undefined],
  ['"9999999999999999999"', undefined],
])('an odometer that says %s stands at %s', (said, count) => {
  expect(zebra.odometer?.inquiry.isAnswered(Buffer.from(said))).toBe(true)
  expect(zebra.odometer?.read(Buffer.from(said))).toBe(count)
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
