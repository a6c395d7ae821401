import { parentPort } from 'node:worker_threads'
import type { PrintFailure } from '../../shared/printing.ts'
import type { Outcome } from '../../shared/outcome.ts'
import { packingSlipPdf, type Slip } from '../documents/packing-slip.ts'
import { loadBarcodeReader } from './barcodes-in-dots.ts'
import { loadZplRenderer } from './draw-zpl.ts'
import type { Head } from './head.ts'
import type { LabelBytes } from './label-bytes.ts'
import { drawLabel, type Drawing } from './label-picture.ts'
import { loadPdfium } from './pdf-pages.ts'
import { prepareLabel } from './prepare-label.ts'
import type { PreparedLabel } from './prepared-label.ts'

/** What the thread is asked, and what it answers. */
export interface LabelTasks {
  readonly draw: {
    readonly task: {
      readonly label: { readonly kind: 'zpl' | 'pdf'; readonly bytes: Uint8Array }
      readonly paper: Pick<Head, 'dpi' | 'widthDots' | 'heightDots'>
    }
    readonly answer: Drawing
  }
  readonly prepare: {
    readonly task: {
      readonly label: LabelBytes
      readonly head: Head
      readonly wanted: readonly string[]
    }
    readonly answer: Outcome<PreparedLabel, PrintFailure>
  }
  /** In a thread of its own, so that no label waits for it. */
  readonly slip: { readonly task: Slip; readonly answer: Uint8Array }
  readonly warmUp: { readonly task: 'screen' | 'paper'; readonly answer: null }
}

export type LabelTask = {
  [Kind in keyof LabelTasks]: { readonly kind: Kind; readonly task: LabelTasks[Kind]['task'] }
}[keyof LabelTasks]

/** One task at a time: whoever asks waits for the answer. */
parentPort?.on('message', (asked: LabelTask) => {
  void answer(asked).then((answer) => parentPort?.postMessage(answer))
})

async function answer(asked: LabelTask): Promise<LabelTasks[keyof LabelTasks]['answer']> {
  switch (asked.kind) {
    case 'draw':
      return drawLabel(asked.task.label, asked.task.paper)
    case 'prepare':
      return prepareLabel(asked.task.label, asked.task.head, asked.task.wanted)
    case 'slip':
      return packingSlipPdf(asked.task)
    case 'warmUp':
      await loadZplRenderer()
      if (asked.task === 'paper') await Promise.all([loadBarcodeReader(), loadPdfium()])
      return null
  }
}
