import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  cropDots,
  enlargeDots,
  inkOf,
  turnDots,
  type BlackDots,
} from '../../../station/labels/black-dots.ts'
import { dotsOf, dotsWhere, linesOf } from './picture-of-dots.ts'

const pictures = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 20 }), fc.integer())
  .map(([width, height, seed]) =>
    dotsWhere(width, height, (x, y) => (Math.imul(x * 31 + y * 17 + seed, 40_503) & 0x300) === 0),
  )

const F = dotsOf('###', '#..', '##.', '#..', '#..')

test.each([
  [90, ['#####', '..#.#', '....#']],
  [180, ['..#', '..#', '.##', '..#', '###']],
  [270, ['#....', '#.#..', '#####']],
] as const)('a picture turned by %i degrees clockwise', (degrees, lines) => {
  expect(linesOf(turnDots(F, degrees))).toEqual(lines)
})

test('four quarters give the picture back', () => {
  fc.assert(
    fc.property(pictures, (dots) => {
      const turned = [1, 2, 3, 4].reduce((turning) => turnDots(turning, 90), dots)
      expect(turned).toEqual(dots)
      expect(turnDots(turnDots(dots, 180), 180)).toEqual(dots)
      expect(turnDots(turnDots(dots, 90), 270)).toEqual(dots)
    }),
  )
})

test('a part is cut dot for dot, with no bits beyond its width', () => {
  fc.assert(
    fc.property(pictures, fc.nat(), fc.nat(), fc.nat(), fc.nat(), (dots, a, b, c, d) => {
      const left = a % dots.width
      const top = b % dots.height
      const width = 1 + (c % (dots.width - left))
      const height = 1 + (d % (dots.height - top))
      const part = cropDots(dots, { left, top, width, height })
      expect(linesOf(part)).toEqual(
        linesOf(dots)
          .slice(top, top + height)
          .map((line) => line.slice(left, left + width)),
      )
      expectNothingBeyond(part)
    }),
  )
})

test('the ink is the smallest rectangle around what is black', () => {
  expect(inkOf(dotsOf('....', '....'))).toBeUndefined()
  fc.assert(
    fc.property(pictures, (dots) => {
      const lines = linesOf(dots)
      const rows = lines.flatMap((line, y) => (line.includes('#') ? [y] : []))
      const columns = lines.flatMap((line) =>
        line.split('').flatMap((dot, x) => (dot === '#' ? [x] : [])),
      )
      if (rows.length === 0) return
      const [left, top] = [Math.min(...columns), Math.min(...rows)]
      expect(inkOf(dots)).toEqual({
        left,
        top,
        width: Math.max(...columns) - left + 1,
        height: Math.max(...rows) - top + 1,
      })
    }),
  )
})

test('each dot becomes a square', () => {
  fc.assert(
    fc.property(pictures, fc.integer({ min: 1, max: 4 }), (dots, times) => {
      const lines = linesOf(dots)
      const large = enlargeDots(dots, times)
      expect(linesOf(large)).toEqual(
        Array.from({ length: dots.height * times }, (_, y) =>
          lines[Math.floor(y / times)]!.split('')
            .map((dot) => dot.repeat(times))
            .join(''),
        ),
      )
      expectNothingBeyond(large)
    }),
  )
})

function expectNothingBeyond({ width, height, bytesPerRow, bits }: BlackDots): void {
  if (width % 8 === 0) return
  for (let y = 0; y < height; y++)
    expect(bits[(y + 1) * bytesPerRow - 1]! & (0xff >> (width & 7))).toBe(0)
}
