import { PrinterSettingsSchema } from '../../shared/settings.ts'
import { pngToDots } from '../../station/labels/png-to-dots.ts'
import { zpl } from '../../station/printing/languages/zpl.ts'
import { makePng } from '../station/labels/make-png.ts'

const ROUNDS = 21
const printer = PrinterSettingsSchema.parse({
  id: 'label',
  role: 'label',
  connection: 'simulated:',
})

/** A made-up 4 × 6 inch label: rules, a bar pattern, and lines that look like text. */
function isInk(x: number, y: number): boolean {
  if (x < 3 || y < 3 || x > 808 || y > 1214 || y % 300 < 3) return true
  if (y > 800 && y < 1000 && x > 100 && x < 700) return ((x >> 1) * 2_654_435_761) % 7 < 3
  return (
    y % 40 < 24 && x > 30 && x < 500 && (Math.imul((x >> 2) * 31 + (y >> 2), 40_503) & 96) === 0
  )
}

/** The plain way that the manual shows first: one field, two hex digits a byte. */
function plainHex(png: Uint8Array): Uint8Array {
  const dots = pngToDots(png)
  if (!dots.ok) throw new Error(dots.failure.code)
  const { bits, bytesPerRow } = dots.value
  const hex = Buffer.from(bits).toString('hex').toUpperCase()
  return Buffer.from(`^XA^FO0,0^GFA,${bits.length},${bits.length},${bytesPerRow},${hex}^FS^XZ`)
}

async function medianMs(work: () => unknown): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return times.toSorted((one, other) => one - other)[ROUNDS >> 1] ?? 0
}

export interface PngToZplFigure {
  readonly picture: string
  readonly ms: number
  readonly bytes: number
  /** The same picture as one plain hex `^GFA`, in the same run. */
  readonly peerMs: number
  readonly peerBytes: number
}

async function encodePng(png: Uint8Array): Promise<Uint8Array> {
  const dots = pngToDots(png)
  if (!dots.ok) throw new Error(dots.failure.code)
  return zpl.encode(dots.value, printer)
}

/** PNG to ZPL for the kinds of PNG that carriers send, beside plain hex; prints one line for each. */
export async function benchPngToZpl(
  print: (line: string) => void = console.log,
): Promise<PngToZplFigure[]> {
  const figures: PngToZplFigure[] = []
  const kinds = [
    ['1-bit grey', 0, 1, (ink: boolean) => [ink ? 0 : 1]],
    ['8-bit grey', 0, 8, (ink: boolean) => [ink ? 0 : 255]],
    ['RGBA', 6, 8, (ink: boolean) => (ink ? [0, 0, 0, 255] : [255, 255, 255, 255])],
  ] as const
  for (const [picture, colourType, depth, samples] of kinds) {
    const png = makePng({
      width: 812,
      height: 1218,
      depth,
      colourType,
      filter: 'all',
      sample: (x, y) => samples(isInk(x, y)),
    })
    const encode = () => encodePng(png)
    const encoded = await encode()
    const figure = {
      picture,
      ms: await medianMs(encode),
      bytes: encoded.length,
      peerMs: await medianMs(() => plainHex(png)),
      peerBytes: plainHex(png).length,
    }
    figures.push(figure)
    print(
      `PNG to ZPL, ${picture}: ${figure.ms.toFixed(1)} ms and ${figure.bytes} bytes; ` +
        `plain hex ${figure.peerMs.toFixed(1)} ms and ${figure.peerBytes} bytes; ` +
        `ratio ${(figure.ms / figure.peerMs).toFixed(2)} in time, ${(figure.bytes / figure.peerBytes).toFixed(3)} in bytes`,
    )
  }
  return figures
}
