import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { openDatabase, type Database } from '../../../station/database/database.ts'
import type { SteadyWrites } from '../../../station/database/steady-writes.ts'
import {
  createProductWeights,
  type ProductWeights,
  type WeighedProduct,
} from '../../../station/product-weights/product-weights.ts'
import { productWeightMigrations } from '../../../station/product-weights/weight-store.ts'
import { steadyWrites } from '../database/stand.ts'

const BEANIE = {
  merchant: 'larkspur',
  sku: 'LK-BEA-RST',
  description: 'Wool beanie, rust',
  givenGrams: 200,
}
const PULLOVER = {
  merchant: 'larkspur',
  sku: 'LK-PUL-M-OAT',
  description: 'Knitted pullover',
  givenGrams: 450,
}
const SOCKS = { ...BEANIE, sku: 'LK-SOC-GRY', description: 'Grey socks', givenGrams: undefined }
const TARE = 90

const start = Date.parse('2026-05-27T08:00:00Z')

let folder: string
let database: Database
let writes: SteadyWrites
let weights: ProductWeights
let parcels = 0

function close() {
  writes.giveUp()
  database.close()
}
function open() {
  database = openDatabase(join(folder, 'station.db'), productWeightMigrations)
  // No power is cut here.
  database.pragma('synchronous = OFF')
  writes = steadyWrites(database)
  const clock = { now: () => new Date(start + parcels * 60_000) }
  weights = createProductWeights({ database, writes, clock })
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shipbench-weights-'))
  parcels = 0
  open()
})
afterEach(() => {
  close()
  rmSync(folder, { recursive: true, force: true })
})

type Content = readonly [product: Omit<WeighedProduct, 'units'>, units: number]

/** A parcel of these, the whole weight of whose goods is `goods` grams. */
function weigh(goods: number, ...contents: readonly Content[]) {
  parcels += 1
  weights.learn({
    shipmentId: `shipment-${parcels}`,
    grams: TARE + goods,
    tareGrams: TARE,
    products: contents.map(([product, units]) => ({ ...product, units })),
  })
}
function teach(product: Content[0], grams: number, times = 5) {
  for (let time = 0; time < times; time += 1) weigh(grams, [product, 1])
}
const learned = (product: Content[0]) => {
  const weight = weights.unitWeight(product)
  return weight?.from === 'given' ? undefined : weight
}
const samplesOf = (sku: string) =>
  database
    .prepare(
      `SELECT count(*) FROM product_weight_samples
         WHERE product_id = (SELECT id FROM product_weights WHERE sku = ?)`,
    )
    .pluck()
    .get(sku)
const row = (sku: string) => weights.search({ search: sku }).rows[0]

describe('K1: what a parcel teaches', () => {
  it('is the product it is full of', () => {
    weigh(240, [BEANIE, 2])
    weigh(360, [BEANIE, 1], [BEANIE, 2])
    weigh(120, [BEANIE, 1])
    weigh(1201, [BEANIE, 10])
    expect(learned(BEANIE)).toBeUndefined()
    weigh(118, [BEANIE, 1])
    expect(learned(BEANIE)).toEqual({ milligrams: 120_000, spreadMilligrams: 0, from: 'learned' })
  })

  it('is the one unknown among products that are learned or set', () => {
    teach(BEANIE, 120)
    weigh(570, [PULLOVER, 1], [BEANIE, 1])
    weights.set('larkspur', PULLOVER.sku, 450_000)
    for (let time = 0; time < 5; time += 1)
      weigh(120 + 450 + 70, [BEANIE, 1], [SOCKS, 2], [PULLOVER, 1])
    expect(learned(SOCKS)).toEqual({ milligrams: 35_000, spreadMilligrams: 0, from: 'learned' })
    expect(row(PULLOVER.sku)).toMatchObject({ parcels: 1, learnedMilligrams: null })
    expect(row(BEANIE.sku)?.parcels).toBe(5)
  })

  it('is nothing where two are unknown, and what an order gives is not known', () => {
    for (let time = 0; time < 6; time += 1) weigh(570, [PULLOVER, 1], [BEANIE, 1])
    expect([learned(BEANIE), learned(PULLOVER)]).toEqual([undefined, undefined])
    expect(samplesOf(BEANIE.sku)).toBe(0)
  })

  it('is nothing where all of several are known: none of them is the unknown', () => {
    teach(BEANIE, 120)
    teach(PULLOVER, 450)
    for (let time = 0; time < 31; time += 1) weigh(600, [PULLOVER, 1], [BEANIE, 1])
    expect(learned(BEANIE)?.milligrams).toBe(120_000)
    expect(learned(PULLOVER)?.milligrams).toBe(450_000)
  })

  it('is nothing beside a product without any code', () => {
    const nameless = { ...BEANIE, sku: '' }
    teach(BEANIE, 120)
    for (let time = 0; time < 5; time += 1) {
      weigh(150, [nameless, 1], [SOCKS, 1])
      weigh(150, [nameless, 1], [BEANIE, 1])
      weigh(150, [nameless, 1])
    }
    expect(learned(SOCKS)).toBeUndefined()
    expect(row(BEANIE.sku)?.parcels).toBe(5)
    expect(weights.unitWeight(nameless)).toMatchObject({ milligrams: 200_000, from: 'given' })
    expect(weights.search({}).total).toBe(2)
  })

  it('is nothing where none of it was packed', () => {
    for (let time = 0; time < 5; time += 1) weigh(120, [BEANIE, 1], [PULLOVER, 0])
    expect(learned(BEANIE)?.milligrams).toBe(120_000)
    expect(weights.search({}).total).toBe(1)
  })
})

