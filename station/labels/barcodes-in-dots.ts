import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  prepareZXingModule,
  purgeZXingModule,
  readBarcodes,
  type ReaderOptions,
} from 'zxing-wasm/reader'
import type { BlackDots } from './black-dots.ts'
import { isWanted } from './wanted-code.ts'

/** Black is black: no grey to find the edges of, no negative; GS is kept (the other mode writes brackets). */
const READING: ReaderOptions = {
  binarizer: 'FixedThreshold',
  tryInvert: false,
  tryDenoise: false,
  textMode: 'Plain',
}
/** Nearly every tracking number; a tenth of the time of the full search, which finds the rest. */
const QUICK: ReaderOptions = {
  ...READING,
  formats: ['Code128'],
  tryHarder: false,
  tryRotate: false,
  tryDownscale: false,
}
const FULL: ReaderOptions = { ...READING, tryHarder: true, tryRotate: true, tryDownscale: true }

let isLoaded = false

/** The reader, from its file: left alone it asks a server of others for it. */
export async function loadBarcodeReader(): Promise<void> {
  if (isLoaded) return
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  await prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(readFileSync(file)).buffer },
    fireImmediately: true,
  })
  isLoaded = true
}

/**
 * The content of the barcodes in a picture. Where a quick look finds one of `wanted`, it is not looked for further;
 * without `wanted` every barcode is.
 */
export async function readCodes(dots: BlackDots, wanted: readonly string[]): Promise<string[]> {
  await loadBarcodeReader()
  const grey = greyPicture(dots)
  try {
    if (wanted.length > 0) {
      const quick = await codesIn(grey, QUICK)
      if (quick.some((code) => isWanted(code, wanted))) return quick
    }
    return await codesIn(grey, FULL)
  } catch {
    // It fell over its own feet, and would again: the picture has no barcode that can be read.
    purgeZXingModule()
    isLoaded = false
    return []
  }
}

async function codesIn(grey: Uint8Array, options: ReaderOptions): Promise<string[]> {
  const found = await readBarcodes(grey, options)
  return [...new Set(found.map(({ text }) => text).filter((text) => text !== ''))]
}

/** As a PGM file, eight dots at a time: a quarter of the bytes of RGBA, which is the other form that is taken. */
function greyPicture({ bytesPerRow, height, bits }: BlackDots): Uint8Array {
  const header = `P5 ${bytesPerRow * 8} ${height} 255`
  const headerBytes = Math.ceil((header.length + 1) / 8) * 8
  const file = new Uint8Array(headerBytes + bits.length * 8)
  file.set(Buffer.from(`${header.padEnd(headerBytes - 1)}\n`.replace(/^P5 +/, 'P5 ')))
  const eights = new BigUint64Array(file.buffer, headerBytes)
  for (let at = 0; at < bits.length; at++) eights[at] = EIGHT_DOTS[bits[at] ?? 0] ?? 0n
  return file
}

/** Of each byte of dots, the eight bytes of grey. */
const EIGHT_DOTS = new BigUint64Array(
  Uint8Array.from({ length: 256 * 8 }, (_, at) => (((at >> 3) >> (7 - (at & 7))) & 1 ? 0 : 255))
    .buffer,
)
