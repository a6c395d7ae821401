import { describe, expect, test } from 'vitest'
import type { Head } from '../../../station/labels/head.ts'
import { preparePng } from '../../../station/labels/prepare-png.ts'
import { makePng, withPhysicalDots } from './make-png.ts'
import { linesOf } from './picture-of-dots.ts'

const head: Head = { dpi: 203, widthDots: 812, heightDots: 1218, rotation: 0, takesZpl: true }

/** A white picture with a black frame `margin` dots from its edges. */
function framed(width: number, height: number, margin = 0): Buffer {
  return makePng({
    width,
    height,
    depth: 1,
    colourType: 0,
    sample: (x, y) => {
      const across = Math.min(x, width - 1 - x)
      const down = Math.min(y, height - 1 - y)
      return [Math.min(across, down) === margin ? 0 : 1]
    },
  })
}

function sizeOn(png: Uint8Array, more: Partial<Head> = {}) {
  const dots = preparePng(png, { ...head, ...more })
  return dots.ok ? [dots.value.width, dots.value.height] : dots.failure
}

const at300 = { dpi: 300, widthDots: 1200, heightDots: 1800 } as const
const at600 = { dpi: 600, widthDots: 2400, heightDots: 3600 } as const

describe('the paper', () => {
  test('takes a picture that fits as it is', () => {
    expect(sizeOn(framed(812, 1218, 50))).toEqual([812, 1218])
    expect(sizeOn(framed(800, 1200))).toEqual([800, 1200])
    expect(sizeOn(framed(812, 1218), { heightDots: 1624 })).toEqual([812, 1218])
  })

  test('takes the black part of a larger one', () => {
    expect(sizeOn(framed(840, 1184, 20))).toEqual([800, 1144])
    expect(sizeOn(framed(812, 1624, 210), { heightDots: 1218 })).toEqual([392, 1204])
  })

  test('refuses what is too large without its edges, with every size in words', () => {
    expect(sizeOn(framed(840, 1184, 10))).toEqual({
      code: 'label-does-not-fit',
      detail:
        'the picture is 840 × 1184 dots (820 × 1164 without its white edges), the paper 812 × 1218 at 203 dpi',
    })
    expect(sizeOn(framed(840, 1184, 10), { rotation: 90 })).toMatchObject({
      detail: expect.stringContaining('1184 × 840 dots (1164 × 820 '),
    })
  })

  test('takes a label that lies across it once it is turned', () => {
    expect(sizeOn(framed(1218, 812))).toMatchObject({ code: 'label-does-not-fit' })
    expect(sizeOn(framed(1218, 812), { rotation: 90 })).toEqual([812, 1218])
    expect(sizeOn(framed(1218, 812), { rotation: 270 })).toEqual([812, 1218])
  })
})

test('a known picture comes out turned, dot for dot', () => {
  const rows = ['##..', '#...', '.#.#']
  const png = makePng({
    width: 4,
    height: 3,
    depth: 8,
    colourType: 0,
    sample: (x, y) => [rows[y]![x] === '#' ? 0 : 255],
  })
  const turned = (rotation: Head['rotation']) => {
    const dots = preparePng(png, { ...head, rotation })
    return dots.ok && linesOf(dots.value)
  }
  expect(turned(0)).toEqual(rows)
  expect(turned(90)).toEqual(['.##', '#.#', '...', '#..'])
  expect(turned(180)).toEqual(['#.#.', '...#', '..##'])
  expect(turned(270)).toEqual(['..#', '...', '#.#', '##.'])
})

describe('a picture for another head', () => {
  test.each([
    ['812 × 1218 for 203', framed(812, 1218), 203],
    ['800 × 1200 for 203', framed(800, 1200), 203],
    ['a lying one for 203', framed(1218, 812), 203],
    ['4 × 8 for 203', framed(812, 1624), 203],
    ['A6 for 203', framed(839, 1183), 203],
    ['its pHYs part', withPhysicalDots(framed(100, 50), 203), 203],
  ])('is refused in words: %s', (_, png, dpi) => {
    expect(sizeOn(png, at300)).toEqual({
      code: 'label-dpi-differs',
      detail: `the picture is made for ${dpi} dpi, the printer has 300 dpi`,
    })
  })

  test.each([
    ['1200 × 1800', framed(1200, 1800)],
    ['1218 × 1827', framed(1218, 1827)],
    ['its pHYs part', withPhysicalDots(framed(100, 50), 300)],
  ])('is refused by one of 203 dpi, never made smaller: %s', (_, png) => {
    expect(sizeOn(png)).toMatchObject({ code: 'label-dpi-differs' })
    expect(sizeOn(png, { ...at300, widthDots: 1300, heightDots: 1900 })).toHaveLength(2)
  })

  test('is enlarged by whole numbers', () => {
    expect(sizeOn(framed(1200, 1800), at600)).toEqual([2400, 3600])
    expect(sizeOn(framed(800, 1200), at600)).toEqual([2400, 3600])
    const dots = preparePng(withPhysicalDots(framed(4, 3), 300), { ...head, ...at600 })
    expect(dots.ok && linesOf(dots.value)).toEqual([
      '########',
      '########',
      '##....##',
      '##....##',
      '########',
      '########',
    ])
  })

  test('of which nothing is known, is taken for one of this head', () => {
    expect(sizeOn(framed(700, 500), at300)).toEqual([700, 500])
    // What programs write of a screen says nothing.
    expect(sizeOn(withPhysicalDots(framed(700, 500), 96), at300)).toEqual([700, 500])
    expect(sizeOn(withPhysicalDots(framed(812, 1218), 72))).toEqual([812, 1218])
  })
})
