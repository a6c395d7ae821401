import type { Exchange } from '../../shared/exchange.ts'
import type { Money } from '../../shared/measures.ts'
import type { Order } from '../../shared/orders.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { LabelKind } from '../../shared/printing.ts'
import {
  isOfTheLine,
  type CarrierFailure,
  type PackedGoods,
  type Settlement,
  type ShipmentDetail,
  type ShipmentSearch,
} from '../../shared/shipping.ts'
import type {
  BoughtParcel,
  Carriers,
  ParcelToShip,
  PurchaseAnswer,
  Quote,
} from '../carriers/carriers.ts'
import type { ExchangeStore } from '../carriers/exchange-store.ts'
import { withoutHidden } from '../carriers/hidden-texts.ts'
import type { Database } from '../database/database.ts'
import type { SteadyWrites } from '../database/steady-writes.ts'
import { createTopic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'
import type { Printing } from '../printing/printing.ts'
import { trackingForms } from '../scanning/scanning.ts'
import { runFollowUps } from './follow-up-runner.ts'
import { createDoubts } from './doubts.ts'
import type { IntentJournal } from './intent-journal.ts'
import { createLabelFetching } from './label-fetching.ts'
import { createLabelPrinting, type Postcodes } from './label-printing.ts'
import type { LedgerEntry, Packed } from './ledger-entry.ts'
import { isLive, nextAttempt } from './purchase.ts'
import { openPurchaseLedger, type Intent } from './purchase-ledger.ts'
import { createTracking } from './tracking.ts'
import { followTrackings } from './tracking-follower.ts'
import { openTrackingStore, type TrackingRecord } from './tracking-store.ts'
import { createVoiding } from './voiding.ts'

export type { ReprintFailure } from './label-printing.ts'
export type { LedgerEntry } from './ledger-entry.ts'
export type { TrackingRecord } from './tracking-store.ts'
export { isGood, isLive } from './purchase.ts'

export interface ShippingDeps {
  readonly database: Database
  readonly carriers: Carriers
  readonly printing: Printing
  readonly postcodes: (orderId: number) => Postcodes
  /** What a restored database is told of purchases that it does not know. */
  readonly journal: Pick<IntentJournal, 'intended' | 'ended'>
  /** What must not be lost to a full disk goes through this. */
  readonly writes: SteadyWrites
  /** What was asked of the carriers and answered, by what it was about. */
  readonly exchanges: Pick<ExchangeStore, 'about'>
  /** Whether a repeated idempotency-key is proved to be answered with the first purchase. */
  readonly isReplayProved: () => boolean
  /** False on records that are known to be damaged. */
  readonly mayBuy: () => boolean
  /** Hours between two looks at a parcel on its way; 0 looks only when a person asks. */
  readonly trackingEveryHours: () => number
  readonly clock: Clock
  readonly log: Log
}

export type BuyResult =
  | { readonly kind: 'bought'; readonly shipment: LedgerEntry }
  | { readonly kind: 'refused'; readonly failure: CarrierFailure }
  | { readonly kind: 'in-doubt'; readonly shipment: LedgerEntry }
  /** The disk takes nothing down, so that nothing was asked of the carrier. */
  | { readonly kind: 'not-kept' }

/** What the ledger keeps of a purchase beside the parcel. */
export interface BoughtBy {
  /** The scale's own bytes and time behind the weight. */
  readonly weightLineage: string
  /** What the barcodes of the goods said of them. */
  readonly goods: readonly PackedGoods[]
  /** Who packed it; null where nobody had scanned a badge. */
  readonly operator: string | null
  /** The price that was quoted for just this parcel; kept where the purchase's own answer names none. */
  readonly quoted: Money | null
}

function packed(contents: ParcelToShip['contents'], goods: readonly PackedGoods[]): Packed {
  return contents.map(({ item: { line }, quantity }) => {
    const said = goods.filter((one) => one.line === line)
    return { line, quantity, ...(said.length > 0 && { goods: said }) }
  })
}

function parcelName({ order, parcel }: Pick<ParcelToShip, 'order' | 'parcel'>): string {
  return `${order.reference}/${parcel}`
}

/**
 * Quote, buy, fetch, print, void. The rules it keeps stand in PURCHASES.md; this file is the only caller of a
 * carrier's `buy`.
 */
export function createShipping(deps: ShippingDeps) {
  const { carriers, printing, clock, log } = deps
  const { journal, writes } = deps
  const ledger = openPurchaseLedger(
    deps.database,
    clock,
    (entry) => journal.ended(entry),
    (carrier) => carriers.of(carrier).find !== undefined || deps.isReplayProved(),
  )
  const changes = createTopic<void>()
  let stopped = false
  const common = {
    ledger,
    carriers,
    clock,
    log,
    writes,
    onChange: () => changes.publish(),
    isStopped: () => stopped,
  }
  const labelsKept = createTopic<string>()
  const fetchLabel = createLabelFetching({ ...common, onKept: (id) => labelsKept.publish(id) })
  const labelPrinting = createLabelPrinting({
    ...common,
    printing,
    postcodes: deps.postcodes,
    fetchLabel,
  })
  const { voidLabel, confirmVoid, isVoiding } = createVoiding(common)
  const store = openTrackingStore(deps.database, clock)
  const track = createTracking({ ...common, store })

  for (const entry of ledger.rescue())
    log.warn({ shipment: entry.id, state: entry.state }, 'A purchase was cut off by the last stop')
  const followDoubt = createDoubts({ ...common, call, ...deps })
  const followUps = runFollowUps({ ...common, fetchLabel, confirmVoid, followDoubt, changes })
  const stopFollowing = followTrackings({
    ...common,
    store,
    track,
    everyHours: deps.trackingEveryHours,
  })

  function changed<T>(value: T): T {
    changes.publish()
    return value
  }

  /**
   * Buys a parcel, once; to ask for one that has a live purchase is a bug and throws (P-3). `onIntended` runs when
   * the intent is on disk, before the call leaves.
   */
  async function buy(
    asked: Omit<ParcelToShip, 'attempt'>,
    { weightLineage, goods, operator, quoted }: BoughtBy,
    onIntended: (shipment: LedgerEntry) => void = () => {},
  ): Promise<BuyResult> {
    const carrier = carriers.of(carriers.route(asked.order))
    const earlier = ledger.ofParcel(asked.order.id, asked.parcel)
    const live = earlier.find(({ state }) => isLive(state))
    // The bench asks the ledger before it opens a parcel: to find one here is a bug, and no reason to buy.
    if (live) throw new Error(`Parcel ${parcelName(asked)} has the purchase ${live.id} already`)
    const parcel: ParcelToShip = { ...asked, attempt: nextAttempt(earlier) }
    const [lacking] = carrier.check(parcel)
    if (lacking) return { kind: 'refused', failure: lacking }

    const prepared = carrier.prepare(parcel)
    const intent: Intent = {
      orderId: parcel.order.id,
      orderReference: parcel.order.reference,
      merchant: parcel.order.merchant,
      parcel: parcel.parcel,
      attempt: parcel.attempt,
      carrier: carrier.id,
      serviceLevel: prepared.serviceLevel,
      reference: prepared.reference,
      requestBody: prepared.body,
      contents: packed(parcel.contents, goods),
      weightGrams: parcel.grams,
      weightLineage,
      box: parcel.box.id,
      recipient: parcel.order.shipTo.name,
      country: parcel.order.shipTo.country,
      operator,
    }
    // A label that could only just be written down may come with an answer that cannot.
    if (writes.trouble()) return { kind: 'not-kept' }
    const begun = writes.attempt(() => begin(intent, parcel.order, onIntended))
    if (!begun.ok) return { kind: 'not-kept' }
    changes.publish()
    const answer = await call(begun.value)
    const entry = changed(await keepAnswer(begun.value.id, answer))
    switch (answer.kind) {
      case 'refused':
        log.info(
          { shipment: entry.id, code: answer.failure.code },
          'The carrier refused a purchase',
        )
        return { kind: 'refused', failure: answer.failure }
      case 'in-doubt':
        log.warn({ shipment: entry.id, code: answer.failure.code }, 'A purchase is in doubt')
        return { kind: 'in-doubt', shipment: entry }
      case 'bought':
        if (answer.parcel.price) return { kind: 'bought', shipment: entry }
        if (quoted) writes.attempt(() => ledger.keepPrice(entry.id, quoted))
        else void priceBought(parcel, entry.id)
        return { kind: 'bought', shipment: changed(ledger.entryOf(entry.id)) }
    }
  }

  /**
   * All that must be on disk before the call leaves (P-1, P-18). What cannot be written to its end never left, and
   * must not stand in the way of the next try.
   */
  function begin(
    intent: Intent,
    order: Order,
    onIntended: (shipment: LedgerEntry) => void,
  ): LedgerEntry {
    const intended = ledger.intend(intent)
    if (!intended)
      throw new Error(`Parcel ${intent.orderReference}/${intent.parcel} is bought twice at once`)
    const { id } = intended
    try {
      onIntended(intended)
      journal.intended(intended, order, intent.weightLineage)
      return ledger.apply(id, { type: 'called' })
    } catch (error) {
      writes
        .untilKept(() => changed(ledger.apply(id, { type: 'never-left' })))
        // The next start finds it as it is, and knows the same (P-6).
        .catch((failure: unknown) => log.warn({ failure, shipment: id }, 'An intent stays open'))
      throw error
    }
  }

  /** Nothing is done with an answer that is not on disk (P-2); one that cannot get there waits, and is not lost. */
  function keepAnswer(id: string, answer: PurchaseAnswer): Promise<LedgerEntry> {
    const write = () => ledger.apply(id, { type: 'answered', answer })
    const kept = writes.attempt(write)
    if (kept.ok) return Promise.resolve(kept.value)
    const { carrierShipmentId = null, trackingNumber = null } =
      answer.kind === 'bought' ? answer.parcel : {}
    log.error(
      { shipment: id, answer: answer.kind, carrierShipmentId, trackingNumber },
      'The answer to a purchase waits to be written down',
    )
    return writes.untilKept(write)
  }

  /**
   * The one call that buys, with what the ledger has of it. A bug on its way must not leave it without an end:
   * whether it was sold, nobody knows.
   */
  async function call(entry: LedgerEntry): Promise<PurchaseAnswer> {
    const { reference, requestBody: body, serviceLevel, merchant } = entry
    try {
      const prepared = { reference, body, serviceLevel }
      return believed(entry, await carriers.of(entry.carrier).buy(prepared, merchant))
    } catch (error) {
      log.error({ error }, 'The answer to a purchase met a bug')
      const failure = { code: 'carrier-answer-not-understood', carrier: entry.carrier } as const
      return { kind: 'in-doubt', failure, raw: '' }
    }
  }

  /** What is void at the carrier (P-10), or another purchase's already (P-11), is not bought with this answer. */
  function believed({ carrier }: LedgerEntry, answer: PurchaseAnswer): PurchaseAnswer {
    if (answer.kind !== 'bought') return answer
    const { standing, carrierShipmentId, said } = answer.parcel
    const isVoid = standing === 'cancelled'
    if (!isVoid && !ledger.isTaken(carrier, carrierShipmentId)) return answer
    const code = isVoid ? 'already-cancelled' : 'carrier-conflict'
    const failure = { code, carrier, ...(said !== undefined && { carrierSaid: said }) } as const
    return { kind: 'in-doubt', failure, raw: answer.raw }
  }

  /** FlavorCloud's purchase answer names no price: where none was quoted, it is asked beside the print. */
  async function priceBought(parcel: ParcelToShip, id: string): Promise<void> {
    const quoted = await carriers.of(carriers.route(parcel.order)).quote(parcel)
    if (stopped || !quoted.ok) return
    const { price } = quoted.value.chosen
    if (writes.attempt(() => ledger.keepPrice(id, price)).ok) changes.publish()
  }

  /** A person reads the carrier's own id in its portal, or scans the barcode of a label in hand. */
  async function foundBy(
    text: string,
    { carrier: id, merchant }: LedgerEntry,
  ): Promise<Outcome<BoughtParcel, CarrierFailure>> {
    const carrier = carriers.of(id)
    const byId = await carrier.readBack(text, merchant)
    if (byId.ok || isOfTheLine(byId.failure.code)) return byId
    for (const number of trackingForms(text)) {
      const found = await carrier.byTrackingNumber(number, merchant)
      if (found.ok || isOfTheLine(found.failure.code)) return found
    }
    return byId
  }

  /** Ends a doubt by a person's finding (P-5). A "bought" is read back from the carrier before it is believed. */
  async function settle(
    id: string,
    settlement: Settlement,
  ): Promise<
    Outcome<
      LedgerEntry,
      {
        code: 'shipment-not-found' | 'not-in-doubt' | 'not-found-at-carrier' | 'belongs-to-another'
        carrier?: CarrierFailure
      }
    >
  > {
    const entry = ledger.find(id)
    if (!entry) return failed({ code: 'shipment-not-found' })
    if (entry.state !== 'in-doubt') return failed({ code: 'not-in-doubt' })
    if (settlement.finding === 'not-bought')
      return done(changed(ledger.apply(id, { type: 'settled-not-bought' })))
    if (settlement.finding === 'given-up')
      return done(changed(ledger.apply(id, { type: 'given-up' })))
    const carrier = carriers.of(entry.carrier)
    const found = settlement.carrierShipmentId
      ? await foundBy(settlement.carrierShipmentId, entry)
      : await carrier.find?.(entry.reference, entry.merchant)
    if (!found?.ok)
      return failed({
        code: 'not-found-at-carrier',
        ...(found && { carrier: found.failure }),
      })
    if (stopped || ledger.find(id)?.state !== 'in-doubt') return failed({ code: 'not-in-doubt' })
    const { standing, said } = found.value
    if (standing === 'cancelled') {
      const told = said === undefined ? {} : { carrierSaid: said }
      const code = 'already-cancelled' as const
      return failed({
        code: 'not-found-at-carrier',
        carrier: { code, carrier: entry.carrier, ...told },
      })
    }
    if (!ledger.mayAdopt(entry, found.value)) return failed({ code: 'belongs-to-another' })
    const settled = changed(ledger.apply(id, { type: 'settled-bought', parcel: found.value }))
    await fetchLabel(id)
    return done(stopped ? settled : ledger.entryOf(id))
  }

  return {
    changes,
    buy,
    fetchLabel,
    print: labelPrinting.print,
    reprint: labelPrinting.reprint,
    letLabelPass: labelPrinting.letPass,
    settlePaper: labelPrinting.settlePaper,
    confirmOnBox: labelPrinting.confirmOnBox,
    paperKnown: labelPrinting.paperKnown,
    void: voidLabel,
    settle,

    quote(parcel: Omit<ParcelToShip, 'attempt'>): Promise<Outcome<Quote, CarrierFailure>> {
      return carriers.of(carriers.route(parcel.order)).quote({ ...parcel, attempt: 1 })
    },

    isVoiding,
    track,
    /** Shipments whose label is here now, however it was fetched. */
    labelsKept,
    labelsCame: followUps.labelsCame,
    voidsDone: followUps.voidsDone,
    doubtsEnded: followUps.doubtsEnded,

    /** What was asked of the carrier about a shipment, newest first; undefined where there is no such shipment. */
    exchanges(id: string): Exchange[] | undefined {
      const entry = ledger.find(id)
      if (!entry) return undefined
      const { reference, carrierShipmentId, trackingNumber } = entry
      return deps.exchanges.about(
        [reference, carrierShipmentId, trackingNumber].filter((text) => text !== null),
      )
    },

    trackingOf: (id: string): TrackingRecord => store.of(id),

    find(id: string): LedgerEntry | undefined {
      return ledger.find(id)
    },

    /** All but its papers, which are not of the purchase. */
    detail(id: string): Omit<ShipmentDetail, 'documents' | 'noPapersBecause'> | undefined {
      const entry = ledger.find(id)
      if (!entry) return undefined
      const { tracking, failure } = store.of(id)
      const { noneFound, calledAgainAt, nextAttemptAt: nextLookAt } = entry
      const request = withoutHidden(entry.requestBody, [])
      const doubt = { request, noneFound, calledAgainAt, nextLookAt }
      return {
        ...entry,
        weight: ledger.weightOf(id),
        goods: entry.contents.flatMap(({ goods = [] }) => goods),
        printJobs: printing.jobsOf(id),
        tracking,
        trackingFailure: failure,
        doubt: entry.state === 'in-doubt' ? doubt : null,
      }
    },

    search: (query: ShipmentSearch) => ledger.search(query),

    /** The label's bytes as received. */
    labelOf(id: string): { kind: LabelKind; bytes: Uint8Array; sha256: string } | undefined {
      return ledger.labelOf(id)
    },

    ofOrder(orderId: number): LedgerEntry[] {
      return ledger.ofOrder(orderId)
    },

    /** The newest shipment whose label carries what was scanned. */
    byScan(text: string): LedgerEntry | undefined {
      return ledger.byCodes(trackingForms(text))[0]
    },

    /** Why an order may not be changed any more, or undefined. */
    fixedBecause(orderId: number): string | undefined {
      const live = ledger.ofOrder(orderId).find(({ state }) => isLive(state))
      if (!live) return undefined
      return live.state === 'in-doubt' ? 'a label of it is in doubt' : 'a label of it is bought'
    },

    /** What waits for a person: in doubt first, then oldest first. */
    waiting: (limit: number, scanBack: boolean): LedgerEntry[] => ledger.waiting(limit, scanBack),
    /** Labels bought since an instant (UTC ISO) and not void; of one who packs, or of all. */
    boughtSince: (instant: string, operator?: string): number =>
      ledger.boughtSince(instant, operator),
    /** What comes back from a carrier after this is not written any more. */
    stop(): void {
      stopped = true
      followUps.stop()
      stopFollowing()
      labelPrinting.stop()
    },
  }
}

export type Shipping = ReturnType<typeof createShipping>
