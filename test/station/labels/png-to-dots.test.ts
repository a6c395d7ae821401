import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pngToDots } from '../../../station/labels/png-to-dots.ts'
import { joinPng, makePng, type PngRecipe } from './make-png.ts'
import { linesOf } from './picture-of-dots.ts'

/** Whether a colour of 0 to 1 is darker than half on white, by the formula as a book has it. */
function isDark(red: number, green: number, blue: number, alpha: number): boolean {
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return luminance * alpha + (1 - alpha) < 128 / 255 - 1e-9
}

const palette = Array.from(
  { length: 256 },
  (_, index) => [(index * 97) % 256, (index * 57) % 256, (index * 31) % 256] as const,
)

function expected({ colourType, depth, transparency = [] }: PngRecipe, samples: readonly number[]) {
  const most = 2 ** depth - 1
  const [a = 0, b = 0, c = 0, d = 0] = samples
  const clear = [0, 2, 4].map((at) => transparency[at]! * 256 + transparency[at + 1]!)
  switch (colourType) {
    case 0:
      return isDark(a / most, a / most, a / most, a === clear[0] ? 0 : 1)
    case 2: {
      const isClear = a === clear[0] && b === clear[1] && c === clear[2]
      return isDark(a / most, b / most, c / most, isClear ? 0 : 1)
    }
    case 3: {
      const [red, green, blue] = palette[a]!
      return isDark(red / 255, green / 255, blue / 255, (transparency[a] ?? 255) / 255)
    }
    case 4:
      return isDark(a / most, a / most, a / most, b / most)
    default:
      return isDark(a / most, b / most, c / most, d / most)
  }
}

const KINDS = [
  [0, 1],
  [0, 2],
  [0, 4],
  [0, 8],
  [0, 16],
  [2, 8],
  [2, 16],
  [3, 1],
  [3, 2],
  [3, 4],
  [3, 8],
  [4, 8],
  [4, 16],
  [6, 8],
  [6, 16],
] as const

describe.each(KINDS)('colour type %i of %i bits', (colourType, depth) => {
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colourType]
  const recipe = (interlaced: boolean, width: number, height: number, seed = 1): PngRecipe => ({
    width,
    height,
    depth,
    colourType,
    interlaced,
    filter: 'all',
    ...(colourType === 3
      ? { palette: palette.slice(0, 2 ** depth), transparency: [255, 0, 100].slice(0, 2 ** depth) }
      : {}),
    sample: (x, y) =>
      Array.from(
        { length: channels },
        (_, channel) => ((x * 7919 + y * 104_729 + channel * 1_299_709) * seed) % 2 ** depth,
      ),
  })

  function expectSame(made: PngRecipe): void {
    const outcome = pngToDots(makePng(made))
    if (!outcome.ok) throw new Error(outcome.failure.detail)
    const { bits, bytesPerRow } = outcome.value
    for (let y = 0; y < made.height; y++)
      for (let x = 0; x < bytesPerRow * 8; x++) {
        const isBlack = ((bits[y * bytesPerRow + (x >> 3)]! >> (7 - (x & 7))) & 1) === 1
        const wanted = x < made.width && expected(made, made.sample(x, y))
        if (isBlack !== wanted) throw new Error(`dot ${x},${y} is ${isBlack}, not ${wanted}`)
      }
  }

  test.each([false, true])('every dot is right (interlaced: %s)', (interlaced) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 999 }),
        (width, height, seed) => expectSame(recipe(interlaced, width, height, seed)),
      ),
      { numRuns: 25 },
    )
  })

  if (colourType === 0 || colourType === 2)
    test('the colour that tRNS names is clear', () => {
      const transparency = Array.from({ length: channels * 2 }, () => 0)
      expectSame({
        ...recipe(false, 31, 9),
        transparency,
        sample: () => [0, 0, 0].slice(0, channels),
      })
      expectSame({ ...recipe(false, 31, 9), transparency })
    })
})

test('data that would swell beyond the picture is refused before it does', () => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(8, 0)
  header.writeUInt32BE(8, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const bomb = joinPng(header, deflateSync(Buffer.alloc(50_000_000)))
  const before = process.memoryUsage().arrayBuffers
  expect(pngToDots(bomb)).toMatchObject({
    ok: false,
    failure: { code: 'label-not-readable' },
  })
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000)
})

test.each([
  ['has too little data', deflateSync(Buffer.alloc(10)), 'cut short'],
  ['has an unknown filter', deflateSync(Buffer.alloc(100, 9)), 'unknown filter'],
  ['is not zlib', Buffer.from('hello'), 'unpacked'],
])('a PNG that %s is refused in words', (_, data, words) => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(8, 0)
  header.writeUInt32BE(50, 4)
  header.set([1, 0, 0, 0, 0], 8)
  expect(pngToDots(joinPng(header, data))).toMatchObject({
    failure: { code: 'label-not-readable', detail: expect.stringContaining(words) },
  })
})

test('a damaged palette is noticed', () => {
  const png = makePng({
    width: 8,
    height: 8,
    depth: 1,
    colourType: 3,
    palette: [
      [0, 0, 0],
      [255, 255, 255],
    ],
    sample: (x) => [x & 1],
  })
  png[png.indexOf('PLTE') + 5]! ^= 0xff
  expect(pngToDots(png)).toMatchObject({
    failure: { code: 'label-not-readable', detail: expect.stringContaining('PLTE') },
  })
})

test('a picture larger than any label is refused by its header', () => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(30_000, 0)
  header.writeUInt32BE(30_000, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const before = process.memoryUsage().arrayBuffers
  expect(pngToDots(joinPng(header, Buffer.from('not even looked at')))).toMatchObject({
    failure: {
      code: 'label-does-not-fit',
      detail: 'the picture is 30000 × 30000 dots, larger than any label',
    },
  })
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000)
})

test('plain black, plain white and what is clear are told apart in RGBA', () => {
  const dots = [
    [0, 0, 0, 255],
    [255, 255, 255, 255],
    [0, 0, 0, 0],
    [0, 0, 1, 255],
    [255, 0, 0, 255],
    [255, 255, 0, 255],
  ]
  const png = makePng({
    width: 6,
    height: 1,
    depth: 8,
    colourType: 6,
    sample: (x) => dots[x]!,
  })
  const outcome = pngToDots(png)
  expect(outcome.ok && linesOf(outcome.value)).toEqual(['#..##.'])
})
