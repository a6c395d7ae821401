import { createServer, type Socket } from 'node:net'

export interface ScaleSimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  readonly protocol?: 'nci' | 'sics' | 'toledo-8217'
  /** What the scale shows; grams are exact in `kg` with its three decimals. */
  readonly unit?: 'kg' | 'lb'
  /** How long the pan moves after something was put on it or taken off. */
  readonly settleMs?: number
}

export interface ScaleSimulator {
  readonly port: number
  /** Puts so much on the pan in place of what was there. */
  put(grams: number): void
  empty(): void
  /** What lies on the pan, whatever the scale shows while it moves. */
  grams(): number
  /** Hears of every change of what lies on the pan. Returns the way to stop listening. */
  onChange(listener: () => void): () => void
  stop(): Promise<void>
}

const GRAMS_PER_POUND = 453.59237

/** What the pan shows at this moment. */
interface Display {
  readonly amount: string
  readonly moving: boolean
  readonly zero: boolean
}

/**
 * A scale on 127.0.0.1 that speaks its protocol over TCP, as one behind a serial device server does. It shows
 * values beside the weight while the pan moves, and says so in its status.
 */
export async function startScaleSimulator(
  options: ScaleSimulatorOptions = {},
): Promise<ScaleSimulator> {
  const { port = 0, protocol = 'nci', unit = 'kg', settleMs = 400 } = options
  let onPan = 0
  let before = 0
  let changedAtMs = -Infinity
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
      moving,
      zero: !moving && onPan === 0,
    }
  }

  const answer = { nci: answerNci, sics: answerSics, 'toledo-8217': answerToledo }[protocol]
  const server = createServer((socket) => {
    sockets.add(socket)
    let pending = ''
    socket.setNoDelay(true)
    socket.on('data', (bytes) => {
      const heard = answer(pending + bytes.toString('latin1'), display(), unit)
      pending = heard.rest.slice(-20)
      if (heard.reply !== '') socket.write(heard.reply, 'latin1')
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()

  return {
    port: typeof address === 'object' && address ? address.port : port,
    put: change,
    empty: () => change(0),
    grams: () => onPan,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
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

/** What was answered, and the bytes that are no whole command yet. */
interface Heard {
  readonly reply: string
  readonly rest: string
}

function answerNci(text: string, { amount, moving, zero }: Display, unit: string): Heard {
  const status = `S${String.fromCharCode(0x30 + (moving ? 1 : 0) + (zero ? 2 : 0))}0`
  const commands = text.split('\r')
  const rest = commands.pop() ?? ''
  const replies = commands.map((command) => {
    switch (command.trim()) {
      case 'W':
        return `\n${amount.padStart(7)}${unit.toUpperCase()}\r\n${status}\r\u0003`
      case 'S':
        return `\n${status}\r\u0003`
      default:
        return '\n?\r\u0003'
    }
  })
  return { reply: replies.join(''), rest }
}

function answerSics(text: string, { amount, moving }: Display, unit: string): Heard {
  const commands = text.split('\n')
  const rest = commands.pop() ?? ''
  const replies = commands.map((command) => {
    switch (command.trim()) {
      case 'SI':
        return `S ${moving ? 'D' : 'S'} ${amount.padStart(10)} ${unit}\r\n`
      case 'S':
        return moving ? 'S I\r\n' : `S S ${amount.padStart(10)} ${unit}\r\n`
      default:
        return 'ES\r\n'
    }
  })
  return { reply: replies.join(''), rest }
}

function answerToledo(text: string, { amount, moving }: Display, unit: string): Heard {
  const weight = amount.padStart(unit === 'kg' ? 6 : 5, '0')
  const replies = Array.from(text.replaceAll(/[^W]/g, ''), () =>
    moving ? '\u0002?a\r' : `\u0002${weight}\r`,
  )
  return { reply: replies.join(''), rest: '' }
}
