import type { Database } from '../../station/database/database.ts'
import { isGood, isLive } from '../../station/shipping/purchase.ts'
import type { CarrierModel, Sale } from './carrier-model.ts'
import type { FakeTime } from './fake-time.ts'
import { movesSince, rowsOf, type LedgerRow } from './ledger-looks.ts'
import { createOutboxRules, PARKED_STEPS } from './outbox-rules.ts'
import type { StationModel, Watching } from './station-model.ts'

/** The only steps of a purchase that PURCHASES.md knows. */
const STEPS: readonly string[] = [
  'null intended',
  'intended calling',
  'intended refused',
  'calling bought',
  'calling refused',
  'calling in-doubt',
  'in-doubt bought',
  'in-doubt not-bought',
  'in-doubt given-up',
  'in-doubt calling',
  'bought void-asked',
  'void-refused void-asked',
  'void-asked void',
  'void-asked void-refused',
  // The carrier certainly did not void it: the label is as good as before (P-10).
  'void-asked bought',
]

const MINUTE_MS = 60_000

interface Call {
  readonly body: string
  readonly atMs: number
  readonly wallMs: number
  readonly run: number
}

/** Whether the carrier may ask money for it, and would send a parcel with it. */
export function isPaid(sale: Sale): boolean {
  return sale.void !== 'done' && sale.standing !== 'failed'
}

