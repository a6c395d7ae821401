import type { Outcome } from '../../shared/outcome.ts'
import type { BenchView, Correction, ScanVerdict } from '../../shared/packing.ts'
import type { ScanSource } from '../../shared/scanning.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Settlement } from '../../shared/shipping.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { SteadyWrites } from '../database/steady-writes.ts'
import type { Documents } from '../documents/documents.ts'
import type { Topic } from '../lib/topic.ts'
import type { Orders } from '../orders/orders.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Clock, Log } from '../ports.ts'
import type { ProductWeights } from '../product-weights/product-weights.ts'
import type { ScanLog } from '../audit/scan-log.ts'
import type { Printing } from '../printing/printing.ts'
import type { Shipping } from '../shipping/shipping.ts'
import { type Weighing, lockRefusal, observe } from '../weighing/weighing.ts'
import { createBenchLabels } from './bench-labels.ts'
import { createBenchState } from './bench-state.ts'
import { benchView } from './bench-view.ts'
import { createPapersAtBench } from './papers-at-bench.ts'
import { createParcelEnd } from './parcel-end.ts'
import { createParcelWork } from './parcel-work.ts'
import { createCorrections, type CorrectionFailure } from './corrections.ts'
import { createLabelPrints, type LabelPrints } from './label-prints.ts'
import { createQuoting } from './quoting.ts'
import { createParking, type Parking } from './parking.ts'
import type { Rating } from './rating.ts'
import { createStickerScans, type StickerScans } from './sticker-scans.ts'
import { createBenchScans } from './bench-scans.ts'
import { createScanAnswers } from './scan-answers.ts'
import { createWeightAtBench } from './weight-at-bench.ts'
import type { OperatorAtBench } from './operator-at-bench.ts'
import { createSessionOpener } from './session-opener.ts'
import type { SessionStore } from './session-store.ts'

export interface BenchDeps {
  readonly orders: Orders
  readonly sessions: SessionStore
  readonly operators: OperatorAtBench
  readonly carriers: Carriers
  readonly shipping: Shipping
  readonly outbox: Outbox
  readonly printing: Pick<Printing, 'printSticker' | 'proveTest'>
  readonly documents: Documents
  readonly rating: Rating
  readonly weighing: Weighing
  readonly productWeights: ProductWeights
  readonly scanLog: ScanLog
  readonly settings: () => Settings
  readonly clock: Clock
  readonly log: Log
  readonly writes: SteadyWrites
  /** False on records that are known to be damaged. */
  readonly mayBuy: () => boolean
  readonly demo: boolean
}

export interface Bench {
  view(): BenchView
  readonly changes: Topic<void>
  /**
   * One way in for the scanner, the keys, the drill cards and REST. Each scan is answered before the next is
   * looked at; what takes time goes on beside the scans.
   */
  scan(text: string, source?: ScanSource): Promise<ScanVerdict>
  /** Opens an order chosen from a list, where its reference alone would not tell it from another merchant's. */
  open(orderId: number): Promise<ScanVerdict>
  /** Voids a label; the order it belonged to has that parcel to pack again. */
  voidShipment(id: string): ReturnType<Shipping['void']>
  /** Ends a doubt by a person's finding, and shows at once what follows for the open order. */
  settleShipment(id: string, settlement: Settlement): ReturnType<Shipping['settle']>
  /** Corrects the open order; what it said before is kept. */
  correct(orderId: number, correction: Correction): Outcome<null, CorrectionFailure>
  /** Prints a label again, from a list; one that was scanned on its box with a supervisor's code only. */
  readonly reprint: LabelPrints['reprintFromList']
  /** Prints a parked box's sticker again. */
  readonly printSticker: Parking['printSticker']
  /** Gives a parked box back to the bench. */
  readonly takeBack: StickerScans['takeBack']
  /** The shipment of the open parcel, if it has one. */
  shipmentId(): string | undefined
  /** Waits for a purchase or print under way. */
  stop(): Promise<void>
}

/**
 * The bench: keeps the open session, lets scans and weights move it on, and starts by itself what the packer
 * need not ask for. What a session may do is for session.ts to say.
 */