test('K2: a shipment teaches once, also after a restart and after it was forgotten', () => {
  teach(BEANIE, 120, 4)
  const again = () =>
    weights.learn({
      shipmentId: 'shipment-4',
      grams: TARE + 120,
      tareGrams: TARE,
      products: [{ ...BEANIE, units: 1 }],
    })
  again()
  close()
  open()
  again()
  expect(row(BEANIE.sku)?.parcels).toBe(4)
  weights.forget('larkspur', BEANIE.sku)
  again()
  expect(row(BEANIE.sku)?.parcels).toBe(0)
})

test('K4: an absurd weight teaches nothing, and does not use its shipment up', () => {
  weigh(0, [BEANIE, 1])
  weigh(-40, [BEANIE, 1])
  expect(row(BEANIE.sku)).toMatchObject({ parcels: 0, lastWeighedAt: null })
  parcels = 0
  weigh(120, [BEANIE, 1])
  expect(row(BEANIE.sku)?.parcels).toBe(1)
})

describe('K5, K6: learned', () => {
  it('keeps the newest 31, and learns a changed product anew', () => {
    teach(BEANIE, 120, 40)
    expect(samplesOf(BEANIE.sku)).toBe(31)
    teach(BEANIE, 150, 31)
    expect(learned(BEANIE)).toEqual({ milligrams: 150_000, spreadMilligrams: 0, from: 'learned' })
    expect(row(BEANIE.sku)?.parcels).toBe(71)
  })

  it('is taken back where the parcels no longer agree', () => {
    teach(BEANIE, 120)
    expect(learned(BEANIE)).toBeDefined()
    for (const grams of [180, 60, 240, 100, 200]) weigh(grams, [BEANIE, 1])
    expect(learned(BEANIE)).toBeUndefined()
    expect(row(BEANIE.sku)).toMatchObject({ learnedMilligrams: null, spreadMilligrams: null })
  })

  it('survives a restart', () => {
    teach(BEANIE, 120, 3)
    close()
    open()
    teach(BEANIE, 124, 2)
    expect(learned(BEANIE)?.milligrams).toBe(120_000)
    expect(row(BEANIE.sku)?.lastWeighedAt).toBe('2026-05-27T08:05:00.000Z')
  })
})

