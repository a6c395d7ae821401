import type { LabelKind } from '../../shared/printing.ts'
import { done, failed, unreachable, type Outcome } from '../../shared/outcome.ts'
import { readPngHeader } from '../lib/png-header.ts'
import type { Log } from '../ports.ts'
import { createDrawingThread } from './drawing-thread.ts'

export interface LabelPicture {
  readonly png: Uint8Array
  readonly widthDots: number
  readonly heightDots: number
}

export interface Paper {
  readonly dpi: 203 | 300 | 600
  readonly widthInches: number
  readonly heightInches: number
}

/** Draws labels as a printer would, in a worker thread: printing never waits for it. */
export interface Labels {
  draw(
    label: { readonly kind: LabelKind; readonly bytes: Uint8Array; readonly sha256: string },
    paper: Paper,
  ): Promise<Outcome<LabelPicture, { code: 'label-not-drawable'; detail: string }>>
  /** Starts the thread before the first label needs it: its first picture takes seconds. */
  warmUp(): void
  stop(): Promise<void>
}

export interface LabelsDeps {
  /** Module of the thread that draws: `label-worker.ts`, or what it was bundled into. */
  readonly worker: URL
  readonly log: Log
}

type Drawing = Awaited<ReturnType<Labels['draw']>>

const KEPT_PICTURES = 64
const DOTS_PER_MILLIMETRE = { 203: 8, 300: 12, 600: 24 } as const

export function createLabels({ worker, log }: LabelsDeps): Labels {
  const thread = createDrawingThread({ worker, log })
  /** Drawn and being drawn, the least lately asked for first. */
  const drawings = new Map<string, Promise<Drawing>>()

  async function drawZpl(zpl: Uint8Array, paper: Paper): Promise<Drawing> {
    const widthDots = Math.round(paper.widthInches * paper.dpi)
    const heightDots = Math.round(paper.heightInches * paper.dpi)
    const answer = await thread.draw({
      zpl,
      widthDots,
      heightDots,
      dotsPerMillimetre: DOTS_PER_MILLIMETRE[paper.dpi],
    })
    return 'png' in answer
      ? done({ png: answer.png, widthDots, heightDots })
      : failed({ code: 'label-not-drawable', detail: answer.problem })
  }

  return {
    async draw(label, paper) {
      switch (label.kind) {
        case 'png':
          return pictureOf(label.bytes)
        case 'pdf':
          return failed({ code: 'label-not-drawable', detail: 'A PDF label is not drawn here' })
        case 'zpl': {
          const key = `${label.sha256} ${paper.dpi} ${paper.widthInches} ${paper.heightInches}`
          const drawing = drawings.get(key) ?? drawZpl(label.bytes, paper)
          drawings.delete(key)
          drawings.set(key, drawing)
          const [oldest] = drawings.keys()
          if (drawings.size > KEPT_PICTURES && oldest !== undefined) drawings.delete(oldest)
          const drawn = await drawing
          if (!drawn.ok) drawings.delete(key)
          return drawn
        }
        default:
          return unreachable(label.kind)
      }
    },
    warmUp() {
      const paper = { dpi: 203, widthInches: 1, heightInches: 1 } as const
      void drawZpl(new TextEncoder().encode('^XA^XZ'), paper)
    },
    stop: () => thread.stop(),
  }
}

function pictureOf(png: Uint8Array): Drawing {
  const header = readPngHeader(png)
  return header === undefined
    ? failed({ code: 'label-not-drawable', detail: 'The PNG is damaged' })
    : done({ png, widthDots: header.width, heightDots: header.height })
}
