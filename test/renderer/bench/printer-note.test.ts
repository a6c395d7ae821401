import { expect, test } from 'vitest'
import { isMended, printerNoteOf } from '../../../renderer/bench/printer-note.ts'
import type { Trouble } from '../../../renderer/bench/trouble.ts'
import type { Health } from '../../../shared/health.ts'
import { openOrder } from './bench-views.ts'

type Printer = Health['printers'][number]

const printer = (id: string, different: Partial<Printer> = {}): Printer => ({
  id,
  role: 'label',
  connection: 'simulated:',
  condition: 'ready',
  light: 'good',
  at: '2026-11-22T10:00:00.000Z',
  ...different,
})

const OUT = { condition: 'paper-out', light: 'bad' } as const
const PACKING = { order: openOrder() }

test('a printer that cannot print is told of while its label is not needed yet', () => {
  const health = { printers: [printer('label', OUT)] }
  expect(printerNoteOf(PACKING, health, undefined)).toEqual({
    printer: 'label',
    condition: 'paper-out',
    instead: null,
  })
})

test('who takes over is named: the first that can print', () => {
  const printers = [printer('label', OUT), printer('near', OUT), printer('far')]
  expect(printerNoteOf(PACKING, { printers }, undefined)).toMatchObject({ instead: 'far' })
})

test.each([
  ['the first printer can print', [printer('label'), printer('near', OUT)]],
  ['it cannot be asked', [printer('label', { condition: 'not-asked' })]],
  ['only a document printer has trouble', [printer('papers', { ...OUT, role: 'document' })]],
  ['there is none', []],
])('nothing is said where %s', (_, printers) => {
  expect(printerNoteOf(PACKING, { printers }, undefined)).toBeUndefined()
})

const trouble = (speaker: 'printer' | 'carrier', isOfSticker = false): Trouble => ({
  from: 'problem',
  kind: 'wrong',
  code: 'printer-not-ready',
  params: {},
  said: undefined,
  speaker,
  isOfSticker,
})

test('while the band tells of the first, the line tells why the next does not take over', () => {
  const printers = [printer('label', OUT), printer('near', { condition: 'paused', light: 'bad' })]
  expect(printerNoteOf(PACKING, { printers }, trouble('printer'))).toEqual({
    printer: 'near',
    condition: 'paused',
    instead: null,
  })
})

test('a label that stopped at the printer is told that a printer is ready again', () => {
  const isOver = (printers: Printer[], what = trouble('printer')) => isMended(what, { printers })
  expect(isOver([printer('label', OUT)])).toBe(false)
  expect(isOver([printer('label', OUT), printer('papers', { role: 'document' })])).toBe(false)
  expect(isOver([printer('label', OUT), printer('near')])).toBe(true)
  expect(isOver([printer('label')], trouble('printer', true))).toBe(false)
  expect(
    isOver([printer('label')], { ...trouble('printer'), code: 'label-mismatch' } as Trouble),
  ).toBe(false)
})

test('nothing is said twice: not beside the band, and not where the idle panel says it', () => {
  const health = { printers: [printer('label', OUT)] }
  expect(printerNoteOf(PACKING, health, trouble('printer'))).toBeUndefined()
  expect(printerNoteOf(PACKING, health, trouble('carrier'))).toBeDefined()
  expect(printerNoteOf({ order: null }, health, undefined)).toBeUndefined()
  expect(printerNoteOf(PACKING, undefined, undefined)).toBeUndefined()
})
