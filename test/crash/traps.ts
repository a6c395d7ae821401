import type { Point, Step } from './points.ts'
import type { Piece } from './tapped-line.ts'
import type { World } from './world.ts'

const PURCHASE = /^POST \S*\/(parcels|Shipments) /
const VOID = /^(POST \S*\/parcels\/cancel|PUT \S*\/CancelShipment) /
const LABEL = /^GET \/labels\//

/** A moment of an exchange: its first byte at the carrier, the first of the answer, the answer whole at the station. */
type Moment = 'asked' | 'answering' | 'answered'

const MOMENTS: Partial<Record<Step, readonly [RegExp, Moment]>> = {
  'purchase-reached-carrier': [PURCHASE, 'asked'],
  'sold-not-answered': [PURCHASE, 'answering'],
  answered: [PURCHASE, 'answered'],
  'label-asked': [LABEL, 'asked'],
  'label-sent': [LABEL, 'answered'],
  'void-reached-carrier': [VOID, 'asked'],
  'void-done-not-answered': [VOID, 'answering'],
  'outbox-purchase-reached': [PURCHASE, 'asked'],
  'outbox-sold-not-answered': [PURCHASE, 'answering'],
  'outbox-answered': [PURCHASE, 'answered'],
}

/** What is looked for in the first bytes of a print. */
const PRINTS: Partial<Record<Step, string>> = {
  'first-bytes-at-printer': '^XA',
  'sticker-at-printer': '*SP-',
}
const BYTES_AT_PRINTER = 200
const HOLD = { pass: 0, afterwards: 'hold' } as const

/**
 * Sets a trap on the world's lines that kills the host at the point. A line in whose middle the host is killed
 * holds, so that nothing is seen of the kill before it. The other points are for the packer to see.
 */
export function setTrap(world: World, point: Point | undefined, kill: () => void): void {
  const { hands } = world
  hands.watch = () => undefined
  hands.passed = () => {}
  if (!point) return
  if (point.at === 'anywhere') {
    let left = point.afterBytes
    hands.watch = ({ bytes }) => {
      const before = left
      left -= bytes.length
      if (before > 0 && left <= 0) setTimeout(kill, point.thenMs)
      return undefined
    }
    return
  }
  const print = PRINTS[point.at as Step]
  if (print) {
    hands.watch = ({ from, bytes }) => {
      if (from !== 'station' || !bytes.includes(print)) return undefined
      // They must have left before the host is gone.
      setImmediate(kill)
      return { pass: BYTES_AT_PRINTER, afterwards: 'hold' }
    }
    return
  }
  const moment = MOMENTS[point.at as Step]
  if (!moment) return
  const [line, when] = moment
  const isIts = ({ exchange }: Piece) => line.test(exchange.request)
  if (when === 'answered')
    hands.passed = (piece) => {
      if (piece.from === 'world' && isIts(piece) && piece.exchange.isWhole) kill()
    }
  else
    hands.watch = (piece) => {
      if (piece.from !== (when === 'asked' ? 'station' : 'world') || !isIts(piece)) return undefined
      kill()
      return HOLD
    }
}
