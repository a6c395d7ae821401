import { readBarcodes } from 'zxing-wasm/reader'
import { loadBarcodeReader } from '../station/labels/barcodes-in-dots.ts'

/** What a scanner reads off a picture: each barcode's text, with its AIM identifier. */
export async function barcodesIn(png: Uint8Array): Promise<{ text: string; aim: string }[]> {
  await loadBarcodeReader()
  const found = await readBarcodes(new Uint8Array(png), { tryHarder: true, textMode: 'Plain' })
  return found.map(({ text, symbologyIdentifier: aim }) => ({ text, aim }))
}

/** What it reads off a picture of a label, FNC1 left out. */
export async function labelBarcodes(png: Uint8Array): Promise<string[]> {
  const found = await barcodesIn(png)
  return found.map(({ text }) => text.replaceAll('\u001d', ''))
}
