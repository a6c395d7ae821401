import { createHash, randomUUID } from 'node:crypto'
import type { CarrierId } from '../../shared/orders.ts'
import type { LabelKind } from '../../shared/printing.ts'
import type { CarrierFailure, ShipmentSearch } from '../../shared/shipping.ts'
import type { Money } from '../../shared/measures.ts'
import { LockedWeightSchema, type LockedWeight } from '../../shared/weighing.ts'
import type { BoughtParcel, DownloadedLabel, PurchaseAnswer } from '../carriers/carriers.ts'
import type { Database } from '../database/database.ts'
import type { Clock } from '../ports.ts'
import { openFollowUps } from './follow-ups.ts'
import { COLUMNS, toEntry, type LedgerEntry, type Packed, type Row } from './ledger-entry.ts'
import { searchShipments } from './ledger-search.ts'
import { isLive, nextState, type PurchaseEvent } from './purchase.ts'

/** All that is known before the call leaves (P-1). */
export interface Intent {
  readonly orderId: number
  readonly orderReference: string
  readonly merchant: string
  readonly parcel: number
  readonly attempt: number
  readonly carrier: CarrierId
  readonly serviceLevel: string
  readonly reference: string
  readonly requestBody: string
  readonly contents: Packed
  readonly weightGrams: number
  /** The scale's own bytes and time behind the weight. */
  readonly weightLineage: string
  readonly box: string
  readonly recipient: string
  readonly country: string
  /** Who packed it; null where nobody had scanned a badge. */
  readonly operator: string | null
}

/** A reference that the carrier shows as cancelled is spent: neither a look-up nor a repeat can tell more. */
function mayBeFollowed(answer: PurchaseAnswer): boolean {
  return answer.kind === 'in-doubt' && answer.failure.code !== 'already-cancelled'
}

