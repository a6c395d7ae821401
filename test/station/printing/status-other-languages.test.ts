import { describe, expect, test } from 'vitest'
import { DIALECTS } from '../../../station/printing/dialects.ts'

const { escpos, tspl, epl2, cpcl } = DIALECTS

describe('ESC/POS', () => {
  const read = (...bytes: number[]) => escpos.readStatus(Buffer.from(bytes))?.condition

  test.each([
    ['ready', [0x12, 0x12, 0x12, 0x12]],
    // A drawer that is open, and paper near its end.
    ['ready', [0x16, 0x12, 0x12, 0x1e]],
    ['head-open', [0x1a, 0x16, 0x12, 0x12]],
    ['head-open', [0x1a, 0x36, 0x12, 0x72]],
    ['paper-out', [0x1a, 0x12, 0x12, 0x72]],
    ['paper-out', [0x1a, 0x32, 0x12, 0x12]],
    ['paper-jam', [0x1a, 0x52, 0x1a, 0x12]],
    ['needs-attention', [0x1a, 0x52, 0x32, 0x12]],
    ['needs-attention', [0x1a, 0x12, 0x12, 0x12]],
  ])('%s by %j', (condition, bytes) => {
    expect(read(...bytes)).toBe(condition)
  })

  test('what printers send unasked is no status, and hides none', () => {
    const statusBack = [0x14, 0x00, 0x00, 0x0f]
    expect(read(...statusBack)).toBeUndefined()
    expect(read(...statusBack, 0x12, 0x12, 0x12, 0x72)).toBe('paper-out')
    expect(read(0x12, 0x12, ...statusBack, 0x12, 0x72, 0x13)).toBe('paper-out')
  })

  test('bytes that are no status bytes are refused, with real ones or without', () => {
    expect(read(0x12, 0x12, 0x12, 0x12, 0x00)).toBeUndefined()
    expect(read(...Buffer.from('READY\r\n'))).toBeUndefined()
    expect(read(0x37, 0x22, 0x31, 0x30, 0x30, 0x31, 0x00)).toBeUndefined()
  })
})

describe('TSPL', () => {
  test.each([
    ['ready', 0x00],
    ['head-open', 0x05],
    ['head-open', 0x40],
    ['paper-out', 0x04],
    // A roll that has ended may also be told as jammed.
    ['paper-out', 0x06],
    ['ribbon-out', 0x08],
    ['paper-jam', 0x02],
    ['needs-attention', 0x80],
    ['paused', 0x10],
    ['busy', 0x20],
  ])('%s by %i', (condition, byte) => {
    expect(tspl.readStatus(Buffer.from([byte]))?.condition).toBe(condition)
  })
})

describe('EPL2', () => {
  test.each([
    ['ready', '00\r\n'],
    ['ready', '01\r\n'],
    ['paper-out', '07\r\n'],
    ['paper-out', '07P001\r\n'],
    ['head-open', '11\r\n'],
    ['head-open', '07,11\r\n'],
    ['paused', '92\r\n'],
    ['needs-attention', '62\r\n'],
    // Something that it reported unasked came before.
    ['paused', '\u001507P001\u001312\r\n12\r\n'],
    [undefined, '07\r'],
    [undefined, 'READY\r\n'],
  ])('%s by %j', (condition, said) => {
    expect(epl2.readStatus(Buffer.from(said))?.condition).toBe(condition)
  })
})

describe('CPCL', () => {
  test.each([
    ['ready', 0x00],
    ['ready', 0x18],
    ['paper-out', 0x02],
    ['head-open', 0x06],
    ['busy', 0x01],
    [undefined, 0x20],
  ])('%s by %i', (condition, byte) => {
    expect(cpcl.readStatus(Buffer.from([byte]))?.condition).toBe(condition)
  })
})