/** What must hold of every purchase at any moment, whatever became of calls and of the station. */
export function createLedgerRules(
  time: FakeTime,
  world: CarrierModel,
  /** How often something worth knowing of has happened. */
  seen: Map<string, number>,
  database: Database,
) {
  /** References of purchases that a person ended against the truth, or without knowing it. */
  const excused = new Set<string>()
  const calls = new Map<string, Call[]>()
  const nones = new Map<string, number>()
  const printed = new Set<string>()
  const scanned = new Set<string>()
  const wrong: string[] = []
  let movesChecked = 0
  let station: StationModel

  const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
  const must = (isSo: boolean, words: string) => {
    if (!isSo) wrong.push(words)
  }

  const outbox = createOutboxRules(time, world, database, note, wrong)

  const watching: Watching = {
    ...outbox,
    bought(reference, body) {
      const row = rowsOf(database).find(
        (one) => one.reference === reference && one.state === 'calling',
      )
      must(
        !database.inTransaction && row?.request_body === body,
        `P-1: ${reference} left unwritten`,
      )
      if (!row) return
      const call = {
        body,
        atMs: time.ms(),
        wallMs: time.clock.now().getTime(),
        run: station.starts(),
      }
      const earlier = calls.get(row.id) ?? []
      calls.set(row.id, [...earlier, call])
      checkReference(row)
      if (earlier[0]) checkRepeat(row, earlier[0], earlier.length, call)
      // What a crash cut off before it left is asked for by the ledger alone.
      else if (row.called_again_at === null) outbox.bought(row.order_id, row.parcel)
    },
    looked(reference, answer) {
      if (!answer.ok && answer.failure.code === 'shipment-not-found')
        nones.set(reference, (nones.get(reference) ?? 0) + 1)
    },
    printed(id) {
      const row = rowsOf(database).find((one) => one.id === id)
      const sale = world.sales.find((one) => one.id === row?.carrier_shipment_id)
      note('printed')
      printed.add(id)
      must(row !== undefined && isGood(row.state), `P-10: ${row?.reference} printed, ${row?.state}`)
      must(row?.label_kind !== null, `P-2: ${row?.reference} printed before its label was kept`)
      must(
        sale !== undefined && (sale.void !== 'done' || sale.isCancelledOutside),
        `P-10: ${row?.reference} printed, and void`,
      )
    },
    restarted() {
      note('restarted')
      outbox.restarted()
    },
    scanned: (id) => void scanned.add(id),
    broke: (what) => wrong.push(`broke: ${JSON.stringify(what, errorsToo)}`),
  }

  /** P-8: a reference that a carrier has judged is spent. */
  function checkReference({ id, reference }: LedgerRow): void {
    const before = rowsOf(database).filter((row) => row.reference === reference && row.id !== id)
    for (const { state, status } of before)
      must(
        state === 'refused' && [null, 401, 403, 429].includes(status),
        `P-8: ${reference} was ${state}, and is asked for anew`,
      )
  }

  /** P-16 and P-17: when the very call may go out once more. */
  function checkRepeat(row: LedgerRow, first: Call, repeats: number, call: Call): void {
    const { reference, carrier } = row
    const rule = carrier === 'flavorcloud' ? 'P-16' : 'P-17'
    note(`repeat ${rule}`)
    const sinceMs = call.atMs - first.atMs
    must(call.body === first.body, `${rule}: ${reference} repeated with other bytes`)
    must(station.switches.mayBuy, `${rule}: ${reference} repeated on damaged records`)
    if (carrier === 'flavorcloud') {
      must(repeats === 1, `P-16: ${reference} repeated twice`)
      must((nones.get(reference) ?? 0) >= 5, `P-16: ${reference} repeated without five "none"`)
      must(sinceMs >= MINUTE_MS, `P-16: ${reference} repeated after ${sinceMs} ms`)
      return
    }
    const wallMs = call.wallMs - first.wallMs
    must(station.switches.isReplayProved, `P-17: ${reference} repeated without proof`)
    must(repeats <= 3, `P-17: ${reference} repeated ${repeats} times`)
    must(sinceMs <= 15 * MINUTE_MS, `P-17: ${reference} repeated after ${sinceMs} ms`)
    must(wallMs >= 0 && wallMs <= 15 * MINUTE_MS, `P-17: ${reference} repeated after ${wallMs} ms`)
    must(call.run === first.run, `P-17: ${reference} repeated by a later run`)
  }

  /** Whether there were any since the last look. */
  function checkMoves(): boolean {
    const moves = movesSince(database, movesChecked)
    for (const { number, what, step } of moves) {
      movesChecked = number
      note(`${what} ${step}`)
      const known = what === 'purchase' ? STEPS : PARKED_STEPS
      must(known.includes(step), `a ${what} went ${step}`)
    }
    return moves.length > 0
  }

  /** Nothing that was sold is lost, and nothing is sold twice but by a person's own finding. */
  function checkSales(rows: readonly LedgerRow[]): void {
    const paid = new Map<string, string[]>()
    for (const sale of world.sales) {
      const ours = rows.filter(
        ({ carrier, reference }) => carrier === sale.carrier && reference === sale.reference,
      )
      must(ours.length > 0, `lost: ${sale.id} (${sale.reference}) is not in the ledger`)
      if (!ours[0] || !isPaid(sale) || excused.has(sale.reference)) continue
      const isKept = ours.some(
        ({ state, carrier_shipment_id }) =>
          state === 'calling' ||
          state === 'in-doubt' ||
          (isLive(state) && carrier_shipment_id === sale.id),
      )
      const states = ours.map(({ state }) => state).join()
      must(isKept, `lost: ${sale.id} is sold, and ${sale.reference} is ${states}`)
      const parcel = `${ours[0].order_id}/${ours[0].parcel}`
      paid.set(parcel, [...(paid.get(parcel) ?? []), sale.id])
    }
    for (const [parcel, ids] of paid)
      must(ids.length === 1, `bought twice: parcel ${parcel} has ${ids.join(' and ')}`)
  }

  function checkRow(row: LedgerRow): void {
    const { id, state, reference, carrier_shipment_id } = row
    const sale = world.sales.find((one) => one.id === carrier_shipment_id)
    must(state !== 'intended', `P-6: ${reference} stays intended`)
    if (state === 'calling')
      must(
        [...world.line.held].some(({ name }) => name === `buy ${reference}`),
        `P-6: ${reference} is calling, and no call is under way`,
      )
    if (isGood(state)) {
      must(sale?.reference === reference, `P-11: ${reference} is ${state} as ${sale?.reference}`)
      must(
        sale?.void === 'no' || sale?.isCancelledOutside === true,
        `P-10: ${reference} is ${state}, its void ${sale?.void}`,
      )
    }
    if (state === 'void')
      must(sale?.void === 'done' || sale?.standing === 'failed', `P-13: ${reference} is no void`)
    must(row.sent_at === null || printed.has(id), `P-9: ${reference} was never printed`)
    must(
      scanned.has(id) || (row.on_paper_at === null && row.on_box_at === null),
      `P-9: ${reference} was never scanned`,
    )
  }

  function checkWaiting(rows: readonly LedgerRow[]): void {
    const listed = new Set(
      station
        .shipping()
        .waiting(5000, true)
        .map(({ id }) => id),
    )
    for (const { id, state, reference, on_box_at } of rows) {
      const waits =
        ['in-doubt', 'void-asked'].includes(state) || (isGood(state) && on_box_at === null)
      must(listed.has(id) === waits, `${reference} (${state}) is ${waits ? 'not' : ''} listed`)
    }
  }

  function fail(): void {
    if (wrong.length > 0) throw new Error([...new Set(wrong)].join('\n'))
  }

  return {
    watching,
    seen,
    note,
    excuse: (reference: string) => void excused.add(reference),
    isDead: () => station.isDead(),
    /** What waits in the outbox once nothing is in doubt any more. */
    checkOutboxRest(): void {
      outbox.checkRest()
      fail()
    },
    watch: (model: StationModel) => void (station = model),
    check(): void {
      if (!station.isDead()) {
        const rows = rowsOf(database)
        const isNews = checkMoves()
        checkSales(rows)
        for (const row of rows) checkRow(row)
        if (isNews) checkWaiting(rows)
        outbox.check()
      }
      fail()
    },
    /** What the station must have brought to an end by itself once everybody answers again. */
    checkRest(): void {
      checkWaiting(rowsOf(database))
      for (const row of rowsOf(database)) {
        const { state, reference, carrier } = row
        const own = world.sales.find(({ id }) => id === row.carrier_shipment_id)
        if (isGood(state) && own?.standing === 'made' && !own.isCancelledOutside)
          must(row.label_kind !== null, `P-12: the label of ${reference} never came`)
        if (state === 'void-asked' && row.void_accepted_at !== null)
          must(own?.void !== 'done', `P-13: the void of ${reference} is done, and not known`)
        if (state !== 'in-doubt' || carrier !== 'flavorcloud') continue
        const isForAPerson = row.code === 'carrier-conflict' || row.code === 'already-cancelled'
        const found = world.sales.some(
          (sale) => sale.reference === reference && isPaid(sale) && sale.standing === 'made',
        )
        must(isForAPerson || !found, `P-15: ${reference} was sold, and is not found`)
        const isNone = world.sales.every((sale) => sale.reference !== reference)
        must(
          isForAPerson || !isNone || row.called_again_at !== null,
          `P-16: ${reference} was never sold, and never asked for again`,
        )
      }
      fail()
    },
  }
}

function errorsToo(_key: string, value: unknown): unknown {
  return value instanceof Error ? `${value.message} ${value.stack}` : value
}

export type LedgerRules = ReturnType<typeof createLedgerRules>
