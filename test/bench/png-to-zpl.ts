import { decode } from 'fast-png'
import zplImage from 'zpl-image'
import { zpl } from '../../station/printing/languages/zpl.ts'
import { differingDots, type Picture } from '../station/labels/read-png.ts'
import {
  cupsLabelFilterMissing,
  cupsRaster,
  openCupsLabelFilter,
} from '../station/printing/cups-label-filter.ts'
import { drawZpl } from '../station/printing/zpl-reader.ts'
import { benchLabel, benchPrinter, dotsOf, pngsOf, timed } from './bench-label.ts'
import { printRow } from './figures.ts'

/** PNG to ZPL of one label of 4 × 6 inches, beside zpl-image and beside what CUPS makes of the same picture. */
export async function benchPngToZpl(): Promise<void> {
  const label = await benchLabel()
  const pngs = pngsOf(label)
  for (const [kind, png] of pngs) {
    const encode = () => zpl.encode(dotsOf(png), benchPrinter)
    const peer = () => withZplImage(png, kind === 'RGBA')
    await check(await encode(), label)
    await check(peer(), label)
    const ours = await timed(encode)
    const theirs = await timed(peer)
    printRow(`${kind} PNG to ZPL (Z64)`, {
      ...ours,
      bytes: (await encode()).length,
      ratio: ours.p50 / theirs.p50,
    })
    printRow('  zpl-image, not trimmed (Z64)', { ...theirs, bytes: peer().length })
  }

  const [[, png] = ['', new Uint8Array()]] = pngs
  const dots = dotsOf(png)
  const sizes: Partial<Record<'z64' | 'acs' | 'hex', number>> = {}
  for (const graphics of ['z64', 'acs', 'hex'] as const) {
    const encode = () => zpl.encode(dots, { ...benchPrinter, graphics })
    const encoded = await encode()
    await check(encoded, label)
    sizes[graphics] = encoded.length
    printRow(`dots to ZPL as ${graphics}`, { ...(await timed(encode)), bytes: encoded.length })
  }

  const missing = cupsLabelFilterMissing()
  if (missing)
    return void process.stdout.write(`  CUPS's rastertolabel: not compared, ${missing}\n`)
  const filter = openCupsLabelFilter('zebra')
  try {
    const raster = cupsRaster(dots)
    const encoded = filter.encode(raster)
    await check(encoded, label)
    printRow("  CUPS's rastertolabel (ACS), with its start", {
      ...(await timed(() => filter.encode(raster))),
      bytes: encoded.length,
    })
    process.stdout.write(
      `  bytes beside CUPS's: Z64 × ${((sizes.z64 ?? 0) / encoded.length).toFixed(2)}, ` +
        `ACS × ${((sizes.acs ?? 0) / encoded.length).toFixed(2)}\n`,
    )
  } finally {
    filter.close()
  }
}

function withZplImage(png: Uint8Array, hasAlpha: boolean): Uint8Array {
  const { width, height, data, depth } = decode(png)
  const rgba = hasAlpha ? Uint8Array.from(data) : new Uint8Array(width * height * 4).fill(255)
  const bytesPerRow = Math.ceil(width / 8)
  if (!hasAlpha)
    for (let at = 0; at < width * height; at++) {
      const x = at % width
      const byte = depth === 1 ? data[Math.floor(at / width) * bytesPerRow + (x >> 3)] : data[at]
      const grey = depth === 1 ? ((byte! >> (7 - (x & 7))) & 1) * 255 : byte!
      rgba.fill(grey, at * 4, at * 4 + 3)
    }
  const { length, rowlen, z64 } = zplImage.rgbaToZ64(rgba, width, { notrim: true })
  return Buffer.from(`^XA^FO0,0^GFA,${length},${length},${rowlen},${z64}^FS^XZ`)
}

async function check(encoded: Uint8Array, label: Picture): Promise<void> {
  const differing = differingDots(await drawZpl(encoded, benchPrinter), label)
  if (differing > 0) throw new Error(`${differing} dots are not those of the picture`)
}
