import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import type { PrinterFault } from '../../shared/drill.ts'
import { createFormatSplitter, type FormatSplitter } from './format-splitter.ts'
import type { PrintedPaper } from './paper-worker.ts'

const KEPT_PAPERS = 12

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
  fault(fault: PrinterFault): void
  /** Newest first, at most 12. */
  paper(): readonly Paper[]
  /** The bytes of each whole format, oldest first, printed or not. */
  received(): readonly Uint8Array[]
  /** Gets the renderer ready before the first label; without it the first label does. */
  warmUp(): void
  /** Told of new paper and of faults; returns the way to stop listening. */
  onChange(listener: () => void): () => void
  stop(): Promise<void>
}

/**
 * A ZPL label printer on a TCP port of this machine, with a real one's manners: it answers `~HS`, prints one
 * format after another, and while paper is out, the head is open or it is paused it keeps them in its memory.
 */
export async function startLabelPrinterSimulator({
  port = 0,
  paperWorker,
}: {
  readonly port?: number
  readonly paperWorker: URL
}): Promise<LabelPrinterSimulator> {
  const listeners = new Set<() => void>()
  const sockets = new Set<Socket>()
  const received: Uint8Array[] = []
  const memory: Uint8Array[] = []
  let papers: Paper[] = []
  let fault: PrinterFault = 'none'
  let worker: Worker | undefined
  let printing: Uint8Array | undefined
  let stopped = false

  const changed = () => {
    for (const listener of listeners) listener()
  }
  const canPrint = () => fault === 'none' || fault === 'silent'

  function startWorker(): Worker {
    const begun = new Worker(paperWorker)
    begun.unref()
    begun.on('message', ({ png, barcodes }: PrintedPaper) => {
      printing = undefined
      const paper = { id: randomUUID(), at: new Date().toISOString(), png, barcodes }
      papers = [paper, ...papers].slice(0, KEPT_PAPERS)
      changed()
      printNext()
    })
    // A format that kills the renderer is lost, as in a printer that jams; the next one gets a new worker.
    begun.on('error', () => {
      worker = undefined
      printing = undefined
      printNext()
    })
    return begun
  }

  function printNext(): void {
    if (stopped || printing !== undefined || !canPrint()) return
    printing = memory.shift()
    if (printing === undefined) return
    worker ??= startWorker()
    worker.postMessage(printing)
  }

  function take(socket: Socket, splitter: FormatSplitter, bytes: Uint8Array): void {
    for (const found of splitter.push(bytes)) {
      if (found.kind === 'format') {
        received.push(found.bytes)
        memory.push(found.bytes)
        printNext()
      } else if (fault !== 'silent') {
        socket.write(hostStatus(fault, memory.length, splitter.isInsideFormat()))
      }
    }
  }

  const server = createServer((socket) => {
    const splitter = createFormatSplitter()
    sockets.add(socket)
    socket.on('data', (bytes) => take(socket, splitter, bytes))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
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
      printNext()
    },
    paper: () => papers,
    received: () => received,
    warmUp() {
      if (stopped || worker !== undefined) return
      worker = startWorker()
      worker.postMessage(null)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async stop() {
      stopped = true
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
      await worker?.terminate()
    },
  }
}

/** The answer to `~HS`: three lines between STX and ETX, fields as the ZPL manual lists them. */
function hostStatus(fault: PrinterFault, formats: number, insideFormat: boolean): string {
  const flag = (holds: boolean) => (holds ? '1' : '0')
  const waiting = String(Math.min(formats, 999)).padStart(3, '0')
  const lines = [
    `030,${flag(fault === 'paper-out')},${flag(fault === 'paused')},1218,${waiting},0,0,${flag(insideFormat)},000,0,0,0`,
    `000,0,${flag(fault === 'head-open')},0,0,2,4,0,00000000,1,000`,
    '0000,0',
  ]
  return lines.map((line) => `\x02${line}\x03\r\n`).join('')
}
