import type { Waiting, WaitingCounts, Why } from '../../shared/outbox.ts'
import type { Database } from '../database/database.ts'

/** What decides why something waits, beside what stands in the two tables. */
export interface QueueView {
  /** Labels that were sent to a printer wait for the scan on their box. */
  readonly scanBack: boolean
  /** UTC; labels bought before it and not on a box are nobody's any more. */
  readonly cutOff: string | null
  /** The shipment whose label is under way at the bench: that is work, not waiting. */
  readonly atBench: string | null
}

/** `isAsked`: the carrier is being asked about it right now. */
export type WaitingRow = Waiting & { readonly number: number; readonly isAsked: boolean }

type Row = Omit<WaitingRow, 'isAsked'> & { readonly isAsked: 0 | 1 }

const OPEN_PARKED = `p.state IN ('waiting', 'buying', 'bought', 'refused')`
const SAME_PARCEL = 'p.order_id = s.order_id AND p.parcel = s.parcel'

const DOUBTFUL = `s.state IN ('in-doubt', 'void-asked')`
const NOT_ON_BOX = `s.state IN ('bought', 'void-refused') AND s.on_box_at IS NULL
  AND (s.sent_at IS NULL OR @scanBack) AND s.number IS NOT (SELECT number FROM shipments WHERE id = @atBench)`
/** A parked box whose purchase has an end or a doubt shows as that purchase. */
const PARKED = `${OPEN_PARKED} AND NOT EXISTS (SELECT 1 FROM shipments AS s WHERE ${SAME_PARCEL}
  AND s.state IN ('in-doubt', 'bought', 'void-asked', 'void-refused'))`

const WHY_OF_DOUBTFUL = `CASE WHEN s.state = 'in-doubt' THEN 'in-doubt'
  WHEN s.void_accepted_at IS NULL THEN 'void-in-doubt' ELSE 'void-pending' END`
const WHY_OF_NOT_ON_BOX = `CASE WHEN s.bought_at < @cutOff THEN 'void-at-cut-off'
  WHEN s.sent_at IS NOT NULL THEN 'not-on-box'
  WHEN s.label_kind IS NULL THEN 'label-missing'
  WHEN EXISTS (SELECT 1 FROM parked_parcels AS p INDEXED BY parked_stickers WHERE ${SAME_PARCEL} AND ${OPEN_PARKED}) THEN 'sticker-to-scan'
  ELSE 'not-printed' END`
/** A box that was bought and whose label is void goes back to the bench like one that was refused. */
const WHY_OF_PARKED = `CASE WHEN p.state IN ('waiting', 'buying') THEN 'parked' ELSE 'parked-refused' END`

const SINCE = 'coalesce(s.bought_at, s.intended_at)'

const SHIPMENT_COLUMNS = `s.number, s.id, s.id AS shipmentId,
  (SELECT p.id FROM parked_parcels AS p INDEXED BY parked_stickers WHERE ${SAME_PARCEL} AND ${OPEN_PARKED}) AS stickerId,
  s.order_id AS orderId, s.order_reference AS "order", s.merchant, s.parcel, s.carrier, ${SINCE} AS since,
  s.next_attempt_at AS nextAttemptAt, s.tries AS attempts, s.failure ->> 'code' AS detail, 0 AS isAsked`
const PARKED_COLUMNS = `p.number, p.id, NULL AS shipmentId, p.id AS stickerId, p.order_id AS orderId,
  p.order_reference AS "order", p.merchant, p.parcel, p.carrier, p.parked_at AS since,
  CASE p.state WHEN 'waiting' THEN p.due_at END AS nextAttemptAt, p.attempts,
  coalesce(p.problem ->> 'code', p.failure ->> 'code') AS detail, p.state = 'buying' AS isAsked`

