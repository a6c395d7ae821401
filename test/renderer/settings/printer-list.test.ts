import { expect, test } from 'vitest'
import {
  freshPrinter,
  MEDIA_PRESETS,
  movedPrinter,
  roleOfFound,
} from '../../../renderer/settings/printer-list.ts'
import { PrinterSettingsSchema, type PrinterSettings } from '../../../shared/settings.ts'

const printer = (id: string, role: PrinterSettings['role']): PrinterSettings =>
  PrinterSettingsSchema.parse({ id, role, connection: 'simulated:' })

const FOUND = { name: 'ZD421', by: 'zebra' as const, model: 'ZD421-203dpi', language: null }

test('an added printer takes a free id, and what was found brings its connection and language', () => {
  const printers = [printer('label', 'label'), printer('label-2', 'label')]
  expect(freshPrinter(printers, 'label')).toMatchObject({ id: 'label-3', language: 'zpl' })
  const found = { connection: 'tcp://10.0.0.20:9100', language: 'tspl' as const }
  expect(PrinterSettingsSchema.parse(freshPrinter(printers, 'label', found))).toMatchObject(found)
  expect(freshPrinter(printers, 'document', { ...found, language: null })).toEqual({
    id: 'documents',
    role: 'document',
    connection: found.connection,
    dpi: 203,
    media: { widthInches: 4, heightInches: 6 },
  })
})

test('what speaks IPP and no label language is taken for documents', () => {
  const role = (connection: string, language: 'zpl' | null = null) =>
    roleOfFound({ ...FOUND, connection, language })
  expect(role('ipp://10.0.0.30/ipp/print')).toBe('document')
  expect(role('ipps://10.0.0.30/ipp/print')).toBe('document')
  expect(role('ipp://10.0.0.30/ipp/print', 'zpl')).toBe('label')
  expect(role('tcp://10.0.0.20:9100')).toBe('label')
  expect(role('spooler:Zebra')).toBe('label')
})

test('a printer changes places with the next of its role, past those of the other', () => {
  const printers = [printer('a', 'label'), printer('d', 'document'), printer('b', 'label')]
  const ids = (list: readonly PrinterSettings[]) => list.map(({ id }) => id).join(' ')
  expect(ids(movedPrinter(printers, 0, 1))).toBe('b d a')
  expect(ids(movedPrinter(printers, 2, -1))).toBe('b d a')
  expect(movedPrinter(printers, 2, 1)).toBe(printers)
  expect(movedPrinter(printers, 0, -1)).toBe(printers)
  expect(movedPrinter(printers, 1, 1)).toBe(printers)
})

test('every label size that is offered may be saved', () => {
  for (const { widthInches, heightInches } of MEDIA_PRESETS)
    expect(
      PrinterSettingsSchema.parse({
        ...printer('label', 'label'),
        media: { widthInches, heightInches },
      }).media,
    ).toEqual({ widthInches, heightInches })
})
