import { encode } from 'fast-png'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { inkOf, type BlackDots } from './black-dots.ts'
import { drawZpl } from './draw-zpl.ts'
import { fitDots } from './fit-dots.ts'
import type { Head } from './head.ts'
import { withPdf } from './pdf-pages.ts'

export interface LabelPicture {
  readonly png: Uint8Array
  readonly widthDots: number
  readonly heightDots: number
}

export type Drawing = Outcome<LabelPicture, { code: 'label-not-drawable'; detail: string }>

/** Draws a label as it would come out of a printer; takes long, and so a thread of its own. */
export async function drawLabel(
  { kind, bytes }: { readonly kind: 'zpl' | 'pdf'; readonly bytes: Uint8Array },
  paper: Pick<Head, 'dpi' | 'widthDots' | 'heightDots'>,
): Promise<Drawing> {
  if (kind === 'zpl') {
    const pictures = await drawZpl({ zpl: bytes, ...paper })
    if (typeof pictures === 'string') return notDrawable(pictures)
    // A set-up format without fields before the label draws an empty, and so the smaller, picture.
    const [png] = pictures.toSorted((one, other) => other.length - one.length)
    if (png === undefined) return notDrawable('It holds no label')
    return done({ png, widthDots: paper.widthDots, heightDots: paper.heightDots })
  }
  const drawn = await withPdf(bytes, (pages) => {
    const pictures = pages.map((page) => () => page.draw(paper.dpi))
    for (const draw of pictures) {
      const dots = draw()
      if (!dots.ok) return Promise.resolve(dots)
      if (inkOf(dots.value) === undefined) continue
      // What does not fit is shown whole: the picture explains why it does not print.
      const fitting = fitDots(dots.value, { ...paper, rotation: 0, takesZpl: false })
      return Promise.resolve(done(fitting.ok ? fitting.value : dots.value))
    }
    return Promise.resolve(failed({ code: 'label-not-readable', detail: 'It is blank' }))
  })
  return drawn.ok ? done(pictureOf(drawn.value)) : notDrawable(drawn.failure.detail ?? '')
}

function pictureOf({ width, height, bits }: BlackDots): LabelPicture {
  const data = bits.map((byte) => ~byte)
  return {
    png: encode({ width, height, data, depth: 1, channels: 1 }),
    widthDots: width,
    heightDots: height,
  }
}

function notDrawable(detail: string): Drawing {
  return failed({ code: 'label-not-drawable', detail })
}
