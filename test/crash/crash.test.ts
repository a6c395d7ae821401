import { beforeAll, describe, expect, test } from 'vitest'
import { crash, type Figures } from './harness.ts'
import type { Violation } from './invariants.ts'
import { BENCH_STEPS, PARKED_STEPS, planOf } from './points.ts'

const KILLS = 40
const SEED = 20_417

describe('the plan', () => {
  const points = (seed: number) => planOf(KILLS, seed).flatMap((life) => life.points)

  test('has as many kills as asked for, and comes from its seed alone', () => {
    expect(points(SEED)).toHaveLength(KILLS)
    expect(planOf(KILLS, SEED)).toEqual(planOf(KILLS, SEED))
    expect(planOf(KILLS, SEED)).not.toEqual(planOf(KILLS, SEED + 1))
  })

  const livesWith = (step: string, kills = KILLS) =>
    planOf(kills, SEED).filter((life) => life.points.some(({ at }) => at === step))

  test.each(BENCH_STEPS)('kills at "%s" once for each carrier', (step) => {
    const lives = livesWith(step)
    expect(lives.map(({ carrier }) => carrier).toSorted()).toEqual(['flavorcloud', 'flexport'])
  })

  test.each(PARKED_STEPS)('kills at "%s" in a life that parks', (step) => {
    expect(livesWith(step).map(({ parks }) => parks)).toEqual([true])
    expect(new Set(livesWith(step, 200).map(({ carrier }) => carrier)).size).toBe(2)
  })

  test('kills anywhere in lives of both kinds, and in starts with parked boxes', () => {
    expect(new Set(livesWith('anywhere').map(({ parks }) => parks)).size).toBe(2)
    expect(livesWith('start-up').some(({ parks }) => parks)).toBe(true)
  })
})

describe(`the host is killed ${KILLS} times in the middle of purchases (seed ${SEED})`, () => {
  let figures: Figures

  beforeAll(async () => {
    figures = await crash(planOf(KILLS, SEED))
  }, 1_800_000)

  const told = (what: Violation['what']) =>
    figures.violations.filter((violation) => violation.what === what)

  test('every kill hit its point', () => {
    const hit = Object.values(figures.kills).reduce((sum, count) => sum + count, 0)
    expect(hit).toBe(KILLS)
    expect(figures.sales).toBeGreaterThan(figures.orders)
  })

  test('P-3, P-5, P-16: no parcel is bought twice without a person’s word', () => {
    expect(told('duplicate')).toEqual([])
  })

  test('P-1, P-4: every sale of the carriers is in the ledger', () => {
    expect(told('lost')).toEqual([])
  })

  test('P-6: whatever may have been sold is in doubt, and in the outbox', () => {
    expect(told('unflagged')).toEqual([])
  })

  test('P-2, P-6, P-10: after each crash the ledger says what is true of that step', () => {
    expect(told('state')).toEqual([])
  })

  test('O-2, O-8: every parked box is in the outbox until it is bought or taken back', () => {
    expect(told('not-parked')).toEqual([])
  })

  test('P-10: no label that is void was printed or stayed in use', () => {
    expect(told('void-in-use')).toEqual([])
  })

  test('P-9, O-9: every order ends shipped, each box with one paid label that was proved on it', () => {
    expect(told('not-shipped')).toEqual([])
  })
})
