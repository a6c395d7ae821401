import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { ready } from 'zpl-renderer-js'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { BLANK_PNG } from './blank-paper.ts'

/** A format to print, by a head of so many dots. */
export interface PaperToPrint {
  readonly format: Uint8Array
  readonly dotsPerMillimetre: number
}

export interface PrintedPaper {
  /** Base64. */
  readonly png: string
  /** What a scanner would read off it, top to bottom. */
  readonly barcodes: readonly string[]
}

/** 4 × 6 inches: at 203 dpi exactly 812 × 1218 dots at 8 dots a millimetre. */
const PAPER_MILLIMETRES = { width: 101.5, height: 152.25 } as const

let barcodeReader: Promise<unknown> | undefined

/** Left alone, the library would fetch its WebAssembly from a server; it lies in the package. */
function loadBarcodeReader(): Promise<unknown> {
  barcodeReader ??= readFile(
    createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'),
  ).then((file) =>
    prepareZXingModule({
      overrides: { wasmBinary: new Uint8Array(file).buffer },
      fireImmediately: true,
    }),
  )
  return barcodeReader
}

/** A format to print; null only gets everything loaded, and has no answer. */
parentPort?.on('message', (asked: { id: number; toPrint: PaperToPrint } | null) => {
  const printed = print(asked?.toPrint ?? { format: FIRST, dotsPerMillimetre: 8 })
  if (asked !== null) void printed.then((paper) => parentPort?.postMessage({ id: asked.id, paper }))
})

/** A first label costs seconds of loading on a small machine: this one is drawn before anybody waits. */
const FIRST = Buffer.from('^XA^FO40,40^BY2^BCN,80,Y,N,N^FDFIRST^FS^XZ')

async function print({ format, dotsPerMillimetre }: PaperToPrint): Promise<PrintedPaper> {
  try {
    const { api } = await ready
    const png = await api.zplToBase64Async(
      Buffer.from(format).toString('utf8'),
      PAPER_MILLIMETRES.width,
      PAPER_MILLIMETRES.height,
      dotsPerMillimetre,
    )
    await loadBarcodeReader()
    const found = await readBarcodes(new Uint8Array(Buffer.from(png, 'base64')), {
      tryHarder: true,
      textMode: 'Plain',
    })
    const barcodes = found
      .filter(({ isValid }) => isValid)
      .toSorted((one, other) => one.position.topLeft.y - other.position.topLeft.y)
      .map(({ text }) => text)
    return { png, barcodes }
  } catch {
    return { png: BLANK_PNG, barcodes: [] }
  }
}
