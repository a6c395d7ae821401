import { ready } from 'zpl-renderer-js'
import { readPng, type Picture } from '../labels/read-png.ts'
import { createPaper, type PrintedPaper } from './printed-paper.ts'

const DOTS_PER_MILLIMETRE = { 203: 8, 300: 12, 600: 24 } as const

/** What labels of ours are made of; each lasts no longer than its label or is set back by the next one. */
const FOR_A_LABEL = new Set(
  '^XA ^PO ^LH ^LT ^LS ^FW ^PW ^LL ^CI ^FO ^GF ^GB ^A0 ^FH ^FB ^FD ^FR ^BY ^BC ^FS ^PQ ^XZ'.split(
    ' ',
  ),
)

interface PaperOf {
  readonly dpi: 203 | 300 | 600
  readonly media: { readonly widthInches: number; readonly heightInches: number }
}

/**
 * Reads ZPL by zebrash, an independent reader of it. It passes over what it does not know, so a command that is not for
 * a label is an error here.
 */
export async function readZplPaper(bytes: Uint8Array, printer: PaperOf): Promise<PrintedPaper> {
  const text = Buffer.from(bytes).toString()
  for (const [command] of text.matchAll(/[\^~]../g))
    if (!FOR_A_LABEL.has(command)) throw new Error(`not for a label: ${command}`)
  const formats = text.match(/\^XA/g) ?? []
  const copies = [...text.matchAll(/\^PQ(\d+)/g)].map(([, count]) => Number(count))
  return {
    picture: await drawZpl(bytes, printer),
    labels: Math.max(formats.length, ...copies),
    barcodes: [],
  }
}

/** The first label of any ZPL, dot for dot. */
export async function drawZpl(bytes: Uint8Array, { dpi, media }: PaperOf): Promise<Picture> {
  const text = Buffer.from(bytes).toString()
  const width = Math.round(media.widthInches * dpi)
  const height = Math.round(media.heightInches * dpi)
  // The renderer refuses a label without a field.
  if (!text.includes('^FO')) return createPaper(width, height).picture
  const { api } = await ready
  const dotsPerMillimetre = DOTS_PER_MILLIMETRE[dpi]
  // The renderer rounds millimetres up to the next dot; a hair less gives exactly the dots wanted.
  const millimetres = (dots: number) => (dots - 0.001) / dotsPerMillimetre
  const [picture = ''] = await api.zplToBase64MultipleAsync(
    text,
    millimetres(width),
    millimetres(height),
    dotsPerMillimetre,
  )
  return readPng(Buffer.from(picture, 'base64'))
}
