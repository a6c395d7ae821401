import { done, failed, unreachable, type Outcome } from '../../shared/outcome.ts'
import {
  WhySchema,
  type HistoryLine,
  type ParkedAction,
  type Waiting,
  type WaitingCounts,
  type WaitingSearch,
} from '../../shared/outbox.ts'
import type { PrintFailure } from '../../shared/printing.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { Database } from '../database/database.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import { isGood, type Shipping } from '../shipping/shipping.ts'
import type { Outbox } from './outbox.ts'
import { openQueueQuery, type QueueView, type WaitingRow } from './queue-query.ts'

export type ParkedActionFailure = { readonly code: 'not-parked' | 'under-way' } | PrintFailure

/** What waits for the station or for a person: purchases and voids, labels, parked boxes. */
export interface Queue {
  /** How much waits, by why, in the order in which a person should look at it. */
  counts(): WaitingCounts
  /** What waits for one reason, oldest first. */
  page(search: WaitingSearch): { rows: Waiting[]; nextCursor: string | null; total: number }
  /** All of it in the order of the reasons; at most so many, by itself 5,000. */
  list(most?: number): Waiting[]
  /** By the shipment's id or the sticker's; undefined where nothing of it waits. */
  find(id: string): Waiting | undefined
  count(): number
  /** What was tried for a parked box, newest first. */
  history(stickerId: string): HistoryLine[]
  /** What a person asks for a parked box. */
  act(stickerId: string, action: ParkedAction): Promise<Outcome<null, ParkedActionFailure>>
  readonly changes: Topic<void>
}

export interface QueueDeps {
  readonly database: Database
  readonly shipping: Pick<Shipping, 'changes' | 'find'>
  readonly outbox: Pick<Outbox, 'changes' | 'find' | 'history' | 'hurry'>
  readonly carriers: Pick<Carriers, 'outage' | 'outages'>
  readonly settings: () => Settings
  /** The parcel at the bench, whose printing and scan-back are under way and do not wait. */
  readonly shipmentAtBench: () => string | undefined
  /** The last cut-off, UTC; null where none is set. */
  readonly cutOffAt: () => string | null
  /** A cut-off has passed, or is another. */
  readonly cutOffs: Topic<void>
  /** Prints a parked box's sticker again. */
  readonly printSticker: (stickerId: string) => Promise<Outcome<unknown, ParkedActionFailure>>
  /** Gives a parked box back to the bench. */
  readonly takeBack: Outbox['takeBack']
}

const MOST_LISTED = 5000
/** Counting longer than this is paced, so that a hundred thousand rows leave the station time for the bench. */
const QUICK_COUNT_MS = 5
const PAUSE_PER_COUNT = 20

interface Counted {
  /** The view that it was counted in. */
  readonly of: string
  readonly counts: WaitingCounts
  /** By `performance.now()`. */
  readonly holdsUntil: number
}

/** Counts are kept until something changes; rows are read page by page. */
export function createQueue(deps: QueueDeps): Queue {
  const query = openQueueQuery(deps.database)
  const changes = createTopic<void>()
  let counted: Counted | undefined
  let isOld = false
  let pause: NodeJS.Timeout | undefined

  /** A count that took long holds for a while; what changes meanwhile is told at the end of it. */
  function heard(): void {
    isOld = true
    const restMs = counted ? counted.holdsUntil - performance.now() : 0
    if (restMs <= 0) return changes.publish()
    pause ??= setTimeout(() => {
      pause = undefined
      changes.publish()
    }, restMs).unref()
  }
  for (const topic of [
    deps.shipping.changes,
    deps.outbox.changes,
    deps.carriers.outages,
    deps.cutOffs,
  ])
    topic.subscribe(heard)

  function view(): QueueView {
    return {
      scanBack: deps.settings().packing.requireScanBack,
      cutOff: deps.cutOffAt(),
      atBench: underWay() ?? null,
    }
  }

  /** At the bench a bought label is fetched, printed and scanned back: that is work, unless it failed. */
  function underWay(): string | undefined {
    const id = deps.shipmentAtBench()
    const entry = id === undefined ? undefined : deps.shipping.find(id)
    if (!entry || !isGood(entry.state)) return undefined
    return !entry.failure || entry.failure.code === 'label-not-made-yet' ? id : undefined
  }

  /** While a carrier is down nothing of it is tried but the line itself. */
  function toWaiting({ number: _number, isAsked, ...row }: WaitingRow): Waiting {
    if (row.why !== 'parked' || isAsked) return row
    const outage = deps.carriers.outage(row.carrier)
    if (!outage) return row
    return { ...row, nextAttemptAt: outage.nextProbeAt, detail: row.detail ?? outage.code }
  }

  function counts(): WaitingCounts {
    const now = view()
    const of = JSON.stringify(now)
    const isHeld = !isOld || (counted && counted.holdsUntil > performance.now())
    if (counted?.of === of && isHeld) return counted.counts
    const startedAt = performance.now()
    const groups = query
      .counts(now)
      .toSorted((a, b) => WhySchema.options.indexOf(a.why) - WhySchema.options.indexOf(b.why))
    const fresh = { total: groups.reduce((sum, { count }) => sum + count, 0), groups }
    const tookMs = performance.now() - startedAt
    const pauseMs = tookMs > QUICK_COUNT_MS ? tookMs * PAUSE_PER_COUNT : 0
    counted = { of, counts: fresh, holdsUntil: performance.now() + pauseMs }
    isOld = false
    return fresh
  }

  return {
    changes,
    counts,
    count: () => counts().total,

    page({ why, limit, cursor }) {
      const after = Number(cursor ?? 0)
      const rows = query.page(view(), why, Number.isSafeInteger(after) ? after : 0, limit + 1)
      const page = rows.slice(0, limit)
      return {
        rows: page.map(toWaiting),
        nextCursor: rows.length > page.length ? String(page.at(-1)?.number) : null,
        total: counts().groups.find((group) => group.why === why)?.count ?? 0,
      }
    },

    list(most = MOST_LISTED) {
      const now = view()
      const rows: Waiting[] = []
      for (const why of WhySchema.options) {
        if (rows.length >= most) break
        const more = query.page(now, why, 0, most - rows.length)
        for (const row of more) rows.push(toWaiting(row))
      }
      return rows
    },

    find(id) {
      const row = query.find(view(), id)
      return row && toWaiting(row)
    },

    history: deps.outbox.history,

    async act(stickerId, action) {
      const parked = deps.outbox.find(stickerId)
      const isOpen = parked && parked.state !== 'taken' && parked.state !== 'closed'
      if (!isOpen) return failed({ code: 'not-parked' })
      switch (action) {
        case 'print-sticker': {
          const printed = await deps.printSticker(stickerId)
          return printed.ok ? done(null) : printed
        }
        case 'buy-now':
          if (parked.state === 'buying') return failed({ code: 'under-way' })
          if (parked.state !== 'waiting') return failed({ code: 'not-parked' })
          deps.outbox.hurry(stickerId)
          return done(null)
        case 'take-back': {
          const taken = deps.takeBack(stickerId)
          return taken === 'taken' ? done(null) : failed({ code: taken })
        }
        default:
          return unreachable(action)
      }
    },
  }
}
