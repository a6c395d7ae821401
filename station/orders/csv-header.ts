import type { FieldProblem } from '../../shared/problem.ts'
import {
  columnKey,
  CSV_MAPPINGS,
  type CsvMapping,
  NEEDED_ITEM_FIELDS,
  NEEDED_ORDER_FIELDS,
  type Sources,
} from './csv-mappings.ts'
import type { CsvRow } from './csv-rows.ts'

export interface CsvHeader {
  readonly format: CsvMapping['format']
  rowOf(cells: readonly string[], line: number): CsvRow
}

/** A field and the columns that may hold it: the first group of columns that is not empty wins. */
type Field = readonly [path: string, groups: readonly (readonly number[])[]]

/** Recognises a file by its header row, or says what is wrong with that. */
export function readCsvHeader(names: readonly string[]): CsvHeader | FieldProblem {
  const keys = names.map(columnKey)
  const has = (sources: Sources) => sources.flat().some((name) => keys.includes(columnKey(name)))
  const mapping = CSV_MAPPINGS.find(({ marks }) => marks.every(has))
  const wrong = (message: string): FieldProblem => ({ path: 'header', message, line: 1 })
  if (!mapping)
    return wrong(
      'is not known: it must have the columns reference, shipTo.name, item.description …, or be that of an order export of Shopify, ShipStation or WooCommerce',
    )

  const orderFields = fieldsOf(mapping.order, keys)
  // A price without a currency says nothing.
  const priced = mapping.format === 'shipbench' || orderFields.some(([path]) => path === 'currency')
  const slots = itemSlots(mapping, keys).map((fields) =>
    fields.filter(([path]) => priced || path !== 'price.amount'),
  )
  const missing = [
    ...without(orderFields, NEEDED_ORDER_FIELDS).map((path) => mapping.order[path]),
    ...without(slots.flat(), NEEDED_ITEM_FIELDS).map((path) => mapping.item[path]),
  ].map((sources) => sources?.flat()[0])
  if (missing.length > 0)
    return wrong(`of a ${mapping.format} file lacks the columns ${missing.join(', ')}`)
  const used = [...orderFields, ...slots.flat()].flatMap(([, groups]) => groups.flat())
  const twice = used.find(
    (index) => keys.indexOf(keys[index] ?? '') !== keys.lastIndexOf(keys[index] ?? ''),
  )
  if (twice !== undefined) return wrong(`has the column ${names[twice]?.trim()} twice`)

  const at = (cells: readonly string[], column: string) =>
    cleanCell(cells[keys.indexOf(columnKey(column))] ?? '').toLowerCase()

  return {
    format: mapping.format,
    rowOf(cells, line) {
      const order = textsOf(orderFields, cells)
      const row = { line, reference: order['reference'] ?? '', order }
      const items = mapping.skipItem.some(({ column, value }) => at(cells, column) === value)
        ? []
        : slots.flatMap((slot) => itemOf(slot, cells, mapping))
      if (cells.slice(names.length).some((cell) => cell.trim() !== ''))
        return {
          ...row,
          items,
          problem: { path: '', message: `has ${cells.length} cells, the header ${names.length}` },
        }
      for (const { column, values } of mapping.closed) {
        const value = at(cells, column)
        if (value !== '' && (values === 'any' || values.includes(value)))
          return {
            ...row,
            items,
            problem: { path: column, message: `is "${value}": the order is not to be packed` },
          }
      }
      return { ...row, items }
    },
  }
}

function without(fields: readonly Field[], needed: readonly string[]): string[] {
  return needed.filter((path) => !fields.some(([known]) => known === path))
}

function fieldsOf(from: Readonly<Record<string, Sources>>, keys: readonly string[]): Field[] {
  return Object.entries(from).flatMap(([path, sources]) => {
    const groups = sources
      .map((group) =>
        [group]
          .flat()
          .map((name) => keys.indexOf(columnKey(name)))
          .filter((index) => index >= 0),
      )
      .filter((group) => group.length > 0)
    return groups.length > 0 ? [[path, groups] as const] : []
  })
}

/** The fields of each item that a row may hold: of the unnumbered columns, and of each number in use. */
function itemSlots(mapping: CsvMapping, keys: readonly string[]): Field[][] {
  const numbers = new Set<number>()
  for (const name of Object.values(mapping.item).flat(2)) {
    const [before = '', after] = columnKey(name).split('{n}')
    if (after === undefined) continue
    for (const key of keys) {
      const number = key.slice(before.length, key.length - after.length)
      if (key === before + number + after && /^\d{1,4}$/.test(number)) numbers.add(Number(number))
    }
  }
  const numbered = (test: (name: string) => boolean, replace: (name: string) => string) =>
    fieldsOf(
      Object.fromEntries(
        Object.entries(mapping.item).map(([path, sources]) => [
          path,
          sources.flat().filter(test).map(replace),
        ]),
      ),
      keys,
    )
  return [
    numbered(
      (name) => !name.includes('{n}'),
      (name) => name,
    ),
    ...[...numbers]
      .sort((a, b) => a - b)
      .map((number) =>
        numbered(
          (name) => name.includes('{n}'),
          (name) => name.replace('{n}', String(number)),
        ),
      ),
  ].filter((fields) => fields.length > 0)
}

/** What spreadsheets wrap around a text so that they do not take it for a number: ="01234". */
function cleanCell(cell: string): string {
  const text = cell.trim()
  return /^="(.*)"$/s.exec(text)?.[1]?.trim() ?? text
}

function textsOf(fields: readonly Field[], cells: readonly string[]): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [path, groups] of fields)
    for (const group of groups) {
      const text = group
        .map((index) => cleanCell(cells[index] ?? ''))
        .filter((part) => part !== '')
        .join(' ')
      if (text === '') continue
      // Shopify writes '01234 so that spreadsheets keep the zero.
      texts[path] = /\.(zip|phone)$/.test(path) ? text.replace(/^'/, '') : text
      break
    }
  return texts
}

function itemOf(
  fields: readonly Field[],
  cells: readonly string[],
  mapping: CsvMapping,
): Record<string, string>[] {
  const item = textsOf(fields, cells)
  if (mapping.itemConstants && Number(item['weight.value']) === 0) delete item['weight.value']
  if (Object.keys(item).length === 0) return []
  return [{ ...mapping.itemConstants, ...item }]
}
