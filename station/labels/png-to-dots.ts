import type { PrintFailure } from '../../shared/printing.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { readPngHeader } from '../lib/png-header.ts'
import { blankDots, type BlackDots } from './black-dots.ts'
import {
  readPngScanlines,
  unpackedBytes,
  type PngPass,
  type PngScanlines,
} from './png-scanlines.ts'

/** No label unpacks to more: 4 × 6 inches at 600 dpi in four colours of 8 bits are 35 MB. */
const MOST_UNPACKED_BYTES = 64 * 1024 * 1024

/**
 * A PNG as black and white dots, one for one: black where the luminance (Rec. 709), alpha blended on white, is
 * below 128 of 255. Refused by its header, before anything is decoded, where it is larger than any label.
 */
export function pngToDots(png: Uint8Array): Outcome<BlackDots, PrintFailure> {
  const header = readPngHeader(png)
  if (header === undefined)
    return failed({
      code: 'label-not-readable',
      detail: 'The PNG is damaged: its header is not valid',
    })
  if (unpackedBytes(header) > MOST_UNPACKED_BYTES)
    return failed({
      code: 'label-does-not-fit',
      detail: `the picture is ${header.width} × ${header.height} dots, larger than any label`,
    })
  const read = readPngScanlines(png)
  if (!read.ok)
    return failed({
      code: 'label-not-readable',
      detail: `The PNG is damaged: ${read.failure.detail}`,
    })
  const dots = blankDots(header.width, header.height)
  const [pass] = read.value.passes
  const turn = oneBitTurn(read.value)
  if (pass !== undefined && turn !== undefined) drawOneBit(dots, pass, turn)
  else {
    const readRow = rowReader(read.value)
    for (const each of read.value.passes) drawPass(dots, each, readRow)
  }
  return done(dots)
}

/** What turns eight samples of one bit into dots at once: their exclusive or. Undefined where each has to be looked at. */
function oneBitTurn(png: PngScanlines): 0 | 0xff | undefined {
  const { bitDepth, colourType } = png.header
  if (bitDepth !== 1 || png.passes.length !== 1) return undefined
  const [zero, one] = colourType === 3 ? paletteTable(png) : greyTable(png)
  if (zero === one) return undefined
  return zero ? 0xff : 0
}

function drawOneBit({ width, bits, bytesPerRow }: BlackDots, pass: PngPass, turn: number): void {
  const last = (0xff << (bytesPerRow * 8 - width)) & 0xff
  for (let row = 0; row < pass.height; row++) {
    const from = pass.start + row * pass.stride
    const to = row * bytesPerRow
    for (let at = 0; at < bytesPerRow; at++) bits[to + at] = (pass.samples[from + at] ?? 0) ^ turn
    const end = to + bytesPerRow - 1
    bits[end] = (bits[end] ?? 0) & last
  }
}

/** Writes 1 for each black dot of the row whose samples begin at `from`, 0 for each white one. */
type RowReader = (samples: Uint8Array, from: number, ink: Uint8Array) => void

function drawPass({ bits, bytesPerRow }: BlackDots, pass: PngPass, readRow: RowReader): void {
  const ink = new Uint8Array(pass.width)
  const isWhole = pass.stepX === 1 && pass.x === 0
  for (let row = 0; row < pass.height; row++) {
    readRow(pass.samples, pass.start + row * pass.stride, ink)
    const to = (pass.y + row * pass.stepY) * bytesPerRow
    if (isWhole) packRow(ink, bits, to)
    else
      for (let column = 0; column < pass.width; column++) {
        const x = pass.x + column * pass.stepX
        const at = to + (x >> 3)
        bits[at] = (bits[at] ?? 0) | ((ink[column] ?? 0) << (7 - (x & 7)))
      }
  }
}

function packRow(ink: Uint8Array, bits: Uint8Array, to: number): void {
  let byte = 0
  for (let x = 0; x < ink.length; x++) {
    byte = (byte << 1) | (ink[x] ?? 0)
    if ((x & 7) === 7) {
      bits[to + (x >> 3)] = byte
      byte = 0
    }
  }
  const rest = ink.length & 7
  if (rest !== 0) bits[to + (ink.length >> 3)] = byte << (8 - rest)
}

function rowReader(png: PngScanlines): RowReader {
  const { bitDepth, colourType } = png.header
  if (colourType === 3) return byTable(paletteTable(png), bitDepth)
  if (colourType === 0 && bitDepth <= 8) return byTable(greyTable(png), bitDepth)
  if (colourType === 6 && bitDepth === 8) return byQuads()
  return bySamples(png)
}

/** Red, green, blue and alpha of 8 bits, the largest of pictures: of what is plain black or white, one look tells. */
function byQuads(): RowReader {
  return (samples, from, ink) => {
    const dots = new DataView(samples.buffer, samples.byteOffset + from)
    for (let x = 0, at = 0; x < ink.length; x++, at += 4) {
      const dot = dots.getUint32(at)
      if (dot === 0xffffffff) ink[x] = 0
      else if (dot === 0xff) ink[x] = 1
      else ink[x] = black(dot >>> 24, (dot >>> 16) & 255, (dot >>> 8) & 255, dot & 255, 255)
    }
  }
}

/** By a table that says for each value of a sample of at most 8 bits whether it is black. */
function byTable(table: Uint8Array, bitDepth: number): RowReader {
  if (bitDepth === 8)
    return (samples, from, ink) => {
      for (let x = 0; x < ink.length; x++) ink[x] = table[samples[from + x] ?? 0] ?? 0
    }
  const mask = (1 << bitDepth) - 1
  return (samples, from, ink) => {
    for (let x = 0, bit = 0; x < ink.length; x++, bit += bitDepth) {
      const byte = samples[from + (bit >> 3)] ?? 0
      ink[x] = table[(byte >> (8 - bitDepth - (bit & 7))) & mask] ?? 0
    }
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

function bySamples({ header, channels, transparency }: PngScanlines): RowReader {
  const wide = header.bitDepth === 16
  const most = wide ? 65_535 : 255
  const hasAlpha = channels === 2 || channels === 4
  const colours = channels <= 2 ? 1 : 3
  const clear = [0, 2, 4].map((offset) => sampleAt(transparency, offset))
  const bytes = wide ? 2 : 1
  const sample = wide
    ? (samples: Uint8Array, at: number) => ((samples[at] ?? 0) << 8) | (samples[at + 1] ?? 0)
    : (samples: Uint8Array, at: number) => samples[at] ?? 0
  return (samples, from, ink) => {
    for (let x = 0, at = from; x < ink.length; x++, at += channels * bytes) {
      const red = sample(samples, at)
      const green = colours === 1 ? red : sample(samples, at + bytes)
      const blue = colours === 1 ? red : sample(samples, at + 2 * bytes)
      const isClear =
        red === clear[0] && (colours === 1 || (green === clear[1] && blue === clear[2]))
      const alpha = hasAlpha ? sample(samples, at + colours * bytes) : most
      ink[x] = isClear ? 0 : black(red, green, blue, alpha, most)
    }
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
  if (alpha === most) return luminance * 255 < 128 * 10_000 * most ? 1 : 0
  const blended = luminance * alpha + 10_000 * most * (most - alpha)
  return blended * 255 < 128 * 10_000 * most * most ? 1 : 0
}
