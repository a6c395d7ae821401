import type { PrintFailure } from '../../shared/printing.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { ZplCanvas } from './draw-zpl.ts'
import { isSideways } from './fit-dots.ts'
import type { Head } from './head.ts'
import type { LabelReading } from './label-reading.ts'
import { safeZpl } from './safe-zpl.ts'
import { isWanted } from './wanted-code.ts'
import { zplForDpi } from './zpl-for-dpi.ts'
import { readZpl, type ZplReading } from './zpl-reading.ts'

/** What is to be done with a ZPL label. */
export interface ZplPlan {
  /** The label as it goes out; absent where it has to be drawn. */
  readonly passing?: Uint8Array
  /** What its fields say. */
  readonly reading: LabelReading
  /** To be drawn: to print, or of a passing label, to read the barcodes in its pictures. Absent: nothing is. */
  readonly canvas?: ZplCanvas
}

/** ^PW is often that of the head, 832 dots, where the paper has 812. */
const ROUGHLY = 1.05
const LABEL_INCHES = { width: 4, height: 6 } as const
const LONGEST_LABEL_INCHES = 8
const MOST_DOTS = 48_000_000

/**
 * ZPL passes a head that takes it, is of its own dpi and turns nothing, onto paper that is no smaller than the label.
 * Everything else is drawn. `knownDpi` is what it is made for, where nobody has to guess that by its size. Pure.
 */
export function planZpl(
  bytes: Uint8Array,
  head: Head,
  wanted: readonly string[],
  knownDpi?: Head['dpi'],
): Outcome<ZplPlan, PrintFailure> {
  const safe = safeZpl(bytes)
  if (!safe.ok) return safe
  const { codes, texts, ...said } = readZpl(safe.value)
  const reading = { codes, texts }
  const paper = isSideways(head)
    ? { width: head.heightDots, height: head.widthDots }
    : { width: head.widthDots, height: head.heightDots }
  const dpi = knownDpi ?? madeFor(said, head.dpi, paper)
  const width = said.widthDots ?? LABEL_INCHES.width * dpi
  const height = said.lengthDots ?? LABEL_INCHES.height * dpi
  const passes =
    head.takesZpl &&
    head.rotation === 0 &&
    dpi === head.dpi &&
    width <= paper.width * ROUGHLY &&
    height <= paper.height * ROUGHLY
  const isFound =
    wanted.length === 0 ? codes.length > 0 : codes.some((code) => isWanted(code, wanted))
  if (passes && (isFound || !said.hasPictures)) return done({ passing: safe.value, reading })

  const zpl = dpi === head.dpi ? safe : zplForDpi(safe.value, dpi, head.dpi)
  if (!zpl.ok) return zpl
  // On larger paper the label lies as the printer would lay it.
  const widthDots = Math.max(paper.width, Math.round((width * head.dpi) / dpi))
  const heightDots = Math.max(paper.height, Math.round((height * head.dpi) / dpi))
  if (widthDots * heightDots > MOST_DOTS)
    return failed({
      code: 'label-does-not-fit',
      detail: `the label is ${width} × ${height} dots, larger than any label`,
    })
  const canvas = { zpl: zpl.value, widthDots, heightDots, dpi: head.dpi }
  return done({ ...(passes ? { passing: safe.value } : {}), reading, canvas })
}

/** 203 dpi, unless its size makes a label for this paper, or of any label's width, only at another. */
function madeFor(
  { widthDots, lengthDots }: Pick<ZplReading, 'widthDots' | 'lengthDots'>,
  headDpi: Head['dpi'],
  paper: { readonly width: number; readonly height: number },
): Head['dpi'] {
  const isWithin = (dots: number, dpi: number, inches: number) => dots / dpi <= inches * ROUGHLY
  if (widthDots !== null) {
    const inches = paper.width / headDpi
    const onPaper = ([203, headDpi] as const).find((dpi) => isWithin(widthDots, dpi, inches))
    const ofALabel = () =>
      ([203, 300] as const).find((dpi) => isWithin(widthDots, dpi, LABEL_INCHES.width))
    return onPaper ?? ofALabel() ?? 203
  }
  if (lengthDots === null) return 203
  const inches = Math.max(paper.height / headDpi, LONGEST_LABEL_INCHES)
  return ([203, 300, headDpi] as const).find((dpi) => isWithin(lengthDots, dpi, inches)) ?? 203
}
