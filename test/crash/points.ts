import type { CarrierId } from '../../shared/orders.ts'

/** The steps of a purchase that can be seen from outside, in the order of an ordinary parcel. */
export const STEPS = [
  'items-complete',
  'weight-locked',
  'purchase-reached-carrier',
  'sold-not-answered',
  'answered',
  'label-asked',
  'label-sent',
  'first-bytes-at-printer',
  'print-done',
  'scan-back-sent',
  'void-reached-carrier',
  'void-done-not-answered',
] as const
export type Step = (typeof STEPS)[number]

/** Where the host is killed. */
export type Point =
  | { readonly at: Step }
  /** So many bytes after the host began to work went over the lines to carrier and printer, and so much later. */
  | { readonly at: 'anywhere'; readonly afterBytes: number; readonly thenMs: number }
  /** In the start that follows the kill before. */
  | { readonly at: 'start-up'; readonly afterMs: number }

/** One order's life. */
export interface Life {
  readonly carrier: CarrierId
  readonly boxes: 1 | 2
  readonly points: readonly Point[]
}

/** An ordinary parcel moves about as many bytes, with a void and a second purchase. */
const BYTES = 12_000
const MOST_IN_A_LIFE = 5
/** These come once in an order: it never gets back to before them, or ends with them. */
const ONCE: readonly string[] = ['items-complete', 'weight-locked', 'scan-back-sent']

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * Where the host is killed, all of it from the seed: three fifths at the named steps, in turn and at both carriers,
 * the rest anywhere.
 */
export function planOf(kills: number, seed: number): Life[] {
  const random = randomFrom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const named = Math.min(kills, Math.ceil((kills * 0.6) / STEPS.length) * STEPS.length)
  const decks: Record<CarrierId, Point[]> = { flexport: [], flavorcloud: [] }
  for (let index = 0; index < kills; index++) {
    const step = STEPS[index % STEPS.length] ?? 'items-complete'
    // The second round is the other carrier's.
    const round = index < named ? Math.floor(index / STEPS.length) : index
    decks[round % 2 === 0 ? 'flexport' : 'flavorcloud'].push(
      index < named ? { at: step } : somewhere(),
    )
  }

  function somewhere(): Point {
    return below(5) === 0
      ? { at: 'start-up', afterMs: 20 + below(1000) }
      : { at: 'anywhere', afterBytes: 1 + below(BYTES), thenMs: below(30) }
  }

  function lifeOf(carrier: CarrierId): Life {
    const deck = decks[carrier]
    const size = 2 + below(MOST_IN_A_LIFE - 1)
    const points: Point[] = []
    while (points.length < size) {
      const next = deck.findIndex(
        ({ at }) => !ONCE.includes(at) || !points.some((point) => point.at === at),
      )
      if (next < 0) break
      points.push(...deck.splice(next, 1))
    }
    return { carrier, boxes: below(4) === 0 ? 2 : 1, points: inOrder(points) }
  }

  const lives: Life[] = []
  for (const deck of Object.values(decks)) shuffle(deck, below)
  while (decks.flexport.length + decks.flavorcloud.length > 0) {
    const carrier = below(decks.flexport.length + decks.flavorcloud.length)
    lives.push(lifeOf(carrier < decks.flexport.length ? 'flexport' : 'flavorcloud'))
  }
  return lives
}

/** What can only come first stands first, what ends the order last; a start follows a kill. */
function inOrder(points: readonly Point[]): Point[] {
  const places: Record<string, number> = {
    'items-complete': 0,
    'weight-locked': 1,
    'start-up': 3,
    'scan-back-sent': 4,
  }
  return points.toSorted((one, other) => (places[one.at] ?? 2) - (places[other.at] ?? 2))
}

function shuffle(deck: Point[], below: (limit: number) => number): void {
  for (let index = deck.length - 1; index > 0; index--) {
    const other = below(index + 1)
    ;[deck[index], deck[other]] = [deck[other] as Point, deck[index] as Point]
  }
}
