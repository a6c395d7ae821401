import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { LanguageName } from '../../shared/printing.ts'
import { BLANK_PNG } from './blank-paper.ts'
import { createJobSplitter, type Finding } from './job-splitter.ts'
import { cpcl } from './languages/cpcl.ts'
import { epl2 } from './languages/epl2.ts'
import { escpos } from './languages/escpos.ts'
import { tspl } from './languages/tspl.ts'
import { zpl } from './languages/zpl.ts'
import { paperThread } from './paper-thread.ts'
import type { PrintedPaper } from './paper-worker.ts'
import { STOPS_PRINTING, type SimulatedFault } from './printer-faults.ts'
import { createPrinterLine, type PrinterLine } from './printer-line.ts'
import type { SimulatedLanguage } from './simulated-language.ts'

const KEPT_PAPERS = 12
const LANGUAGES: Readonly<Record<LanguageName, SimulatedLanguage>> = {
  zpl,
  escpos,
  tspl,
  epl2,
  cpcl,
}

export interface Paper {
  readonly id: string
  readonly at: string
  /** Base64. */
  readonly png: string
  /** What a scanner would read off it, top to bottom. */
  readonly barcodes: readonly string[]
}

export interface LabelPrinterSimulator {
  readonly port: number
  /** Makes something go wrong; "none" mends it, and what waits in the printer's memory is printed. */
  fault(fault: SimulatedFault): void
  /** Newest first, at most 12. Only ZPL is drawn: a label in another language comes out blank. */
  paper(): readonly Paper[]
  /** The bytes of each whole label, oldest first, printed or not. */
  received(): readonly Uint8Array[]
  /** Labels printed since it was started. */
  labelsPrinted(): number
  /** Gets the renderer ready before the first label; without it the first label does. */
  warmUp(): void
  /** Told of new paper and of faults; returns the way to stop listening. */
  onChange(listener: () => void): () => void
  stop(): Promise<void>
}

export interface LabelPrinterOptions {
  readonly port?: number
  readonly paperWorker: URL
  readonly language?: LanguageName
}

/**
 * A label printer on a TCP port of this machine, with a real one's manners: it answers the questions of its language,
 * prints one label after another, counts them, and keeps them in its memory while paper is out, the head is open or
 * the like.
 */
export async function startLabelPrinterSimulator({
  port = 0,
  paperWorker,
  language: languageName = 'zpl',
}: LabelPrinterOptions): Promise<LabelPrinterSimulator> {
  const language = LANGUAGES[languageName]
  const listeners = new Set<() => void>()
  const lines = new Set<PrinterLine>()
  const received: Uint8Array[] = []
  /** Labels, and answers that wait until all before them is printed. */
  const memory: (Buffer | (() => void))[] = []
  let papers: Paper[] = []
  let fault: SimulatedFault = 'none'
  const thread = paperThread(paperWorker)
  let printing: Buffer | undefined
  let labelsPrinted = 0
  let stopped = false

  const changed = () => {
    for (const listener of listeners) listener()
  }
  const dpi = () => (fault === 'wrong-dpi' ? 300 : 203)

  function comeOut({ png, barcodes }: PrintedPaper): void {
    labelsPrinted++
    const paper = { id: randomUUID(), at: new Date().toISOString(), png, barcodes }
    papers = [paper, ...papers].slice(0, KEPT_PAPERS)
    changed()
  }

  function printNext(): void {
    if (stopped) return
    while (printing === undefined && !STOPS_PRINTING.has(fault)) {
      const next = memory.shift()
      if (next === undefined) return
      if (typeof next === 'function') next()
      else if (fault !== 'loses-label' && language.prints?.(next) !== false) print(next)
    }
  }

  function print(label: Buffer): void {
    if (languageName !== 'zpl') return comeOut({ png: BLANK_PNG, barcodes: [] })
    printing = label
    const dotsPerMillimetre = dpi() === 300 ? 12 : 8
    void thread.print({ format: label, dotsPerMillimetre }).then((paper) => {
      printing = undefined
      if (stopped) return
      // A format that kills the renderer is lost, as in a printer that jams.
      if (paper) comeOut(paper)
      printNext()
    })
  }

  function heed({ kind, bytes, isInsideLabel }: Finding, line: PrinterLine): void {
    if (kind === 'label') {
      received.push(bytes)
      memory.push(bytes)
      return printNext()
    }
    const answer = () => {
      const said = language.answer(bytes, {
        fault,
        waiting: memory.filter((entry) => typeof entry !== 'function').length,
        isPrinting: printing !== undefined,
        isInsideLabel,
        labelsPrinted,
        dpi: dpi(),
      })
      if (said !== undefined && fault !== 'silent') line.say(said)
    }
    if (language.waitsForPaper?.(bytes) !== true) return answer()
    memory.push(answer)
    printNext()
  }

  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const splitter = createJobSplitter(language)
    const line = createPrinterLine(
      socket,
      () => fault,
      (bytes) => {
        for (const found of splitter.push(bytes)) heed(found, line)
      },
    )
    lines.add(line)
    socket.on('close', () => lines.delete(line))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port was given')

  return {
    port: address.port,
    fault(newFault) {
      fault = newFault
      changed()
      for (const line of lines) line.faultChanged()
      printNext()
    },
    paper: () => papers,
    received: () => received,
    labelsPrinted: () => labelsPrinted,
    warmUp() {
      if (!stopped && languageName === 'zpl') thread.warmUp()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async stop() {
      stopped = true
      for (const line of lines) line.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
