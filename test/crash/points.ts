import type { CarrierId } from '../../shared/orders.ts'

/** The steps of a purchase at the bench that can be seen from outside, in the order of an ordinary parcel. */
export const BENCH_STEPS = [
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

/** The steps of a parcel that is parked, as its carrier is down before the weight and back once all is packed. */
export const PARKED_STEPS = [
  'parked-on-disk',
  'sticker-at-printer',
  'sticker-out',
  'outbox-purchase-reached',
  'outbox-sold-not-answered',
  'outbox-answered',
  'sticker-scanned',
  'parked-scan-back-sent',
] as const
export type Step = (typeof BENCH_STEPS)[number] | (typeof PARKED_STEPS)[number]

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
  /** Its carrier is down whenever a box of it could be bought at the bench. */
  readonly parks: boolean
  readonly boxes: 1 | 2
  readonly points: readonly Point[]
}

/** An ordinary parcel moves about as many bytes, with a void and a second purchase. */
const BYTES = 12_000
const MOST_IN_A_LIFE = 5
/** These come once in an order: it never gets back to before them, or ends with them. */
const ONCE: readonly string[] = [
  'items-complete',
  'weight-locked',
  'scan-back-sent',
  'parked-scan-back-sent',
]
/** Each step of the bench at both carriers, each of a parked parcel at one of them, which is the other in the next round. */
const ROUND = 2 * BENCH_STEPS.length + PARKED_STEPS.length
const NAMED_SHARE = 0.6

interface Deck extends Pick<Life, 'carrier' | 'parks'> {
  readonly points: Point[]
}

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

/** The named step of a kill, with the place of its deck. */
function namedStep(index: number): { readonly at: Step; readonly deck: number } {
  const place = index % ROUND
  const atBench = BENCH_STEPS[place >> 1]
  if (atBench) return { at: atBench, deck: place % 2 }
  const parked = place - 2 * BENCH_STEPS.length
  const round = Math.floor(index / ROUND)
  return { at: PARKED_STEPS[parked] ?? 'parked-on-disk', deck: 2 + ((parked + round) % 2) }
}

/**
 * Where the host is killed, all of it from the seed: three fifths at the named steps, but each of them once, the rest
 * anywhere, as often in lives that park as in others.
 */
export function planOf(kills: number, seed: number): Life[] {
  const random = randomFrom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const decks: Deck[] = [false, true].flatMap((parks) =>
    (['flexport', 'flavorcloud'] as const).map((carrier) => ({ carrier, parks, points: [] })),
  )
  const rounds = Math.max(1, Math.round((kills * NAMED_SHARE) / ROUND))
  for (let index = 0; index < kills; index++) {
    const isNamed = index < rounds * ROUND
    const { at, deck } = isNamed ? namedStep(index) : { deck: index % decks.length }
    decks[deck]?.points.push(at ? { at } : somewhere(index))
  }

  function somewhere(index: number): Point {
    return index % 5 === 4
      ? { at: 'start-up', afterMs: 20 + below(1000) }
      : { at: 'anywhere', afterBytes: 1 + below(BYTES), thenMs: below(30) }
  }

  function lifeOf({ carrier, parks, points: deck }: Deck): Life {
    const size = 2 + below(MOST_IN_A_LIFE - 1)
    const points: Point[] = []
    while (points.length < size) {
      const next = deck.findIndex(
        ({ at }) => !ONCE.includes(at) || !points.some((point) => point.at === at),
      )
      if (next < 0) break
      points.push(...deck.splice(next, 1))
    }
    const boxes = below(parks ? 2 : 4) === 0 ? 2 : 1
    return { carrier, parks, boxes, points: inOrder(points) }
  }

  const lives: Life[] = []
  for (const { points } of decks) shuffle(points, below)
  for (;;) {
    const left = decks.flatMap((deck) => deck.points.map(() => deck))
    const deck = left[below(left.length)]
    if (!deck) return lives
    lives.push(lifeOf(deck))
  }
}

/** What can only come first stands first, what ends the order last; a start follows a kill. */
function inOrder(points: readonly Point[]): Point[] {
  const places: Record<string, number> = {
    'items-complete': 0,
    'weight-locked': 1,
    'start-up': 3,
    'scan-back-sent': 4,
    'parked-scan-back-sent': 4,
  }
  return points.toSorted((one, other) => (places[one.at] ?? 2) - (places[other.at] ?? 2))
}

function shuffle(deck: Point[], below: (limit: number) => number): void {
  for (let index = deck.length - 1; index > 0; index--) {
    const other = below(index + 1)
    ;[deck[index], deck[other]] = [deck[other] as Point, deck[index] as Point]
  }
}
