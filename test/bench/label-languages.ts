import thermal from 'node-thermal-printer'
import { LANGUAGES } from '../../station/printing/languages.ts'
import { differingDots } from '../station/labels/read-png.ts'
import { readCpcl } from '../station/printing/cpcl-reader.ts'
import { readEpl2 } from '../station/printing/epl2-reader.ts'
import { readEscpos } from '../station/printing/escpos-reader.ts'
import { readTspl } from '../station/printing/tspl-reader.ts'
import { benchLabel, benchPrinter, dotsOf, pngsOf, timed } from './bench-label.ts'
import { printRow, printTitle } from './figures.ts'

/** One 1-bit PNG of 4 × 6 inches to each other language, ESC/POS beside node-thermal-printer's own way. */
export async function benchLabelLanguages(): Promise<void> {
  printTitle('PNG label to the other languages of printers')
  const label = await benchLabel()
  const [[, png] = ['', Buffer.alloc(0)]] = pngsOf(label)
  const read = {
    epl2: (bytes: Uint8Array) => readEpl2(bytes, label.height),
    tspl: (bytes: Uint8Array) => readTspl(bytes, benchPrinter.dpi),
    cpcl: (bytes: Uint8Array) => readCpcl(bytes),
    escpos: (bytes: Uint8Array) => readEscpos(bytes, label.width),
  }
  const peer = await timed(() => throughTheLibrary(png))
  for (const name of ['epl2', 'tspl', 'cpcl', 'escpos'] as const) {
    const encode = () => LANGUAGES[name].encode(dotsOf(png), benchPrinter)
    const encoded = await encode()
    const differing = differingDots(read[name](encoded).picture, label)
    if (differing > 0) throw new Error(`${name}: ${differing} dots are not those of the picture`)
    const figures = await timed(encode)
    printRow(`PNG to ${name}`, {
      ...figures,
      bytes: encoded.length,
      ...(name === 'escpos' ? { ratio: figures.p50 / peer.p50 } : {}),
    })
  }
  printRow('  node-thermal-printer, whole page', {
    ...peer,
    bytes: (await throughTheLibrary(png)).length,
  })
}

async function throughTheLibrary(png: Buffer): Promise<Uint8Array> {
  const encoder = new thermal.ThermalPrinter({ type: thermal.PrinterTypes.EPSON, interface: '' })
  encoder.alignCenter()
  await encoder.printImageBuffer(png)
  encoder.cut()
  return encoder.getBuffer()
}
