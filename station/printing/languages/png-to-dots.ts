import type { PrintFailure } from '../../../shared/printing.ts'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import { readPngHeader } from '../../lib/png-header.ts'
import type { BlackDots } from './black-dots.ts'
import { readPngScanlines, type PngPass, type PngScanlines } from './png-scanlines.ts'

/**
 * A PNG as black and white dots, one for one: black where the luminance (Rec. 709), alpha blended on white, is
 * below 128 of 255. Refused by its header, before anything is decoded, where it has more dots than `room`.
 */
export function pngToDots(
  png: Uint8Array,
  room: { readonly width: number; readonly height: number; readonly dpi: number },
): Outcome<BlackDots, PrintFailure> {
  const header = readPngHeader(png)
  if (header === undefined)
    return failed({
      code: 'label-not-readable',
      detail: 'The PNG is damaged: its header is not valid',
    })
  if (header.width > room.width || header.height > room.height)
    return failed({
      code: 'label-does-not-fit',
      detail: `the picture is ${header.width} × ${header.height} dots, the paper ${room.width} × ${room.height} at ${room.dpi} dpi`,
    })
  const read = readPngScanlines(png)
  if (!read.ok)
    return failed({
      code: 'label-not-readable',
      detail: `The PNG is damaged: ${read.failure.detail}`,
    })
  const bytesPerRow = Math.ceil(header.width / 8)
  const dots = {
    width: header.width,
    height: header.height,
    bytesPerRow,
    bits: new Uint8Array(bytesPerRow * header.height),
  }
  const isBlack = blackTest(read.value)
  for (const pass of read.value.passes) drawPass(dots, pass, isBlack)
  return done(dots)
}

/** Whether a dot is black, by its index among the samples of a pass's rows. */
type BlackTest = (rows: Uint8Array, rowStart: number, x: number) => number

function drawPass(dots: BlackDots, pass: PngPass, isBlack: BlackTest): void {
  const { bits, bytesPerRow } = dots
  for (let row = 0; row < pass.height; row++) {
    const from = row * pass.bytesPerRow
    const to = (pass.y + row * pass.stepY) * bytesPerRow
    if (pass.stepX === 1 && pass.x === 0) {
      let byte = 0
      for (let x = 0; x < pass.width; x++) {
        byte = (byte << 1) | isBlack(pass.rows, from, x)
        if ((x & 7) === 7) {
          bits[to + (x >> 3)] = byte
          byte = 0
        }
      }
      if ((pass.width & 7) !== 0) bits[to + (pass.width >> 3)] = byte << (8 - (pass.width & 7))
    } else {
      for (let column = 0; column < pass.width; column++) {
        const x = pass.x + column * pass.stepX
        const at = to + (x >> 3)
        bits[at] = (bits[at] ?? 0) | (isBlack(pass.rows, from, column) << (7 - (x & 7)))
      }
    }
  }
}

function blackTest(png: PngScanlines): BlackTest {
  const { bitDepth, colourType } = png.header
  if (colourType === 3) return byTable(paletteTable(png), bitDepth)
  if (colourType === 0 && bitDepth <= 8) return byTable(greyTable(png), bitDepth)
  return bySamples(png)
}

/** One or no black dot for each value that a sample of at most 8 bits can have. */
function byTable(table: Uint8Array, bitDepth: number): BlackTest {
  if (bitDepth === 8) return (rows, from, x) => table[rows[from + x] ?? 0] ?? 0
  const mask = (1 << bitDepth) - 1
  const perByte = 8 / bitDepth
  return (rows, from, x) => {
    const byte = rows[from + Math.floor(x / perByte)] ?? 0
    return table[(byte >> (8 - bitDepth - (x % perByte) * bitDepth)) & mask] ?? 0
  }
}

function paletteTable({ header, palette, transparency }: PngScanlines): Uint8Array {
  return Uint8Array.from({ length: 1 << header.bitDepth }, (_, index) => {
    const [red = 255, green = 255, blue = 255] = palette.subarray(index * 3, index * 3 + 3)
    return black(red, green, blue, transparency[index] ?? 255, 255)
  })
}

function greyTable({ header, transparency }: PngScanlines): Uint8Array {
  const most = (1 << header.bitDepth) - 1
  const clear = sampleAt(transparency, 0)
  return Uint8Array.from({ length: most + 1 }, (_, grey) =>
    grey === clear ? 0 : black(grey, grey, grey, most, most),
  )
}

function bySamples({ header, channels, transparency }: PngScanlines): BlackTest {
  const wide = header.bitDepth === 16
  const most = wide ? 65_535 : 255
  const hasAlpha = channels === 2 || channels === 4
  const colours = channels <= 2 ? 1 : 3
  const clear = [0, 2, 4].map((offset) => sampleAt(transparency, offset))
  const sample = (rows: Uint8Array, index: number) =>
    wide ? ((rows[index * 2] ?? 0) << 8) | (rows[index * 2 + 1] ?? 0) : (rows[index] ?? 0)
  return (rows, from, x) => {
    const first = (wide ? from / 2 : from) + x * channels
    const red = sample(rows, first)
    const green = colours === 1 ? red : sample(rows, first + 1)
    const blue = colours === 1 ? red : sample(rows, first + 2)
    if (red === clear[0] && (colours === 1 || (green === clear[1] && blue === clear[2]))) return 0
    return black(red, green, blue, hasAlpha ? sample(rows, first + colours) : most, most)
  }
}

/** The 16-bit number at `offset` of a tRNS chunk; undefined where it has none. */
function sampleAt(chunk: Uint8Array, offset: number): number | undefined {
  const high = chunk[offset]
  const low = chunk[offset + 1]
  return high === undefined || low === undefined ? undefined : (high << 8) | low
}

/** Whether a colour, blended on white, is darker than half; all in integers. */
function black(red: number, green: number, blue: number, alpha: number, most: number): 0 | 1 {
  const luminance = 2126 * red + 7152 * green + 722 * blue
  const blended = luminance * alpha + 10_000 * most * (most - alpha)
  return blended * 255 < 128 * 10_000 * most * most ? 1 : 0
}