export function createBench(deps: BenchDeps): Bench {
  const { orders, shipping, weighing, clock, settings, writes } = deps
  const opener = createSessionOpener({ ...deps, findOrder: (id) => orders.find(id) })
  const state = createBenchState(opener.reopen(), deps)
  const quoting = createQuoting(state, deps)
  const weight = createWeightAtBench(state, deps)
  const parking = createParking(state, { ...deps, opener, weight })
  const papers = createPapersAtBench(state, deps)
  const end = createParcelEnd(state, { ...deps, opener, quoting, papers })
  const work = createParcelWork(state, { ...deps, opener, quoting, parking, end, weight })
  const stickers = createStickerScans(state, { ...deps, opener, work, end })
  const prints = createLabelPrints(state, { ...deps, work, parking })
  const labels = createBenchLabels(state, { ...deps, work, end, stickers, prints })
  const corrections = createCorrections(state, { ...deps, opener, work, quoting })
  const answers = createScanAnswers(state, {
    ...deps,
    opener,
    work,
    quoting,
    parking,
    stickers,
    labels,
    prints,
    end,
    corrections,
    papers,
    weight,
  })
  const scans = createBenchScans(state, { ...deps, answers, stickers, work })

  /** The disk takes things down again: what it kept from happening happens now. */
  function goOn(): void {
    const { session } = state
    const jobs = session?.shipmentId ? shipping.detail(session.shipmentId)?.printJobs : undefined
    // What became of a label that was being sent may not be on disk: it may lie in the printer, so a person decides.
    if (session && jobs?.some((job) => job.state === 'sending'))
      state.keep(opener.reconcile(session))
    else work.refresh()
    work.progress()
  }

  function operatorView(since: string): BenchView['operator'] {
    const operator = deps.operators.current()
    if (!operator) return null
    const { id, name } = operator
    return { id, name, shippedToday: shipping.boughtSince(since, name) }
  }

  let shownWeight = ''

  /** A scale reports twenty times a second; the screen needs to know when something on it changes. */
  function publishIfShown(): void {
    const reading = weighing.reading()
    const refusal = weightRefusal()
    const shown = `${reading?.state} ${reading?.shown} ${reading?.reason} ${refusal}`
    if (shown === shownWeight) return
    shownWeight = shown
    state.changes.publish()
  }

  function weightRefusal() {
    return state.session ? lockRefusal(state.lock, clock.now()) : null
  }

  const stopListening = [
    weighing.readings.subscribe((reading) => {
      writes.attempt(() => {
        state.setLock(observe(state.lock, reading, performance.now()))
        work.progress()
      })
      publishIfShown()
    }),
    writes.recovered.subscribe(() => void writes.attempt(goOn)),
    shipping.changes.subscribe(() => state.changes.publish()),
    deps.outbox.ended.subscribe(({ parcel, attempt }) =>
      state.aside(writes.untilKept(() => stickers.tried(parcel, attempt))),
    ),
    deps.outbox.changes.subscribe(() => state.changes.publish()),
    deps.productWeights.changes.subscribe(() => state.changes.publish()),
    deps.carriers.outages.subscribe(() => {
      writes.attempt(() => stickers.lookAgain())
      state.changes.publish()
    }),
    shipping.doubtsEnded.subscribe((id) =>
      state.aside(writes.untilKept(() => labels.doubtEnded(id))),
    ),
    shipping.voidsDone.subscribe((id) => state.aside(writes.untilKept(() => labels.voidDone(id)))),
    shipping.labelsCame.subscribe((id) => state.aside(writes.untilKept(() => work.labelCame(id)))),
    shipping.paperKnown.subscribe((job) =>
      state.aside(writes.untilKept(() => prints.paperKnown(job))),
    ),
    orders.changes.subscribe(() => state.changes.publish()),
    papers.follow(() => end.finishParcel()),
  ]
  work.printIfBought()
  stickers.lookAgain()
  if (!state.session?.problem) quoting.refresh()

  return {
    changes: state.changes,
    voidShipment: labels.voidShipment,
    settleShipment: labels.settleShipment,
    correct: corrections.correct,
    reprint: prints.reprintFromList,
    printSticker: parking.printSticker,
    takeBack: stickers.takeBack,
    shipmentId: () => state.session?.shipmentId ?? undefined,
    view() {
      const { session } = state
      const midnight = clock.now()
      midnight.setHours(0, 0, 0, 0)
      return benchView({
        session,
        shipment: session?.shipmentId ? shipping.find(session.shipmentId) : undefined,
        reading: weighing.reading(),
        lockRefusal: weightRefusal(),
        quote: session && quoting.quoteOf(session),
        rate: session && quoting.rateOf(session),
        parked: parking.view(),
        operator: operatorView(midnight.toISOString()),
        feedback: state.feedback,
        armed: state.armed,
        settings: settings(),
        carriers: deps.carriers,
        productWeights: deps.productWeights,
        ready: orders.counts().ready,
        shippedToday: shipping.boughtSince(midnight.toISOString()),
        demo: deps.demo,
      })
    },
    scan: async (text, source = 'rest') => scans.scan(text, source),
    open: async (orderId) => scans.open(orderId),
    async stop() {
      for (const stop of stopListening) stop()
      await state.stop()
    },
  }
}
