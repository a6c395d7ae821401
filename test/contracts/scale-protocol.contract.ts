import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ScaleReading } from '../../shared/weighing.ts'
import type { ScaleFrame, ScaleProtocol } from '../../station/weighing/scale-frame.ts'
import { readScale } from '../../station/weighing/scale-meaning.ts'

export interface ProtocolVector {
  readonly name: string
  /** One character is one byte. */
  readonly bytes: string
  readonly reading: Pick<ScaleReading, 'state' | 'grams'> & Partial<ScaleReading>
}

export interface ProtocolUnderTest {
  readonly create: () => ScaleProtocol
  /** `stream`: bytes may come cut and glued anywhere. `reports`: the line delivers whole reports. */
  readonly framing: 'stream' | 'reports'
  /** A settled weight. */
  readonly settled: ProtocolVector
  readonly others: readonly ProtocolVector[]
  /** Bytes that are no frame and may stand between frames. */
  readonly noise: readonly string[]
}

const AT = new Date('2026-11-22T10:00:00.000Z')

export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** What every scale protocol must do. */
export function scaleProtocolContract(under: ProtocolUnderTest): void {
  const { create, framing, settled, others, noise } = under
  const vectors = [settled, ...others]
  const readAll = (chunks: readonly string[]): ScaleReading[] => {
    const protocol = create()
    return chunks.flatMap((chunk) =>
      protocol.push(bytesOf(chunk)).map((frame: ScaleFrame) => readScale(frame, AT)),
    )
  }

  describe('the contract of scale protocols', () => {
    test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
      expect(readAll([vector.bytes])).toMatchObject([vector.reading])
    })

    test('frames that come in one piece are all read', () => {
      const pieces = vectors.map((vector) => vector.bytes)
      expect(readAll(framing === 'reports' ? pieces : [pieces.join('')])).toMatchObject(
        vectors.map((vector) => vector.reading),
      )
    })

    test('noise between frames takes none of them away and adds none', () => {
      const chunks = vectors.flatMap((vector, index) => [
        noise[index % noise.length]!,
        vector.bytes,
      ])
      expect(readAll(chunks)).toMatchObject(vectors.map((vector) => vector.reading))
    })

    test('what is shown for a refusal is never a number of grams', () => {
      for (const reading of readAll(vectors.map((vector) => vector.bytes)))
        if (reading.state === 'unknown' || reading.state === 'fault') {
          expect(reading.grams).toBeNull()
          expect(reading.reason).toMatch(/^[a-z]+(-[a-z]+)*$/)
        }
    })

    test('any bytes can be taken, and what is kept of them is bounded', () => {
      fc.assert(
        fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (chunks) => {
          const protocol = create()
          for (const chunk of chunks)
            for (const frame of protocol.push(chunk)) {
              expect(frame.raw.length).toBeGreaterThan(0)
              expect(frame.raw.length).toBeLessThan(700)
              expect(frame.raw).not.toMatch(/\p{Cc}/u)
            }
        }),
      )
    })

    if (framing === 'reports') return

    const cuts = vectors.flatMap((vector) =>
      Array.from(vector.bytes, (_, cut) => ({
        vector,
        before: vector.bytes.slice(0, cut),
        after: vector.bytes.slice(cut),
      })),
    )

    test('a frame cut at any byte is one frame', () => {
      expect(cuts.map(({ before, after }) => readAll([before, after]))).toMatchObject(
        cuts.map(({ vector }) => [vector.reading]),
      )
    })

    test('frames that come byte by byte are all read', () => {
      expect(readAll(vectors.flatMap((vector) => Array.from(vector.bytes)))).toMatchObject(
        vectors.map((vector) => vector.reading),
      )
    })

    test('a frame that broke off anywhere costs at most the next one, and makes no weight of its own', () => {
      const heard = cuts.map(({ before }) => readAll([before, settled.bytes, settled.bytes]))
      expect(heard.map((readings) => readings.at(-1))).toMatchObject(
        cuts.map(() => settled.reading),
      )
      const weights = heard.map((readings, index) =>
        readings.filter(
          ({ state, grams }) =>
            state === 'stable' &&
            grams !== settled.reading.grams &&
            grams !== cuts[index]?.vector.reading.grams,
        ),
      )
      expect(weights.flat()).toEqual([])
    })

    test('a weight with a bit of parity that is wrong is no weight', () => {
      const flipped = vectors
        .filter(({ reading }) => reading.state === 'stable')
        .flatMap(({ bytes }) =>
          [1, Math.floor(bytes.length / 2)].map((at) => {
            const wrong = bytesOf(bytes)
            wrong[at] = (wrong[at] ?? 0) ^ 0x80
            return String.fromCharCode(...wrong)
          }),
        )
      const readings = flipped.flatMap((bytes) => readAll([bytes]))
      expect(readings.filter(({ grams }) => grams !== null)).toEqual([])
    })

    test('a frame is still found behind a flood of noise', () => {
      expect(readAll([`${noise[0]!.repeat(5000)}${settled.bytes}`]).at(-1)).toMatchObject(
        settled.reading,
      )
    })

    test('where the bytes are cut changes nothing', () => {
      fc.assert(
        fc.property(
          fc.array(
            fc.oneof(
              fc.constantFrom(...vectors.map((vector) => vector.bytes)),
              fc.string({ unit: 'binary-ascii', maxLength: 12 }),
            ),
          ),
          fc.array(fc.nat(400), { maxLength: 8 }),
          (pieces, cuts) => {
            const whole = pieces.join('')
            const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length].sort(
              (a, b) => a - b,
            )
            const chunks = at.slice(1).map((end, index) => whole.slice(at[index], end))
            expect(readAll(chunks)).toEqual(readAll([whole]))
          },
        ),
      )
    })
  })
}
