import { encode as encodePng } from 'fast-png'
import thermal from 'node-thermal-printer'
import { describe, expect, test } from 'vitest'
import { differingDots, type Picture } from '../labels/read-png.ts'
import { readCpcl } from './cpcl-reader.ts'
import {
  cupsLabelFilterMissing,
  cupsRaster,
  openCupsLabelFilter,
  type CupsLabelDriver,
} from './cups-label-filter.ts'
import { readEpl2 } from './epl2-reader.ts'
import { readEscpos } from './escpos-reader.ts'

/*
 * The readers that judge our languages, judged themselves: what encoders of others make of a picture, they read as just
 * that picture.
 */
const [width, height, bytesPerRow] = [808, 120, 101]
const bits = Uint8Array.from({ length: bytesPerRow * height }, (_, at) =>
  at > 3_000 && at < 6_000 ? 0 : (Math.imul(at, 0x9e3779b1) >>> 13) & 0xff,
)
const drawn: Picture = {
  width,
  height,
  isBlack: (x, y) => ((bits[y * bytesPerRow + (x >> 3)]! >> (7 - (x & 7))) & 1) === 1,
}

const missing = cupsLabelFilterMissing()
if (missing) process.stdout.write(`Readers are not compared with CUPS's drivers: ${missing}\n`)

describe.skipIf(missing !== undefined)('streams of the CUPS label drivers', () => {
  test.each([
    ['EPL2', 'zebraep2', (bytes: Uint8Array) => readEpl2(bytes, height)],
    ['CPCL', 'zebracpl', (bytes: Uint8Array) => readCpcl(bytes, /^(PAGE-HEIGHT|PRESENT-AT) /)],
  ] as const)('%s is read dot for dot', (_, driver: CupsLabelDriver, read) => {
    const filter = openCupsLabelFilter(driver)
    try {
      const { picture, labels } = read(
        filter.encode(cupsRaster({ width, height, bytesPerRow, bits })),
      )
      expect(labels).toBe(1)
      expect([picture.width, picture.height]).toEqual([width, height])
      expect(differingDots(picture, drawn)).toBe(0)
    } finally {
      filter.close()
    }
  })
})

test('a stream of node-thermal-printer is read dot for dot', async () => {
  const encoder = new thermal.ThermalPrinter({ type: thermal.PrinterTypes.EPSON, interface: '' })
  const data = Uint8Array.from({ length: width * height }, (_, at) =>
    drawn.isBlack(at % width, Math.floor(at / width)) ? 0 : 255,
  )
  const png = encodePng({ width, height, data, depth: 8, channels: 1 })
  await encoder.printImageBuffer(Buffer.from(png))
  encoder.cut()
  const { picture, labels } = readEscpos(encoder.getBuffer(), width)
  expect(labels).toBe(1)
  expect(differingDots(picture, drawn)).toBe(0)
})
