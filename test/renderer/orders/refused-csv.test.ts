import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { refusedCsv } from '../../../renderer/orders/refused-csv.ts'

const HEADER = ['Order', 'Merchant', 'Line', 'Field', 'What is wrong']
const refused = (reference: string, message: string) => ({
  reference,
  merchant: 'larkspur',
  status: 'refused' as const,
  problems: [{ path: 'shipTo.zip', message, line: 12 }],
})

test('one row a problem, which a CSV reader gets back as it was', () => {
  const text = refusedCsv([refused('LK-1', 'says "no",\nthen more')], HEADER)
  expect(parse(text, { bom: true })).toEqual([
    HEADER,
    ['LK-1', 'larkspur', '12', 'shipTo.zip', 'says "no",\nthen more'],
  ])
})

test('a text that a spreadsheet would run is made a text', () => {
  const text = refusedCsv([refused('=HYPERLINK("http://x.example")', 'is refused')], HEADER)
  const rows = parse(text, { bom: true })
  expect(rows[1]?.[0]).toBe('\'=HYPERLINK("http://x.example")')
})
