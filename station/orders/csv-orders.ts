import { finished } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import type { FieldProblem } from '../../shared/problem.ts'
import { type CsvHeader, readCsvHeader } from './csv-header.ts'
import { ordersOfRows } from './csv-order.ts'
import { createCsvRows } from './csv-rows.ts'
import type { OrderFile } from './order-file.ts'
import { referenceKey } from './order-record.ts'

/** A header or a row longer than this is a file that lacks a line break or a quotation mark. */
const ROW_AT_MOST = 1_000_000

interface Parsed {
  readonly record: string[]
  readonly info: { readonly lines: number }
}

/**
 * Reads a CSV file of orders of any known format: `,` `;` or tab, quotation marks, any line breaks. Rows wait
 * until the file has ended, so rows of one order need not stand together, and a file that breaks off in the
 * middle brings nothing.
 */
export function createCsvOrders(): OrderFile {
  const waiting = createCsvRows(referenceKey)
  let start = ''
  let parser: ReturnType<typeof createParser> | undefined
  let header: CsvHeader | undefined
  let parsed: Parsed[] = []
  let rows = 0
  let ended = false
  let closed = false
  let failure: FieldProblem | undefined

  function createParser(delimiter: string) {
    const created = parse({
      delimiter,
      record_delimiter: '\n',
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: ROW_AT_MOST,
    })
    created.on('data', (record: Parsed) => parsed.push(record))
    created.on('error', (error) => {
      failure ??= problemOf(error)
    })
    return created
  }

  function takeParsed(): FieldProblem | undefined {
    const fresh = []
    for (const { record, info } of parsed) {
      if (header) {
        // The parser tells the line on which a row ends.
        const breaks = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
        fresh.push(header.rowOf(record, info.lines - breaks))
        continue
      }
      const read = readCsvHeader(record)
      if ('path' in read) return { ...read, line: info.lines }
      header = read
    }
    parsed = []
    rows += fresh.length
    waiting.add(fresh)
    return undefined
  }

  return {
    format: () => header?.format,
    rows: () => rows,
    async write(text, last) {
      let chunk = text.replaceAll(/\r\n?/g, '\n')
      if (!parser) {
        start += chunk
        const firstRow = firstRowOf(start)
        if (firstRow === undefined && !last)
          return start.length > ROW_AT_MOST
            ? { path: 'header', message: 'does not end', line: 1 }
            : undefined
        if (start.trim() === '') return { path: '', message: 'is empty', line: 1 }
        parser = createParser(delimiterOf(firstRow ?? start))
        chunk = start
        start = ''
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      parser.write(chunk, () => resolve())
      await promise
      if (last && !failure) {
        parser.end()
        await finished(parser).catch((error: Error) => {
          failure ??= problemOf(error)
        })
      }
      if (closed) return undefined
      failure ??= takeParsed()
      ended = last && !failure
      return failure
    },
    next: (limit) => (ended ? waiting.next(limit).flatMap(ordersOfRows) : []),
    close() {
      closed = true
      parser?.destroy()
      waiting.close()
    },
  }
}

/** The first row that is not blank, once its end is there. */
function firstRowOf(text: string): string | undefined {
  let inQuotes = false
  const from = text.search(/\S/)
  if (from < 0) return undefined
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '"') inQuotes = !inQuotes
    else if (text[at] === '\n' && !inQuotes) return text.slice(from, at)
  }
  return undefined
}

/** The delimiter that stands most often in the header row, outside of quotation marks. */
function delimiterOf(row: string): string {
  const bare = row.replaceAll(/"[^"]*"/g, '')
  const count = (delimiter: string) => bare.split(delimiter).length
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best))
}

function problemOf(error: Error): FieldProblem {
  const code = error instanceof CsvError ? error.code : undefined
  const lines = (error as { lines?: unknown }).lines
  const message =
    code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE'
      ? 'has a quotation mark that is never closed'
      : code === 'INVALID_OPENING_QUOTE' || code === 'CSV_INVALID_CLOSING_QUOTE'
        ? 'has a quotation mark in the middle of a cell: such cells need quotation marks around them, and two for one inside'
        : `is not valid CSV: ${error.message}`
  return { path: '', message, ...(typeof lines === 'number' && lines > 0 && { line: lines }) }
}