describe('K7: set before learned before given', () => {
  it('goes back step by step', () => {
    expect(weights.unitWeight(BEANIE)).toEqual({
      milligrams: 200_000,
      spreadMilligrams: 0,
      from: 'given',
    })
    expect(weights.unitWeight(SOCKS)).toBeUndefined()
    for (const grams of [118, 119, 120, 121, 122]) weigh(grams, [BEANIE, 1])
    expect(weights.unitWeight(BEANIE)).toMatchObject({ milligrams: 120_000, from: 'learned' })
    const answer = weights.set('larkspur', BEANIE.sku, 125_500)
    expect(answer).toMatchObject({ ok: true, value: { setMilligrams: 125_500, parcels: 5 } })
    expect(weights.unitWeight(BEANIE)).toEqual({
      milligrams: 125_500,
      spreadMilligrams: 1_483,
      from: 'set',
    })
    teach(BEANIE, 130, 9)
    expect(weights.unitWeight(BEANIE)?.milligrams).toBe(125_500)
    weights.set('larkspur', BEANIE.sku, null)
    expect(weights.unitWeight(BEANIE)).toMatchObject({ milligrams: 130_000, from: 'learned' })
    expect(weights.forget('larkspur', BEANIE.sku)).toEqual({ ok: true, value: null })
    expect(weights.unitWeight(BEANIE)?.from).toBe('given')
    expect(row(BEANIE.sku)).toMatchObject({ parcels: 0, lastWeighedAt: null })
  })

  it('of a product never met is a failure', () => {
    const failure = { ok: false, failure: { code: 'product-not-known' } }
    expect(weights.set('larkspur', 'NONE', 1000)).toEqual(failure)
    expect(weights.forget('larkspur', 'NONE')).toEqual(failure)
  })

  it('can be set of a product that was met beside another unknown', () => {
    weigh(570, [PULLOVER, 1], [BEANIE, 1])
    expect(weights.set('larkspur', PULLOVER.sku, 450_000).ok).toBe(true)
    for (let time = 0; time < 5; time += 1) weigh(570, [PULLOVER, 1], [BEANIE, 1])
    expect(learned(BEANIE)?.milligrams).toBe(120_000)
  })

  it('tells of every change', () => {
    let told = 0
    weights.changes.subscribe(() => (told += 1))
    weigh(120, [BEANIE, 1])
    weights.set('larkspur', BEANIE.sku, 1000)
    weights.forget('larkspur', BEANIE.sku)
    weights.forget('larkspur', 'NONE')
    expect(told).toBe(3)
  })
})

test('K8: one merchant and one code, in any case; GTINs alike', () => {
  weigh(120, [{ ...BEANIE, sku: 'lk-bea-rst' }, 1])
  teach(BEANIE, 120, 4)
  expect(learned({ ...BEANIE, sku: 'Lk-Bea-Rst ' })?.milligrams).toBe(120_000)
  expect(learned({ ...BEANIE, merchant: 'other' })).toBeUndefined()
  expect(row(BEANIE.sku)).toMatchObject({ sku: 'LK-BEA-RST', parcels: 5 })
  teach({ ...SOCKS, sku: '036000291452' }, 35)
  expect(learned({ ...SOCKS, sku: '0036000291452' })?.milligrams).toBe(35_000)
})

describe('the list', () => {
  it('finds any part of SKU and description, all words, without accents and case', () => {
    weigh(120, [BEANIE, 1])
    weigh(35, [{ ...SOCKS, description: 'Çalcetín gris 50% %_' }, 1])
    const found = (search: string) => weights.search({ search }).rows.map(({ sku }) => sku)
    expect(found('')).toEqual([SOCKS.sku, BEANIE.sku])
    expect(found('  ')).toEqual([SOCKS.sku, BEANIE.sku])
    expect(found('bea-r')).toEqual([BEANIE.sku])
    expect(found('EANIE rst')).toEqual([BEANIE.sku])
    expect(found('calcetin GRIS')).toEqual([SOCKS.sku])
    expect(found('%_')).toEqual([SOCKS.sku])
    expect(found('beanie gris')).toEqual([])
  })

  it('is paged, the newest weighed first, with the number of all', () => {
    for (let number = 0; number < 230; number += 1)
      weigh(120, [{ ...BEANIE, sku: `P-${number}`, description: number % 2 ? 'odd' : 'even' }, 1])
    weigh(570, [{ ...BEANIE, sku: 'NEVER-1' }, 1], [{ ...BEANIE, sku: 'NEVER-2' }, 1])
    const read = (search: string) => {
      const skus: string[] = []
      const totals = new Set<number>()
      let cursor: string | null | undefined
      while (cursor !== null) {
        const page = weights.search({ search, ...(cursor !== undefined && { cursor }) })
        expect(page.rows.length).toBeLessThanOrEqual(100)
        skus.push(...page.rows.map(({ sku }) => sku))
        totals.add(page.total)
        cursor = page.nextCursor
      }
      return { skus, totals: [...totals] }
    }
    const all = Array.from({ length: 230 }, (_, index) => `P-${229 - index}`)
    expect(read('')).toEqual({ skus: [...all, 'NEVER-2', 'NEVER-1'], totals: [232] })
    expect(read('odd')).toEqual({
      skus: all.filter((sku) => Number(sku.slice(2)) % 2),
      totals: [115],
    })
  })
})

test('what the disk does not take is not learned, and stops nobody', () => {
  teach(BEANIE, 120, 4)
  database.pragma('query_only = ON')
  weigh(120, [BEANIE, 1])
  database.pragma('query_only = OFF')
  expect(row(BEANIE.sku)?.parcels).toBe(4)
  weigh(120, [BEANIE, 1])
  expect(learned(BEANIE)?.milligrams).toBe(120_000)
})
