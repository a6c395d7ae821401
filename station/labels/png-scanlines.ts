import { crc32, inflateSync } from 'node:zlib'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { readPngHeader, type PngHeader } from '../lib/png-header.ts'

/** Some writers leave a few bytes after the last row; more than this is not a picture. */
const SPARE_BYTES = 65_536

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

const ADAM7 = [
  { x: 0, y: 0, stepX: 8, stepY: 8 },
  { x: 4, y: 0, stepX: 8, stepY: 8 },
  { x: 0, y: 4, stepX: 4, stepY: 8 },
  { x: 2, y: 0, stepX: 4, stepY: 4 },
  { x: 0, y: 2, stepX: 2, stepY: 4 },
  { x: 1, y: 0, stepX: 2, stepY: 2 },
  { x: 0, y: 1, stepX: 1, stepY: 2 },
] as const
const WHOLE = [{ x: 0, y: 0, stepX: 1, stepY: 1 }] as const

/** A rectangle of every `stepX`th dot of every `stepY`th row: the whole picture, or one of Adam7's seven. */
export interface PngPass {
  readonly x: number
  readonly y: number
  readonly stepX: number
  readonly stepY: number
  readonly width: number
  readonly height: number
  /** Unfiltered samples as PNG packs them, big-endian: the first row begins at `start`, each next one `stride` on. */
  readonly samples: Uint8Array
  readonly start: number
  readonly stride: number
}

export interface PngScanlines {
  readonly header: PngHeader
  readonly channels: number
  /** Red, green, blue of each entry; empty where the picture has no palette. */
  readonly palette: Uint8Array
  /** The tRNS chunk as it stands; empty where there is none. */
  readonly transparency: Uint8Array
  readonly passes: readonly PngPass[]
}

export type PngProblem = { readonly code: 'png-damaged'; readonly detail: string }

/**
 * Takes a PNG apart: checksums, zlib (never more than the header promises, however much the stream would swell),
 * row filters, Adam7. What the samples mean is the caller's.
 */
export function readPngScanlines(png: Uint8Array): Outcome<PngScanlines, PngProblem> {
  const header = readPngHeader(png)
  if (header === undefined) return damaged('its header is not valid')
  const chunks = readChunks(png)
  if (typeof chunks === 'string') return damaged(chunks)
  const { channels, bitsPerDot } = dotOf(header)
  const layout = layoutOf(header)
  const expectedBytes = unpackedBytes(header)
  let filtered: Buffer
  try {
    filtered = inflateSync(chunks.data, { maxOutputLength: expectedBytes + SPARE_BYTES })
  } catch (error) {
    return damaged(
      `its picture data cannot be unpacked (${error instanceof Error ? error.message : 'unknown'})`,
    )
  }
  if (filtered.length < expectedBytes) return damaged('its picture data is cut short')
  const passes: PngPass[] = []
  let offset = 0
  for (const pass of layout) {
    const bytes = pass.height * (pass.bytesPerRow + 1)
    const unfiltered = unfilter(
      filtered.subarray(offset, offset + bytes),
      pass.height,
      pass.bytesPerRow,
      Math.ceil(bitsPerDot / 8),
    )
    if (unfiltered === undefined) return damaged('a row has an unknown filter')
    passes.push({ ...pass, ...unfiltered })
    offset += bytes
  }
  return done({
    header,
    channels,
    palette: chunks.palette,
    transparency: chunks.transparency,
    passes,
  })
}

/** How many bytes the picture has once it is unpacked, with the one that tells the filter of each row. */
export function unpackedBytes(header: PngHeader): number {
  return layoutOf(header).reduce(
    (sum, { height, bytesPerRow }) => sum + height * (bytesPerRow + 1),
    0,
  )
}

function dotOf(header: PngHeader) {
  const channels = CHANNELS[header.colourType] ?? 1
  return { channels, bitsPerDot: channels * header.bitDepth }
}