/** Where the rows of a reason stand: each stands in one table only, so that a page is read along one index. */
const SOURCES = {
  doubtful: {
    from: 'shipments AS s',
    index: 'INDEXED BY shipments_by_state',
    where: DOUBTFUL,
    why: WHY_OF_DOUBTFUL,
    since: SINCE,
  },
  notOnBox: {
    from: 'shipments AS s',
    index: 'INDEXED BY shipments_open',
    where: NOT_ON_BOX,
    why: WHY_OF_NOT_ON_BOX,
    since: 's.bought_at',
  },
  parked: {
    from: 'parked_parcels AS p',
    index: 'INDEXED BY parked_queue',
    where: PARKED,
    why: WHY_OF_PARKED,
    since: 'p.parked_at',
  },
} as const
type Source = keyof typeof SOURCES

const SOURCE_OF: Readonly<Record<Why, Source>> = {
  'in-doubt': 'doubtful',
  'void-in-doubt': 'doubtful',
  'parked-refused': 'parked',
  'void-at-cut-off': 'notOnBox',
  'sticker-to-scan': 'notOnBox',
  parked: 'parked',
  'label-missing': 'notOnBox',
  'not-printed': 'notOnBox',
  'not-on-box': 'notOnBox',
  'void-pending': 'doubtful',
}

/** What waits, read out of purchases and parked boxes together; writes nothing. */
export function openQueueQuery(database: Database) {
  const counts = database.prepare<[object], WaitingCounts['groups'][number]>(
    `SELECT why, count(*) AS count, min(since) AS oldestAt FROM (${Object.values(SOURCES)
      .map(
        ({ from, index, where, why, since }) =>
          `SELECT ${why} AS why, ${since} AS since FROM ${from} ${index} WHERE ${where}`,
      )
      .join(' UNION ALL ')}) GROUP BY why`,
  )
  const rowsOf = (source: Source, index: string, more: string) => {
    const { from, where, why } = SOURCES[source]
    const columns = source === 'parked' ? PARKED_COLUMNS : SHIPMENT_COLUMNS
    return database.prepare<[object], Row>(
      `SELECT ${why} AS why, ${columns} FROM ${from} ${index} WHERE ${where} AND ${more}`,
    )
  }
  const onePage = (source: Source) =>
    rowsOf(
      source,
      SOURCES[source].index,
      'why = @why AND number > @after ORDER BY number LIMIT @limit',
    )
  const pages = {
    doubtful: onePage('doubtful'),
    notOnBox: onePage('notOnBox'),
    parked: onePage('parked'),
  }
  const ofShipment = [rowsOf('doubtful', '', 's.id = @id'), rowsOf('notOnBox', '', 's.id = @id')]
  const parkedById = rowsOf('parked', '', 'p.id = @id')
  const shipmentOfSticker = database
    .prepare<[string], string>(
      `SELECT s.id FROM parked_parcels AS p JOIN shipments AS s ON ${SAME_PARCEL}
       WHERE p.id = ? AND ${OPEN_PARKED} AND s.state IN ('in-doubt', 'bought', 'void-asked', 'void-refused')`,
    )
    .pluck()

  /** What SQLite takes for a view: it knows no true and false. */
  const bound = ({ scanBack, ...rest }: QueueView) => ({ ...rest, scanBack: scanBack ? 1 : 0 })
  const toRow = (row: Row): WaitingRow => ({ ...row, isAsked: row.isAsked === 1 })

  return {
    counts: (view: QueueView): WaitingCounts['groups'] => counts.all(bound(view)),

    /** Oldest first, after the row with this number. */
    page(view: QueueView, why: Why, after: number, limit: number): WaitingRow[] {
      return pages[SOURCE_OF[why]].all({ ...bound(view), why, after, limit }).map(toRow)
    },

    /** By the shipment's id or the sticker's; undefined where nothing of it waits. */
    find(view: QueueView, id: string): WaitingRow | undefined {
      const parked = parkedById.get({ id })
      if (parked) return toRow(parked)
      const asked = { ...bound(view), id: shipmentOfSticker.get(id) ?? id }
      const row = ofShipment.map((statement) => statement.get(asked)).find((one) => one)
      return row && toRow(row)
    },
  }
}
