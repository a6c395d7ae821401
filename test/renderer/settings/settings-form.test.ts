import { describe, expect, test } from 'vitest'
import {
  changedKeys,
  isFixed,
  listFrom,
  listText,
  patchOf,
  problemAt,
  valueAt,
  withValue,
} from '../../../renderer/settings/settings-form.ts'
import { SettingsSchema } from '../../../shared/settings.ts'

const saved = SettingsSchema.parse({
  station: { id: 'bench-1', name: 'Bench 1' },
  printers: [{ id: 'label', role: 'label', connection: 'tcp://127.0.0.1:9100', language: 'zpl' }],
  watchFolder: '/srv/orders',
})
const KEYS = ['station', 'shipFrom', 'packing', 'watchFolder'] as const

describe('a change at a path', () => {
  test('leaves the rest and the original as they were', () => {
    const printers = withValue(saved.printers, '0.media.widthInches', 3)
    expect(valueAt({ printers }, 'printers.0.media')).toEqual({ widthInches: 3, heightInches: 6 })
    expect(valueAt(saved, 'printers.0.media.widthInches')).toBe(4)
    expect(Array.isArray(printers)).toBe(true)
  })

  test('undefined takes the member away', () => {
    expect(valueAt(withValue(saved.printers, '0.language', undefined), '0')).not.toHaveProperty(
      'language',
    )
  })

  test('makes what was not there', () => {
    expect(withValue(undefined, 'country', 'US')).toEqual({ country: 'US' })
  })
})

describe('what is asked of the station', () => {
  test('only keys that differ, each whole', () => {
    const draft = { station: { id: 'bench-1', name: 'Bench 9' }, packing: { ...saved.packing } }
    expect(patchOf(saved, draft, KEYS)).toEqual({ station: { id: 'bench-1', name: 'Bench 9' } })
  })

  test('typing something and taking it back is no change', () => {
    const draft = { station: { name: 'Bench 1', id: 'bench-1' }, shipFrom: { name: '' } }
    expect(changedKeys(saved, draft, KEYS)).toEqual([])
  })

  test('what was emptied goes back to its default', () => {
    expect(patchOf(saved, { watchFolder: undefined }, KEYS)).toEqual({ watchFolder: null })
  })

  test('a half-filled address goes as it is, so that the station can name what is missing', () => {
    const draft = { shipFrom: { name: 'Harbor', city: '' } }
    expect(patchOf(saved, draft, KEYS)).toEqual(draft)
  })

  test('an emptied list is an empty list', () => {
    expect(patchOf(saved, { printers: [] }, ['printers'])).toEqual({ printers: [] })
  })

  test('keys of another page are left alone', () => {
    expect(patchOf(saved, { printers: [] }, KEYS)).toEqual({})
  })
})

test('a path is fixed where the file names it or the whole that it is a part of', () => {
  const fixed = ['station.id', 'printers']
  expect(isFixed(fixed, 'station.id')).toBe(true)
  expect(isFixed(fixed, 'station.name')).toBe(false)
  expect(isFixed(fixed, 'printers.0.dpi')).toBe(true)
  expect(isFixed(fixed, 'printersOther')).toBe(false)
})

test('a problem stands at exactly its path', () => {
  const problems = [{ path: 'boxes.1.length', message: 'is missing' }]
  expect(problemAt(problems, 'boxes.1.length')).toBe('is missing')
  expect(problemAt(problems, 'boxes.1')).toBeUndefined()
})

test('a list in one line is read without doubles and empty ones, and written back the same', () => {
  expect(listFrom(' STANDARD,EXPRESS , ,STANDARD,')).toEqual(['STANDARD', 'EXPRESS'])
  expect(listFrom('')).toEqual([])
  expect(listFrom(listText(['2 Day', 'Ground']))).toEqual(['2 Day', 'Ground'])
})