/** The only SQL of purchases. Every write is one transaction, fsynced before it returns. */
export function openPurchaseLedger(
  database: Database,
  clock: Clock,
  /** A purchase is live no more, and that is on disk. */
  onEnded: (entry: LedgerEntry) => void = () => {},
  /** Whether the station can do anything by itself about a doubt at this carrier. */
  canFollow: (carrier: CarrierId) => boolean = () => true,
) {
  const one = (where: string) =>
    database.prepare<unknown[], Row>(`SELECT ${COLUMNS} FROM shipments WHERE ${where}`)
  const byId = one('id = ?')
  const byParcel = one('order_id = ? AND parcel = ? ORDER BY attempt DESC, number DESC')
  const byOrder = one('order_id = ? ORDER BY number')
  const byCode = one(
    `tracking_number = @code OR carrier_barcode = @code ORDER BY number DESC LIMIT 20`,
  )
  const inDoubt = one(`state IN ('in-doubt', 'void-asked') ORDER BY number LIMIT ?`)
  const openCondition = `state IN ('bought', 'void-refused') AND on_box_at IS NULL AND (sent_at IS NULL OR ?)`
  const open = one(`${openCondition} ORDER BY number LIMIT ?`)
  const boughtSince = database
    .prepare(
      `SELECT count(*) FROM shipments WHERE state IN ('bought', 'void-refused') AND bought_at >= ?`,
    )
    .pluck()
  const boughtBySince = database
    .prepare(
      `SELECT count(*) FROM shipments
       WHERE operator = ? AND state IN ('bought', 'void-refused') AND bought_at >= ?`,
    )
    .pluck()
  const owner = one(
    'carrier = @carrier AND (carrier_shipment_id = @shipmentId OR tracking_number = @tracking) LIMIT 1',
  )
  const labelBytes = database.prepare<
    [string],
    { label_kind: LabelKind; label_bytes: Buffer; label_sha256: string }
  >(
    'SELECT label_kind, label_bytes, label_sha256 FROM shipments WHERE id = ? AND label_bytes IS NOT NULL',
  )
  const weightLineage = database
    .prepare<[string], string>('SELECT weight_lineage FROM shipments WHERE id = ?')
    .pluck()
  const insert =
    database.prepare(`INSERT INTO shipments (id, order_id, order_reference, merchant, parcel, attempt,
    carrier, service_level, state, reference, request_body, request_sha256, contents, weight_grams, weight_lineage,
    box, recipient, country, operator, intended_at)
    VALUES (@id, @orderId, @orderReference, @merchant, @parcel, @attempt, @carrier, @serviceLevel, 'intended',
    @reference, @requestBody, @requestSha256, @contents, @weightGrams, @weightLineage, @box, @recipient, @country, @operator, @now)`)
  const setState = database.prepare('UPDATE shipments SET state = ? WHERE id = ?')
  const setBought = database.prepare(`UPDATE shipments SET carrier_shipment_id = @carrierShipmentId,
    tracking_number = coalesce(@trackingNumber, tracking_number),
    carrier_barcode = coalesce(@carrierBarcode, carrier_barcode),
    tracking_url = coalesce(@trackingUrl, tracking_url), label_url = coalesce(@labelUrl, label_url),
    document_urls = CASE @documentUrls WHEN '[]' THEN coalesce(document_urls, '[]') ELSE @documentUrls END,
    service_level = coalesce(@serviceLevel, service_level),
    price_minor = coalesce(@minor, price_minor), price_currency = coalesce(@currency, price_currency),
    bought_at = coalesce(bought_at, @now), failure = NULL WHERE id = @id`)
  const stamps = {
    called_at: database.prepare('UPDATE shipments SET called_at = ? WHERE id = ?'),
    called_again_at: database.prepare('UPDATE shipments SET called_again_at = ? WHERE id = ?'),
    answered_at: database.prepare('UPDATE shipments SET answered_at = ? WHERE id = ?'),
    sent_at: database.prepare('UPDATE shipments SET sent_at = coalesce(sent_at, ?) WHERE id = ?'),
    on_paper_at: database.prepare(
      'UPDATE shipments SET on_paper_at = coalesce(on_paper_at, ?) WHERE id = ?',
    ),
    on_box_at: database.prepare(
      'UPDATE shipments SET on_box_at = coalesce(on_box_at, ?) WHERE id = ?',
    ),
    settled_at: database.prepare('UPDATE shipments SET settled_at = ? WHERE id = ?'),
    void_asked_at: database.prepare('UPDATE shipments SET void_asked_at = ? WHERE id = ?'),
    void_answered_at: database.prepare('UPDATE shipments SET void_answered_at = ? WHERE id = ?'),
  }
  const setFailure = database.prepare('UPDATE shipments SET failure = ? WHERE id = ?')
  const setAnswer = database.prepare('UPDATE shipments SET answer = ? WHERE id = ?')
  const setLabel = database.prepare(
    'UPDATE shipments SET label_kind = @kind, label_bytes = @bytes, label_sha256 = @sha256, failure = NULL WHERE id = @id',
  )
  const passLabel = database.prepare(
    'UPDATE shipments SET label_passed_by = ?, label_passed_at = ? WHERE id = ? AND label_passed_by IS NULL',
  )
  const setPrice = database.prepare(
    'UPDATE shipments SET price_minor = @minor, price_currency = @currency WHERE id = @id AND price_minor IS NULL',
  )
  const noteNone = database.prepare('UPDATE shipments SET none_found = none_found + 1 WHERE id = ?')
  const followUps = openFollowUps(database, clock)
  /** When this run of the station called, by the machine's own clock, which nobody puts right. */
  const calledMs = new Map<string, number>()
  const openedMs = performance.now()
  const now = () => clock.now().toISOString()

  function find(id: string): LedgerEntry | undefined {
    const row = byId.get(id)
    return row && toEntry(row)
  }

  function recordBought(id: string, parcel: BoughtParcel): void {
    setBought.run({
      id,
      carrierShipmentId: parcel.carrierShipmentId,
      trackingNumber: parcel.trackingNumber,
      carrierBarcode: parcel.carrierBarcode,
      trackingUrl: parcel.trackingUrl,
      labelUrl: parcel.labelUrl,
      documentUrls: JSON.stringify(parcel.documentUrls),
      serviceLevel: parcel.serviceLevel,
      minor: parcel.price?.minor ?? null,
      currency: parcel.price?.currency ?? null,
      now: now(),
    })
  }

  /** Nothing is planned, and so none told, where only a person can tell. */
  function doubted(id: string): void {
    if (canFollow(entryOf(id).carrier)) followUps.doubted(id)
  }

  /** What an event writes beside the state. */
  function recordEvent(id: string, event: PurchaseEvent): void {
    switch (event.type) {
      case 'called':
        stamps.called_at.run(now(), id)
        calledMs.set(id, performance.now())
        return
      case 'answered':
        stamps.answered_at.run(now(), id)
        setAnswer.run(event.answer.raw, id)
        if (event.answer.kind === 'bought') {
          recordBought(id, event.answer.parcel)
          followUps.bought(id)
        } else setFailure.run(JSON.stringify(event.answer.failure), id)
        if (mayBeFollowed(event.answer)) doubted(id)
        return
      case 'called-again':
        stamps.called_again_at.run(now(), id)
        followUps.end(id)
        return
      case 'settled-bought':
        stamps.settled_at.run(now(), id)
        recordBought(id, event.parcel)
        followUps.bought(id)
        return
      case 'settled-not-bought':
      case 'given-up':
        stamps.settled_at.run(now(), id)
        followUps.end(id)
        return
      case 'never-left':
        return
      case 'void-asked':
        stamps.void_asked_at.run(now(), id)
        followUps.voidAsked(id)
        return
      case 'void-accepted':
        followUps.voidAccepted(id)
        return
      case 'void-answered':
        stamps.void_answered_at.run(now(), id)
        setFailure.run(event.refused && JSON.stringify(event.refused), id)
        if (event.refused) followUps.voidNotMade(id)
        else followUps.end(id)
        return
      case 'void-not-made':
        followUps.voidNotMade(id)
        return
      case 'found-at-start':
        doubted(id)
    }
  }

  /** An entry that must be there; that it is not would be a bug. */
  function entryOf(id: string): LedgerEntry {
    const entry = find(id)
    if (!entry) throw new Error(`Shipment ${id} is not in the ledger`)
    return entry
  }

  return {
    find,
    entryOf,
    followUps,

    /** Commits the intent and returns its entry; undefined where the parcel has a live purchase already (P-3). */
    intend(intent: Intent): LedgerEntry | undefined {
      const id = randomUUID()
      try {
        insert.run({
          ...intent,
          id,
          contents: JSON.stringify(intent.contents),
          requestSha256: createHash('sha256').update(intent.requestBody).digest('hex'),
          now: now(),
        })
      } catch (error) {
        if ((error as { code?: string }).code === 'SQLITE_CONSTRAINT_UNIQUE') return undefined
        throw error
      }
      return find(id)
    },

    /** Moves a purchase on; throws where the event has no meaning in its state, which is a bug of ours. */
    apply(id: string, event: PurchaseEvent): LedgerEntry {
      const applied = database.transaction(() => {
        const entry = find(id)
        const state = entry && nextState(entry.state, event)
        if (!state) throw new Error(`Purchase ${id} in ${entry?.state} cannot take ${event.type}`)
        recordEvent(id, event)
        setState.run(state, id)
        if (state !== 'calling' && state !== 'in-doubt') calledMs.delete(id)
        return entryOf(id)
      })()
      if (!isLive(applied.state)) onEnded(applied)
      return applied
    },

    /** What a read-back told beyond the purchase's own answer (a label link that came later). */
    learn(id: string, parcel: BoughtParcel): void {
      recordBought(id, parcel)
    },

    keepLabel(id: string, label: DownloadedLabel): void {
      database.transaction(() => {
        const bytes = Buffer.from(label.bytes)
        setLabel.run({ id, kind: label.kind, bytes, sha256: label.sha256 })
        followUps.labelKept(id)
      })()
    },

    keepPrice(id: string, price: Money): void {
      setPrice.run({ id, ...price })
    },

    /**
     * How long ago a purchase was first called, however the clock on the wall was put since. Exact only where this
     * run of the station called it; otherwise it was longer ago than this.
     */
    sinceCall(id: string): { readonly ms: number; readonly isExact: boolean } {
      const atMs = calledMs.get(id)
      return { ms: performance.now() - (atMs ?? openedMs), isExact: atMs !== undefined }
    },

    /** A look-up said that there is no such purchase. */
    noteNone(id: string): void {
      noteNone.run(id)
    },

    noteFailure(id: string, failure: CarrierFailure): void {
      setFailure.run(JSON.stringify(failure), id)
    },

    /** One of the three facts after the purchase; the first time stays (P-9). */
    stamp(id: string, fact: 'sent_at' | 'on_paper_at' | 'on_box_at'): void {
      stamps[fact].run(now(), id)
    },

    /** A supervisor lets a label print that cannot be read; the first one stays (L-2). */
    letLabelPass(id: string, by: string): void {
      passLabel.run(by, now(), id)
    },

    labelOf(id: string): DownloadedLabel | undefined {
      const row = labelBytes.get(id)
      return row && { kind: row.label_kind, bytes: row.label_bytes, sha256: row.label_sha256 }
    },

    /** The weight that it was bought with, with the scale's own reports; null where that was kept otherwise. */
    weightOf(id: string): LockedWeight | null {
      return LockedWeightSchema.safeParse(JSON.parse(weightLineage.get(id) ?? 'null')).data ?? null
    },

    /** Newest attempt first. */
    ofParcel(orderId: number, parcel: number): LedgerEntry[] {
      return byParcel.all(orderId, parcel).map(toEntry)
    },

    ofOrder(orderId: number): LedgerEntry[] {
      return byOrder.all(orderId).map(toEntry)
    },

    /** Purchases whose tracking number or carrier barcode is exactly one of these texts, newest first. */
    byCodes(codes: readonly string[]): LedgerEntry[] {
      return codes.flatMap((code) => byCode.all({ code }).map(toEntry))
    },

    /** Whether a purchase in doubt may be taken for this shipment of the carrier's (P-11). */
    mayAdopt({ carrier, reference }: LedgerEntry, found: BoughtParcel): boolean {
      const shipmentId = found.carrierShipmentId
      const isOurs = !found.reference || found.reference === reference
      return isOurs && !owner.get({ carrier, shipmentId, tracking: found.trackingNumber })
    },

    /** Whether a purchase already has this shipment of the carrier's. */
    isTaken: (carrier: CarrierId, shipmentId: string): boolean =>
      owner.get({ carrier, shipmentId, tracking: null }) !== undefined,

    /** P-6: what a crash left half done is put into the state that is true of it. */
    rescue(): LedgerEntry[] {
      const left = one(`state IN ('intended', 'calling')`).all()
      return left.map((row) => this.apply(row.id, { type: 'found-at-start' }))
    },

    /** Everything that waits for a person or another try, oldest first, in doubt before the rest. */
    waiting(limit: number, scanBack: boolean): LedgerEntry[] {
      const doubtful = inDoubt.all(limit)
      return [...doubtful, ...open.all(scanBack ? 1 : 0, limit - doubtful.length)].map(toEntry)
    },

    boughtSince(instant: string, operator?: string): number {
      const count =
        operator === undefined ? boughtSince.get(instant) : boughtBySince.get(operator, instant)
      return count as number
    },

    search: (query: ShipmentSearch) => searchShipments(database, query),
  }
}

export type PurchaseLedger = ReturnType<typeof openPurchaseLedger>
