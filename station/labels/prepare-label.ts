import type { PrintFailure } from '../../shared/printing.ts'
import { done, failed, unreachable, type Outcome } from '../../shared/outcome.ts'
import { readCodes } from './barcodes-in-dots.ts'
import { inkOf, type BlackDots } from './black-dots.ts'
import { drawZpl, type ZplCanvas } from './draw-zpl.ts'
import { fitDots } from './fit-dots.ts'
import type { Head } from './head.ts'
import type { LabelBytes } from './label-bytes.ts'
import { withPdf } from './pdf-pages.ts'
import { pngToDots } from './png-to-dots.ts'
import { preparePng } from './prepare-png.ts'
import { planZpl } from './prepare-zpl.ts'
import type { PreparedLabel } from './prepared-label.ts'
import { isWanted } from './wanted-code.ts'

/** Makes a label ready for a head and reads what it then says; takes long, and so a thread of its own. */
export async function prepareLabel(
  label: LabelBytes,
  head: Head,
  wanted: readonly string[],
): Promise<Outcome<PreparedLabel, PrintFailure>> {
  const { kind, bytes } = label
  switch (kind) {
    case 'png': {
      const dots = preparePng(bytes, head)
      return dots.ok ? done(await asDots(dots.value, wanted, [])) : dots
    }
    case 'pdf':
      return withPdf(bytes, (pages) =>
        theLabelOf(
          pages.map((page) => ({ draw: () => page.draw(head.dpi), texts: () => page.texts() })),
          head,
          wanted,
        ),
      )
    case 'zpl':
      return prepareZpl(label, head, wanted)
    default:
      return unreachable(kind)
  }
}

async function prepareZpl(
  { bytes, dpi }: LabelBytes,
  head: Head,
  wanted: readonly string[],
): Promise<Outcome<PreparedLabel, PrintFailure>> {
  const planned = planZpl(bytes, head, wanted, dpi)
  if (!planned.ok) return planned
  const { passing, reading, canvas } = planned.value
  if (passing === undefined)
    return canvas === undefined
      ? unreachable(canvas as never)
      : drawnZpl(canvas, head, wanted, reading.texts)
  const drawn = canvas && (await drawnZpl(canvas, head, wanted, []))
  const codes = drawn?.ok
    ? [...new Set([...reading.codes, ...drawn.value.reading.codes])]
    : reading.codes
  return done({ print: { kind: 'zpl', bytes: passing }, reading: { ...reading, codes } })
}

async function drawnZpl(
  canvas: ZplCanvas,
  head: Head,
  wanted: readonly string[],
  texts: readonly string[],
): Promise<Outcome<PreparedLabel, PrintFailure>> {
  const pictures = await drawZpl(canvas)
  if (typeof pictures === 'string')
    return failed({ code: 'label-not-readable', detail: `The ZPL cannot be drawn: ${pictures}` })
  const pages = pictures.map((png) => ({ draw: () => pngToDots(png), texts: () => texts }))
  return theLabelOf(pages, head, wanted)
}

interface Page {
  draw(): Outcome<BlackDots, PrintFailure>
  texts(): readonly string[]
}

/**
 * Of several pages the one that is the label: the first that carries a wanted code; where none does, the first that is
 * not blank and fits the paper.
 */
async function theLabelOf(
  pages: readonly Page[],
  head: Head,
  wanted: readonly string[],
): Promise<Outcome<PreparedLabel, PrintFailure>> {
  let first: PreparedLabel | undefined
  let failure: PrintFailure | undefined
  for (const page of pages) {
    const drawn = page.draw()
    if (drawn.ok && inkOf(drawn.value) === undefined) continue
    const dots = drawn.ok ? fitDots(drawn.value, head) : drawn
    if (!dots.ok) {
      failure ??= dots.failure
      continue
    }
    const prepared = await asDots(dots.value, wanted, page.texts())
    if (wanted.length === 0 || prepared.reading.codes.some((code) => isWanted(code, wanted)))
      return done(prepared)
    first ??= prepared
  }
  if (first !== undefined) return done(first)
  return failed(failure ?? { code: 'label-not-readable', detail: 'It is blank' })
}

async function asDots(
  dots: BlackDots,
  wanted: readonly string[],
  texts: readonly string[],
): Promise<PreparedLabel> {
  return {
    print: { kind: 'dots', dots },
    reading: { codes: await readCodes(dots, wanted), texts },
  }
}
