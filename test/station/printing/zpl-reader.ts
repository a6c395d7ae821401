import { ready } from 'zpl-renderer-js'
import { readPng } from '../labels/read-png.ts'
import { createPaper, type PrintedPaper } from './printed-paper.ts'

const DOTS_PER_MILLIMETRE = { 203: 8, 300: 12, 600: 24 } as const

/** What labels of ours are made of; each lasts no longer than its label or is set back by the next one. */
const FOR_A_LABEL = new Set(
  '^XA ^PO ^LH ^LT ^LS ^FW ^PW ^LL ^CI ^FO ^GF ^GB ^A0 ^FH ^FB ^FD ^FR ^BY ^BC ^FS ^PQ ^XZ'.split(
    ' ',
  ),
)

/**
 * Draws ZPL as zebrash does, an independent reader of it. It passes over what it does not know, so a command that is not
 * for a label is an error here.
 */
export async function readZplPaper(
  bytes: Uint8Array,
  printer: {
    readonly dpi: 203 | 300 | 600
    readonly media: { readonly widthInches: number; readonly heightInches: number }
  },
): Promise<PrintedPaper> {
  const text = Buffer.from(bytes).toString()
  for (const [command] of text.matchAll(/[\^~]../g))
    if (!FOR_A_LABEL.has(command)) throw new Error(`not for a label: ${command}`)
  const { api } = await ready
  const dotsPerMillimetre = DOTS_PER_MILLIMETRE[printer.dpi]
  // The renderer rounds millimetres up to the next dot; a hair less gives exactly the dots wanted.
  const millimetres = (inches: number) =>
    (Math.round(inches * printer.dpi) - 0.001) / dotsPerMillimetre
  const copies = [...text.matchAll(/\^PQ(\d+)/g)].map(([, count]) => Number(count))
  // The renderer refuses a label without a field.
  if (!text.includes('^FO')) {
    const dots = (inches: number) => Math.round(inches * printer.dpi)
    const { widthInches, heightInches } = printer.media
    const { picture } = createPaper(dots(widthInches), dots(heightInches))
    return { picture, labels: Math.max(...copies), barcodes: [] }
  }
  const pictures = await api.zplToBase64MultipleAsync(
    text,
    millimetres(printer.media.widthInches),
    millimetres(printer.media.heightInches),
    dotsPerMillimetre,
  )
  return {
    picture: readPng(Buffer.from(pictures[0] ?? '', 'base64')),
    labels: Math.max(pictures.length, ...copies),
    barcodes: [],
  }
}
