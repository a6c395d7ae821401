import { createServer, type Socket } from 'node:net'
import { onLine, type ScaleFault } from './scale-fault.ts'
import { type Display, SPEECHES, type SpokenProtocol } from './scale-speech.ts'

export interface ScaleSimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  readonly protocol?: SpokenProtocol
  /** What the scale shows; grams are exact in `kg` with its three decimals. */
  readonly unit?: 'kg' | 'lb'
  /** How long the pan moves after something was put on it or taken off; `Infinity`: until `settle`. */
  readonly settleMs?: number
  /** From one report to the next of a scale that speaks by itself. */
  readonly everyMs?: number
}

export interface ScaleSimulator {
  readonly port: number
  /** Puts so much on the pan in place of what was there. */
  put(grams: number): void
  empty(): void
  /** The pan comes to rest now. */
  settle(): void
  /** What is wrong from now on; `none` heals it. */
  fault(fault: ScaleFault): void
  /** What lies on the pan, whatever the scale shows while it moves. */
  grams(): number
  /** Hears of every change of what lies on the pan. Returns the way to stop listening. */
  onChange(listener: () => void): () => void
  stop(): Promise<void>
}

const GRAMS_PER_POUND = 453.59237

/** So much of a command is kept until the rest of it comes. */
const LONGEST_COMMAND = 20

/**
 * A scale on 127.0.0.1 that speaks its protocol over TCP, as one behind a serial device server does. It shows
 * values beside the weight while the pan moves, and says so in its status.
 */
export async function startScaleSimulator(
  options: ScaleSimulatorOptions = {},
): Promise<ScaleSimulator> {
  const { port = 0, protocol = 'nci', unit = 'kg', settleMs = 400, everyMs = 100 } = options
  const speech = SPEECHES[protocol]
  let onPan = 0
  let before = 0
  let changedAtMs = -Infinity
  let fault: ScaleFault = 'none'
  let dead = false
  const listeners = new Set<() => void>()
  const sockets = new Set<Socket>()

  function change(grams: number): void {
    before = onPan
    onPan = grams
    changedAtMs = performance.now()
    for (const listener of listeners) listener()
  }

  function display(): Display {
    const sinceMs = performance.now() - changedAtMs
    const moving = sinceMs < settleMs
    const shown = moving ? Math.max(0, swing(before, onPan, sinceMs / settleMs)) : onPan
    return {
      amount: unit === 'kg' ? (shown / 1000).toFixed(3) : (shown / GRAMS_PER_POUND).toFixed(2),
      unit,
      moving,
      zero: !moving && onPan === 0,
      fault,
    }
  }

  function send(socket: Socket, report: string): void {
    if (dead || report === '') return
    // It breaks off once, and says nothing more.
    dead = fault === 'dies'
    const bytes = onLine(report, fault)
    if (bytes !== '') socket.write(bytes, 'latin1')
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    let pending = ''
    socket.setNoDelay(true)
    socket.on('data', (bytes) => {
      const heard = speech.commands?.(pending + bytes.toString('latin1'))
      if (!heard) return
      pending = heard.rest.slice(-LONGEST_COMMAND)
      for (const command of heard.whole) send(socket, speech.answer(command, display()))
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const speaking = speech.commands
    ? undefined
    : setInterval(() => {
        for (const socket of sockets) send(socket, speech.report(display()))
      }, everyMs)
  const address = server.address()

  return {
    port: typeof address === 'object' && address ? address.port : port,
    put: change,
    empty: () => change(0),
    settle() {
      changedAtMs = -Infinity
    },
    fault(newFault) {
      fault = newFault
      dead = false
    },
    grams: () => onPan,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      clearInterval(speaking)
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

/** A pan that overshoots and comes to rest: `progress` from 0 (the change) to 1 (settled). */
function swing(from: number, to: number, progress: number): number {
  return to + (from - to) * Math.cos(progress * 15) * (1 - progress) ** 2
}
