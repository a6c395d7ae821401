import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createScalePace } from '../../../station/weighing/scale-pace.ts'

const LIMITS = { leastMs: 900, mostMs: 3000 }

function paced(...gaps: readonly number[]) {
  const pace = createScalePace(LIMITS)
  let atMs = 0
  const afterGap = [0, ...gaps].map((gap) => pace.heard((atMs += gap)))
  return { silenceMs: pace.silenceMs(), afterGap: afterGap.at(-1) }
}

describe('W9: how long a scale may be silent', () => {
  test.each<[string, number[], number]>([
    ['nothing is known of it', [], 3000],
    ['two gaps say too little', [80, 80], 3000],
    ['one that answers twelve times a second', [80, 80, 80], 900],
    ['one that sends sixty a second', [16, 17, 16, 17], 900],
    ['one that sends once a second', [1000, 1010, 990], 2525],
    ['one that answers every two seconds', [2000, 2000, 2000], 3000],
    [
      'a slow report is forgotten after eight quick ones',
      [1000, 80, 80, 80, 80, 80, 80, 80, 80],
      900,
    ],
  ])('%s', (_name, gaps, silenceMs) => {
    expect(paced(...gaps).silenceMs).toBe(silenceMs)
  })

  test('W8: what comes later than that comes after a gap, and does not make the scale slower', () => {
    expect(paced(80, 80, 80, 901)).toEqual({ silenceMs: 900, afterGap: true })
    expect(paced(80, 80, 80, 899)).toEqual({ silenceMs: 2247.5, afterGap: false })
  })

  test('the limit is always between the two', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000 })), (gaps) => {
        const { silenceMs } = paced(...gaps)
        expect(silenceMs).toBeGreaterThanOrEqual(900)
        expect(silenceMs).toBeLessThanOrEqual(3000)
      }),
    )
  })
})
