import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Locator } from '@playwright/test'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const { resolve } = createRequire(import.meta.url)
const wasmBinary = readFileSync(resolve('zxing-wasm/reader/zxing_reader.wasm'))
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasmBinary).buffer } })

/** What a scanner reads off this part of the screen: each barcode's text, with its AIM identifier. */
export async function barcodesOn(part: Locator): Promise<readonly { text: string; aim: string }[]> {
  const found = await readBarcodes(new Uint8Array(await part.screenshot()), { textMode: 'Plain' })
  return found.map(({ text, symbologyIdentifier: aim }) => ({ text, aim }))
}
