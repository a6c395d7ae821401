import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const require = createRequire(import.meta.url)
const wasmBinary = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'))
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasmBinary).buffer } })

/** What a scanner reads off a picture of a label, FNC1 left out. */
export async function labelBarcodes(png: Uint8Array): Promise<string[]> {
  const found = await readBarcodes(png, { tryHarder: true, textMode: 'Plain' })
  return found.map(({ text }) => text.replaceAll('\u001d', ''))
}
