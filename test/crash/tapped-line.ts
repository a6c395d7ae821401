import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A request and its answer on a line; a printer's line, which is no HTTP, has the same two sides. */
export interface Exchange {
  /** The first line of what was asked, as in `POST /Shipments HTTP/1.1`. */
  readonly request: string
  /** Bytes that came from the station so far, and those of the answer. */
  readonly asked: number
  readonly answered: number
  /** The answer has come whole; only HTTP says so. */
  readonly isWhole: boolean
}

export interface Piece {
  readonly exchange: Exchange
  readonly from: 'station' | 'world'
  readonly bytes: Buffer
}

/**
 * Looks at each piece before it goes on. The answer says how many of its bytes still do and what happens then: the
 * line is cut, or holds whatever comes; undefined lets all of it through.
 */
export type Watch = (
  piece: Piece,
) => { readonly pass: number; readonly afterwards: 'cut' | 'hold' } | undefined

export interface TappedLine {
  readonly port: number
  /** From now on every connection breaks, the open ones among them, until it is mended. */
  cut(): void
  mend(): void
  isCut(): boolean
  stop(): Promise<void>
}

/**
 * A TCP port of this machine that leads to another one, with a hand on every byte in between. `passed` is told of
 * each piece once the kernel has it. What is behind the line says that it is reached at its own port; through the
 * line it says this one.
 */
export async function tapLine(
  worldPort: number,
  watch: Watch,
  passed: (piece: Piece) => void = () => {},
): Promise<TappedLine> {
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer({ noDelay: true }, (station) => {
    if (isCut) {
      station.resetAndDestroy()
      return
    }
    const world = connect({ port: worldPort, host: '127.0.0.1', noDelay: true })
    const ends = { station, world }
    let exchange = { request: '', asked: 0, answered: 0, isWhole: false }
    let whole = Infinity
    let isOver = false

    function note(from: Piece['from'], bytes: Buffer): void {
      if (from === 'station' && (exchange.answered > 0 || exchange.asked === 0)) {
        const [request = ''] = bytes.toString('latin1').split('\r\n', 1)
        exchange = { request, asked: 0, answered: 0, isWhole: false }
        whole = Infinity
      }
      if (from === 'station') exchange.asked += bytes.length
      else {
        if (exchange.answered === 0) whole = wholeLength(bytes)
        exchange.answered += bytes.length
        exchange.isWhole = exchange.answered >= whole
      }
    }

    function goOn(from: Piece['from'], bytes: Buffer): void {
      if (isOver) return
      note(from, bytes)
      const piece = { exchange: { ...exchange }, from, bytes }
      const verdict = watch(piece)
      const to = from === 'station' ? world : station
      if (!verdict) {
        to.write(bytes, () => passed(piece))
        return
      }
      isOver = true
      if (verdict.pass > 0) to.write(bytes.subarray(0, verdict.pass))
      if (verdict.afterwards === 'hold') return
      to.destroySoon()
      ends[from].destroy()
    }

    const ownAddress = `127.0.0.1:${worldPort}`
    station.on('data', (bytes) => goOn('station', bytes))
    world.on('data', (bytes) => goOn('world', replaced(bytes, ownAddress, `127.0.0.1:${portOf()}`)))
    for (const [one, other] of [
      [station, world],
      [world, station],
    ] as const) {
      sockets.add(one)
      one.on('error', () => one.destroy())
      one.on('end', () => other.end())
      one.on('close', () => {
        sockets.delete(one)
        other.destroySoon()
      })
    }
  })
  const portOf = () => (server.address() as AddressInfo).port
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(),
    cut() {
      isCut = true
      for (const socket of sockets) socket.destroy()
    },
    mend() {
      isCut = false
    },
    isCut: () => isCut,
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Head and body of an answer; 0 where it is no HTTP, so that it never counts as whole too late. */
function wholeLength(bytes: Buffer): number {
  const text = bytes.toString('latin1')
  const head = text.indexOf('\r\n\r\n')
  const body = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
  return head < 0 || body === undefined ? Infinity : head + 4 + Number(body)
}

/** Links in answers lead through the line too; ports have the same length, or the lengths told would be wrong. */
function replaced(bytes: Buffer, from: string, to: string): Buffer {
  if (from.length !== to.length || !bytes.includes(from)) return bytes
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1')
}
