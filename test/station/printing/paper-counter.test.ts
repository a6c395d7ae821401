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

  describe('of two labels sent one after the other, though the first had not come out', () => {
    function two() {
      const counter = createPaperCounter()
      counter.expect('a', 100, 0)
      counter.expect('b', 100, 1)
      return counter
    }

    test('it tells when both are out, or neither', () => {
      const both = [
        { jobId: 'a', cameOut: true },
        { jobId: 'b', cameOut: true },
      ]
      const counter = two()
      expect(counter.read(101, false, 2)).toEqual([])
      expect(counter.read(102, true, 3)).toEqual(both)
      const neither = two()
      expect(neither.read(100, true, 2)).toEqual([])
      expect(neither.read(100, true, LATER)).toEqual(
        both.map((label) => ({ ...label, cameOut: false })),
      )
    })

    test('nobody knows which, where only one comes', () => {
      const counter = two()
      expect(counter.read(101, true, 2)).toEqual([])
      expect(counter.read(101, true, LATER)).toEqual([
        { jobId: 'a', cameOut: null },
        { jobId: 'b', cameOut: null },
      ])
    })

    test('one of which it is known otherwise counts all the same; one that did not leave does not', () => {
      const known = two()
      known.forget('b')
      expect(known.read(101, false, 2)).toEqual([])
      expect(known.read(102, false, 3)).toEqual([{ jobId: 'a', cameOut: true }])
      const unsent = two()
      unsent.unsent('b')
      expect(unsent.read(101, false, 2)).toEqual([{ jobId: 'a', cameOut: true }])
    })
  })

  test('a label before which it was not heard counts only with others', () => {
    const counter = createPaperCounter()
    counter.expect('a', undefined, 0)
    expect(counter.isWaiting()).toBe(false)
    counter.expect('b', 100, 1)
    counter.expect('c', undefined, 2)
    expect(counter.read(101, false, 3)).toEqual([])
    expect(counter.read(102, false, 4)).toHaveLength(2)
  })

  test('time on the way to the printer is no standing still', () => {
    const counter = createPaperCounter()
    counter.expect('a', 100, 0)
    expect(counter.read(100, true, LATER)).toEqual([])
    expect(counter.read(100, false, LATER + 500)).toEqual([])
    expect(counter.read(100, true, LATER * 2)).toEqual([])
  })

  test('another printer stands there, and has printed less: nothing is known', () => {
    const counter = createPaperCounter()
    counter.expect('a', 100, 0)
    expect(counter.read(7, true, LATER)).toEqual([{ jobId: 'a', cameOut: null }])
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
