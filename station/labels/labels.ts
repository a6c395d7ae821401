import { createHash } from 'node:crypto'
import type { LabelKind, PrintFailure } from '../../shared/printing.ts'
import { done, failed, unreachable, type Outcome } from '../../shared/outcome.ts'
import { readPngHeader } from '../lib/png-header.ts'
import type { Log } from '../ports.ts'
import { createDrawingThread } from './drawing-thread.ts'
import type { Head } from './head.ts'
import { keepRecent } from './keep-recent.ts'
import type { LabelBytes } from './label-bytes.ts'
import { checkLabel } from './label-kind.ts'
import type { Drawing } from './label-picture.ts'
import { planZpl } from './prepare-zpl.ts'
import type { PreparedLabel } from './prepared-label.ts'

export type { BlackDots } from './black-dots.ts'
export type { Head } from './head.ts'
export type { LabelBytes } from './label-bytes.ts'
export type { LabelExpectation } from './label-reading.ts'
export type { PreparedLabel } from './prepared-label.ts'
export { compareLabel } from './label-check.ts'

export interface Paper {
  readonly dpi: 203 | 300 | 600
  readonly widthInches: number
  readonly heightInches: number
}

/** Labels as pictures on the screen and as what goes to a printer, each in a thread of its own: neither waits for the other. */
export interface Labels {
  /** As it would come out of a printer. */
  draw(
    label: { readonly kind: LabelKind; readonly bytes: Uint8Array; readonly sha256: string },
    paper: Paper,
  ): Promise<Drawing>
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
  /**
   * Loads what draws labels on the screen before the first one is there, since that takes a second and more; and what
   * turns labels into dots for the printer only where `areConverted`, since it holds as much memory again.
   */
  warmUp(areConverted: boolean): void
  stop(): Promise<void>
}

export interface LabelsDeps {
  /** Module of the threads: `label-worker.ts`, or what it was bundled into. */
  readonly worker: URL
  readonly log: Log
}

const KEPT_PICTURES = 64
const KEPT_PREPARED = 16
/** ZPL of this size is looked through in a millisecond or two; more would hold up the thread of the station. */
const QUICK_ZPL_BYTES = 64 * 1024

export function createLabels({ worker, log }: LabelsDeps): Labels {
  const screenThread = createDrawingThread({ worker, log })
  const printThread = createDrawingThread({ worker, log })
  const drawings = keepRecent<Drawing>(KEPT_PICTURES)
  const prepared = keepRecent<Outcome<PreparedLabel, PrintFailure>>(KEPT_PREPARED)

  async function drawInThread(
    label: { readonly kind: 'zpl' | 'pdf'; readonly bytes: Uint8Array },
    { dpi, widthInches, heightInches }: Paper,
  ): Promise<Drawing> {
    const answer = await screenThread.run('draw', {
      label: { kind: label.kind, bytes: ownCopy(label.bytes) },
      paper: {
        dpi,
        widthDots: Math.round(widthInches * dpi),
        heightDots: Math.round(heightInches * dpi),
      },
    })
    return 'problem' in answer
      ? failed({ code: 'label-not-drawable', detail: answer.problem })
      : answer
  }

  async function prepareInThread(
    label: LabelBytes,
    head: Head,
    wanted: readonly string[],
  ): Promise<Outcome<PreparedLabel, PrintFailure>> {
    const task = { label: { ...label, bytes: ownCopy(label.bytes) }, head, wanted }
    const answer = await printThread.run('prepare', task)
    return 'problem' in answer
      ? failed({ code: 'label-not-readable', detail: answer.problem })
      : answer
  }

  return {
    async draw(label, paper) {
      switch (label.kind) {
        case 'png':
          return pictureOf(label.bytes)
        case 'pdf':
        case 'zpl': {
          const { kind, bytes } = label
          const key = `${label.sha256} ${paper.dpi} ${paper.widthInches} ${paper.heightInches}`
          return drawings.get(key, () => drawInThread({ kind, bytes }, paper))
        }
        default:
          return unreachable(label.kind)
      }
    },
    async prepare(label, head, wanted) {
      const checked = checkLabel(label)
      if (!checked.ok) return checked
      if (label.kind === 'zpl' && label.bytes.length <= QUICK_ZPL_BYTES) {
        const planned = planZpl(label.bytes, head, wanted, label.dpi)
        if (!planned.ok) return planned
        const { passing, reading, canvas } = planned.value
        if (passing !== undefined && canvas === undefined)
          return done({ print: { kind: 'zpl', bytes: passing }, reading })
      }
      const content = createHash('sha256').update(label.bytes).digest('base64')
      const key = JSON.stringify([content, label.dpi, head, wanted])
      return prepared.get(key, () => prepareInThread(label, head, wanted))
    },
    warmUp(areConverted) {
      if (areConverted) void printThread.run('warmUp', 'paper')
      void screenThread.run('warmUp', 'screen')
    },
    async stop() {
      await Promise.all([printThread.stop(), screenThread.stop()])
    },
  }
}

/** Bytes that lie in a larger buffer would take all of it along to a thread. */
function ownCopy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}

function pictureOf(png: Uint8Array): Drawing {
  const header = readPngHeader(png)
  return header === undefined
    ? failed({ code: 'label-not-drawable', detail: 'The PNG is damaged' })
    : done({ png, widthDots: header.width, heightDots: header.height })
}
