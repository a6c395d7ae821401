import { Worker } from 'node:worker_threads'
import type { PaperToPrint, PrintedPaper } from './paper-worker.ts'

export interface PaperThread {
  /** Draws a format on paper; undefined where that killed the thread, as a format jams a printer. */
  print(toPrint: PaperToPrint): Promise<PrintedPaper | undefined>
  /** Gets everything loaded before the first format. */
  warmUp(): void
}

const threads = new Map<string, PaperThread>()

/**
 * The thread that draws what comes out of simulated printers: one for all of a process, since each would load a
 * renderer of its own. It holds nothing open, and ends with the process.
 */
export function paperThread(worker: URL): PaperThread {
  const known = threads.get(worker.href)
  if (known) return known
  const thread = createPaperThread(worker)
  threads.set(worker.href, thread)
  return thread
}

function createPaperThread(worker: URL): PaperThread {
  const waiting = new Map<number, (paper: PrintedPaper | undefined) => void>()
  let running: Worker | undefined
  let number = 0

  function start(): Worker {
    const begun = new Worker(worker)
    begun.unref()
    begun.on('message', ({ id, paper }: { id: number; paper: PrintedPaper }) => {
      waiting.get(id)?.(paper)
      waiting.delete(id)
    })
    begun.on('error', () => {
      running = undefined
      for (const [id, resolve] of waiting) {
        waiting.delete(id)
        resolve(undefined)
      }
    })
    return begun
  }

  return {
    print(toPrint) {
      running ??= start()
      const id = number++
      const printed = new Promise<PrintedPaper | undefined>((resolve) => waiting.set(id, resolve))
      running.postMessage({ id, toPrint })
      return printed
    },
    warmUp() {
      if (running !== undefined) return
      running = start()
      running.postMessage(null)
    },
  }
}