function layoutOf(header: PngHeader) {
  const { bitsPerDot } = dotOf(header)
  return (header.interlaced ? ADAM7 : WHOLE)
    .map((pass) => ({
      ...pass,
      width: Math.ceil((header.width - pass.x) / pass.stepX),
      height: Math.ceil((header.height - pass.y) / pass.stepY),
    }))
    .filter(({ width, height }) => width > 0 && height > 0)
    .map((pass) => ({ ...pass, bytesPerRow: Math.ceil((pass.width * bitsPerDot) / 8) }))
}

function damaged(detail: string): Outcome<never, PngProblem> {
  return failed({ code: 'png-damaged', detail })
}

interface Chunks {
  readonly data: Uint8Array
  readonly palette: Uint8Array
  readonly transparency: Uint8Array
}

/** The chunks that make the picture, their checksums verified; in words what is wrong with them. */
function readChunks(png: Uint8Array): Chunks | string {
  const file = Buffer.from(png.buffer, png.byteOffset, png.byteLength)
  const data: Buffer[] = []
  const empty = Buffer.alloc(0)
  let palette: Buffer = empty
  let transparency: Buffer = empty
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    const end = at + 8 + length
    if (end + 4 > file.length) return `it ends in the middle of its ${printable(type)} part`
    const content = file.subarray(at + 8, end)
    // A capital first letter: the picture cannot be understood without this part.
    const isCritical = /^[A-Z]/.test(type)
    if (isCritical || type === 'tRNS') {
      if (crc32(file.subarray(at + 4, end)) !== file.readUInt32BE(end))
        return `its ${printable(type)} part is damaged`
    }
    if (type === 'IEND') return { data: Buffer.concat(data), palette, transparency }
    if (type === 'IDAT') data.push(content)
    else if (type === 'PLTE') palette = content
    else if (type === 'tRNS') transparency = content
    else if (isCritical && type !== 'IHDR') return `it has an unknown part ${printable(type)}`
    at = end + 4
  }
  return 'it has no end'
}

function printable(type: string): string {
  return type.replaceAll(/[^A-Za-z]/g, '?')
}

/**
 * Undoes the filter of each row (PNG specification, 9.2). `step` is bytes per dot, at least one. The rows stand apart
 * by a margin of zeros, below a row of zeros, so that what is left of and above the picture needs no thought.
 */
function unfilter(
  filtered: Uint8Array,
  height: number,
  bytesPerRow: number,
  step: number,
): Pick<PngPass, 'samples' | 'start' | 'stride'> | undefined {
  const stride = bytesPerRow + step
  const start = stride + step
  const samples = new Uint8Array(stride * (height + 1))
  for (let y = 0; y < height; y++) {
    const source = y * (bytesPerRow + 1)
    const filter = filtered[source] ?? 255
    const first = start + y * stride
    const end = first + bytesPerRow
    samples.set(filtered.subarray(source + 1, source + 1 + bytesPerRow), first)
    switch (filter) {
      case 0:
        break
      case 1:
        for (let x = first; x < end; x++) samples[x] = (samples[x] ?? 0) + (samples[x - step] ?? 0)
        break
      case 2:
        for (let x = first; x < end; x++)
          samples[x] = (samples[x] ?? 0) + (samples[x - stride] ?? 0)
        break
      case 3:
        for (let x = first; x < end; x++)
          samples[x] =
            (samples[x] ?? 0) + (((samples[x - step] ?? 0) + (samples[x - stride] ?? 0)) >> 1)
        break
      case 4:
        for (let x = first; x < end; x++)
          samples[x] =
            (samples[x] ?? 0) +
            paeth(samples[x - step] ?? 0, samples[x - stride] ?? 0, samples[x - stride - step] ?? 0)
        break
      default:
        return undefined
    }
  }
  return { samples, start, stride }
}

function paeth(left: number, above: number, aboveLeft: number): number {
  const guess = left + above - aboveLeft
  const toLeft = Math.abs(guess - left)
  const toAbove = Math.abs(guess - above)
  const toAboveLeft = Math.abs(guess - aboveLeft)
  if (toLeft <= toAbove && toLeft <= toAboveLeft) return left
  return toAbove <= toAboveLeft ? above : aboveLeft
}
