import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPaperCounter } from '../../../station/printing/paper-counter.ts'

const LATER = 10_000

describe('L-6 the odometer tells which labels came out', () => {
  test('one more is one label out, once', () => {
    const counter = createPaperCounter()
    counter.expect('a', 100, 0)
    expect(counter.read(100, false, 1)).toEqual([])
    expect(counter.read(101, true, 2)).toEqual([{ jobId: 'a', cameOut: true }])
    expect(counter.isWaiting()).toBe(false)
    expect(counter.read(101, true, LATER)).toEqual([])
  })

  test('a counter that stands still on an idle printer says that none came out, after a while', () => {
    const counter = createPaperCounter()
    counter.expect('a', 100, 0)
    expect(counter.read(100, true, 500)).toEqual([])
    expect(counter.read(100, true, LATER)).toEqual([{ jobId: 'a', cameOut: false }])
  })

  test('while the printer is not idle it may still come out', () => {
    const counter = createPaperCounter()
    counter.expect('a', 100, 0)
    expect(counter.read(100, false, LATER)).toEqual([])
    expect(counter.isWaiting()).toBe(true)
    expect(counter.read(101, false, LATER * 2)).toEqual([{ jobId: 'a', cameOut: true }])
  })

  test('two labels sent one after the other are told apart though the first had not come out', () => {
    const counter = createPaperCounter()
    counter.expect('a', 100, 0)
    counter.expect('b', 100, 1)
    expect(counter.read(101, false, 2)).toEqual([{ jobId: 'a', cameOut: true }])
    expect(counter.read(102, true, 3)).toEqual([{ jobId: 'b', cameOut: true }])
  })

  test('a printer that counts more than was sent prints for others too: nothing is known', () => {
    const counter = createPaperCounter()
    counter.expect('a', 100, 0)
    expect(counter.read(102, true, 1)).toEqual([{ jobId: 'a', cameOut: null }])
    expect(counter.isWaiting()).toBe(false)
  })

  test('a label that waits for paper is given up at last, as unknown', () => {
    const counter = createPaperCounter()
    counter.expect('a', 100, 0)
    expect(counter.read(100, false, 3_600_000)).toEqual([{ jobId: 'a', cameOut: null }])
  })

  test('what is known otherwise is not waited for', () => {
    const counter = createPaperCounter()
    counter.expect('a', 100, 0)
    counter.forget('a')
    expect(counter.isWaiting()).toBe(false)
    expect(counter.read(101, true, 1)).toEqual([])
  })

  test('however the counter runs, each label is settled at most once', () => {
    const step = fc.record({
      sent: fc.boolean(),
      printed: fc.nat(2),
      isIdle: fc.boolean(),
      ms: fc.nat(20_000),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const counter = createPaperCounter()
        const settled: string[] = []
        let count = 7
        let now = 0
        steps.forEach(({ sent, printed, isIdle, ms }, index) => {
          if (sent) counter.expect(String(index), count, now)
          count += printed
          now += ms
          settled.push(...counter.read(count, isIdle, now).map(({ jobId }) => jobId))
        })
        expect(new Set(settled).size).toBe(settled.length)
        settled.push(...counter.read(count, true, now + 3_600_000).map(({ jobId }) => jobId))
        expect(settled).toHaveLength(steps.filter(({ sent }) => sent).length)
      }),
    )
  })
})
