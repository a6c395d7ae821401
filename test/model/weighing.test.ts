import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ScaleProtocolSchema,
  type LockedWeight,
  type ScaleProtocolName,
  type ScaleReading,
  type WeightReport,
} from '../../shared/weighing.ts'
import { SCALE_PROTOCOLS } from '../../station/weighing/protocols/protocols.ts'
import { readScale } from '../../station/weighing/scale-meaning.ts'
import {
  lockable,
  observe,
  orderOpened,
  startLock,
  taken,
} from '../../station/weighing/weight-lock.ts'
import { bytesOf } from '../contracts/scale-protocol.contract.ts'
import { runsOr, timeoutOf } from './runs.ts'
import { statedIn, type Stated } from './scale-oracle.ts'
import { deliveries, type Delivery } from './scale-streams.ts'

const RUNS = runsOr(400)

const BEGINS = Date.parse('2026-11-22T10:00:00.000Z')

/** A reading, and between which bytes of the stream its piece lay. */
interface Heard {
  readonly reading: ScaleReading
  readonly from: number
  readonly to: number
}

/** A weight that could be taken, with all readings since the oldest report of it, and all bytes that had come. */
interface Taken {
  readonly weight: LockedWeight
  readonly behind: readonly Heard[]
  readonly stream: string
}

function weigh(protocol: ScaleProtocolName, { everyMs, pieces, openedBefore }: Delivery): Taken[] {
  const parser = SCALE_PROTOCOLS[protocol]()
  const weights: Taken[] = []
  let lock = startLock(true)
  let heard: Heard[] = []
  let stream = ''
  pieces.forEach((piece, index) => {
    const atMs = everyMs * (index + 1)
    if (index === openedBefore) {
      lock = orderOpened(lock)
      heard = []
    }
    const from = stream.length
    stream += piece
    for (const frame of parser.push(bytesOf(piece))) {
      const reading = readScale(frame, new Date(BEGINS + atMs))
      const next = observe(lock, reading, atMs)
      // The very same report twice in one piece counts once.
      if (next !== lock) heard.push({ reading, from, to: stream.length })
      lock = next
    }
    const weight = lockable(lock, new Date(BEGINS + atMs))
    if (!weight) return
    const [oldest] = weight.reports ?? []
    const since = heard.findLastIndex(
      ({ reading }) => reading.at === oldest?.at && reading.raw === oldest.raw,
    )
    weights.push({ weight, behind: since < 0 ? [] : heard.slice(since), stream })
    lock = taken(lock)
  })
  return weights
}

/** Why this weight should never have been taken; undefined where the stream itself states it three times. */
function objection(
  protocol: ScaleProtocolName,
  { weight, behind, stream }: Taken,
): string | undefined {
  const { reports = [] } = weight
  if (reports.length < 3 || behind.length < 3) return 'fewer than three reports'
  const isHeard = (report: WeightReport) =>
    behind.some(({ reading }) => reading.at === report.at && reading.grams === report.grams)
  if (!reports.every(isHeard) || behind.at(-1)?.reading.at !== weight.at)
    return 'the reports are not the last ones heard'
  if (behind.some(({ reading }) => reading.state !== 'stable')) return 'not all were stable'
  const said: Stated[] = []
  // From the newest back, the latest that fits: none of those left out can be meant.
  for (const { reading, from, to } of behind.toReversed()) {
    const before = Math.min(...(said[0]?.ends ?? [Infinity]))
    const one = endingIn(protocol, stream, from, to).findLast(
      (other) =>
        other.is === 'stable' && Math.min(...other.ends) < before && states(other, reading.grams),
    )
    if (!one) return `nothing states ${reading.grams} g as stable`
    said.unshift(one)
  }
  const [first = 0, last = 0] = [said[0], said.at(-1)].map((one) => Math.min(...(one?.ends ?? [])))
  const others = protocol === 'hid-pos' ? [] : statedIn(protocol, stream)
  return others.some(
    (one) => one.is === 'moving' && one.ends.every((at) => at > first && at < last),
  )
    ? 'the scale said in between that it moves'
    : undefined
}

/** The reports that end in this piece of the stream. */
function endingIn(protocol: ScaleProtocolName, stream: string, from: number, to: number): Stated[] {
  // A report of USB is a piece of its own.
  if (protocol === 'hid-pos')
    return statedIn(protocol, stream.slice(from, to)).map((one) => ({ ...one, ends: [to] }))
  return statedIn(protocol, stream).filter(({ ends }) =>
    ends.some((end) => end > from && end <= to),
  )
}

const states = (one: Stated, grams: number | null) =>
  grams !== null && Math.abs(one.grams - grams) <= 0.5001

describe('whatever comes from the line, a weight that is taken was stated as stable three times', () => {
  test.each(ScaleProtocolSchema.options)(
    'W1, W2, W3, W7: %s',
    (protocol) => {
      let weights = 0
      fc.assert(
        fc.property(deliveries(protocol), (delivery) => {
          const found = weigh(protocol, delivery)
          weights += found.length
          expect(found.map((one) => objection(protocol, one))).toEqual(found.map(() => undefined))
        }),
        { numRuns: RUNS },
      )
      // Streams of which nothing is ever taken would prove nothing.
      expect(weights).toBeGreaterThan(RUNS / 20)
    },
    timeoutOf(RUNS),
  )
})
