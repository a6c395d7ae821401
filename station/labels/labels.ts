import type { LabelKind, PrintFailure } from '../../shared/printing.ts'
import { done, failed, unreachable, type Outcome } from '../../shared/outcome.ts'
import { readPngHeader } from '../lib/png-header.ts'
import type { Log } from '../ports.ts'
import type { BlackDots } from './black-dots.ts'
import { createDrawingThread } from './drawing-thread.ts'
import type { Head } from './head.ts'
import type { LabelBytes } from './label-bytes.ts'
import { checkLabel } from './label-kind.ts'
import type { LabelReading } from './label-reading.ts'
import { pngToDots } from './png-to-dots.ts'
import { safeZpl } from './safe-zpl.ts'

export type { BlackDots } from './black-dots.ts'
export type { Head } from './head.ts'
export type { LabelBytes } from './label-bytes.ts'
export type { LabelExpectation, LabelReading } from './label-reading.ts'
export { compareLabel, type LabelVerdict } from './label-check.ts'

/** A label made ready for one head: what goes to the printer, and what that very thing says. */
export interface PreparedLabel {
  readonly print:
    | { readonly kind: 'zpl'; readonly bytes: Uint8Array }
    /** As large as its black parts or the whole picture, to be put in the middle of the paper. */
    | { readonly kind: 'dots'; readonly dots: BlackDots }
  readonly reading: LabelReading
}

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
  /**
   * Makes a label ready for a head and reads what it then says. ZPL made for this head passes; everything else becomes
   * dots, never scaled but by drawing it anew. `wanted` are codes that are looked for first, to be quicker.
   * Failures: `label-not-readable`, `label-too-large`, `label-does-not-fit`, `label-dpi-differs`, `label-unsafe`.
   */
  prepare(
    label: LabelBytes,
    head: Head,
    wanted: readonly string[],
  ): Promise<Outcome<PreparedLabel, PrintFailure>>
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
    async prepare(label, head) {
      const checked = checkLabel(label)
      if (!checked.ok) return checked
      const reading = { codes: [], texts: [] }
      switch (label.kind) {
        case 'zpl': {
          if (!head.takesZpl)
            return failed({ code: 'label-kind-not-printable', detail: 'ZPL is not drawn here' })
          const safe = safeZpl(label.bytes)
          return safe.ok ? done({ print: { kind: 'zpl', bytes: safe.value }, reading }) : safe
        }
        case 'png': {
          const room = { width: head.widthDots, height: head.heightDots, dpi: head.dpi }
          const dots = pngToDots(label.bytes, room)
          return dots.ok ? done({ print: { kind: 'dots', dots: dots.value }, reading }) : dots
        }
        case 'pdf':
          return failed({
            code: 'label-kind-not-printable',
            detail: 'A PDF label is not drawn here',
          })
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
