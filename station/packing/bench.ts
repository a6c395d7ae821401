import type { Outcome } from '../../shared/outcome.ts'
import type { BenchView, Correction, ScanVerdict } from '../../shared/packing.ts'
import type { ScanMeaning } from '../../shared/scanning.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Settlement } from '../../shared/shipping.ts'
import { FEEDBACK_KINDS, fillWords, VERDICT_WORDS } from '../../shared/words.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { Topic } from '../lib/topic.ts'
import type { Orders } from '../orders/orders.ts'
import type { Clock, Log } from '../ports.ts'
import { isLabelOf } from '../scanning/scanning.ts'
import type { LedgerEntry, Shipping } from '../shipping/shipping.ts'
import { type Weighing, lockRefusal, observe } from '../weighing/weighing.ts'
import { createBenchState, no, type Answer } from './bench-state.ts'
import { benchView } from './bench-view.ts'
import { createParcelWork } from './parcel-work.ts'
import { createCorrections, type CorrectionFailure } from './corrections.ts'
import { createQuoting } from './quoting.ts'
import { createRating } from './rating.ts'
import { createScanAnswers } from './scan-answers.ts'
import type { OperatorAtBench } from './operator-at-bench.ts'
import { meaningOf, type Meaning } from './scan-meaning.ts'
import { createSessionOpener } from './session-opener.ts'
import type { SessionStore } from './session-store.ts'
import { stepOf } from './session.ts'

export interface BenchDeps {
  readonly orders: Orders
  readonly sessions: SessionStore
  readonly operators: OperatorAtBench
  readonly carriers: Carriers
  readonly shipping: Shipping
  readonly weighing: Weighing
  readonly settings: () => Settings
  readonly clock: Clock
  readonly log: Log
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
  scan(text: string): Promise<ScanVerdict>
  /** Opens an order chosen from a list, where its reference alone would not tell it from another merchant's. */
  open(orderId: number): Promise<ScanVerdict>
  /** Voids a label; the order it belonged to has that parcel to pack again. */
  voidShipment(id: string): ReturnType<Shipping['void']>
  /** Ends a doubt by a person's finding, and shows at once what follows for the open order. */
  settleShipment(id: string, settlement: Settlement): ReturnType<Shipping['settle']>
  /** Corrects the open order; what it said before is kept. */
  correct(orderId: number, correction: Correction): Outcome<null, CorrectionFailure>
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
  const { orders, shipping, weighing, clock, settings } = deps
  const opener = createSessionOpener(deps)
  const state = createBenchState(opener.reopen(), deps)
  const rating = createRating(deps)
  const quoting = createQuoting(state, { rating, settings })
  const work = createParcelWork(state, { ...deps, opener, quoting })
  const corrections = createCorrections(state, { ...deps, opener, work, quoting })
  const answers = createScanAnswers(state, { ...deps, opener, work, quoting, corrections })

  function labelFor(text: string): LedgerEntry | undefined {
    const own = state.session?.shipmentId ? shipping.find(state.session.shipmentId) : undefined
    return own && isLabelOf(text, own) ? own : shipping.byScan(text)
  }

  function take(text: string): ScanVerdict {
    const meaning = meaningOf(text, state.session, {
      boxes: settings().boxes,
      operators: settings().operators,
      byReference: (reference) => orders.byReference(reference),
      oldestSingle: (codes) => orders.oldestSingle(codes),
      byLabel: labelFor,
    })
    return conclude(meaning, text.trim())
  }

  function conclude(meaning: Meaning, text: string): ScanVerdict {
    const answered = answers.answerTo(meaning, text)
    const code = meaning.meaning === 'command' ? meaning.command : text
    const answer = answered.code === 'wrong-moment' ? { ...answered, params: { code } } : answered
    state.say(answer)
    work.progress()
    return verdictOf(meaning.meaning, answer)
  }

  function takeOrder(orderId: number): ScanVerdict {
    const order = orders.find(orderId)
    if (!order) return verdictOf('unknown', no('unknown-code', { code: String(orderId) }))
    return conclude({ meaning: 'order', orders: [order] }, order.reference)
  }

  function verdictOf(meaning: ScanMeaning, answer: Answer): ScanVerdict {
    return {
      meaning,
      accepted: answer.accepted,
      code: answer.code,
      kind: FEEDBACK_KINDS[answer.code],
      params: answer.params,
      message: fillWords(VERDICT_WORDS[answer.code], answer.params),
      step: stepOf(state.session),
    }
  }

  function operatorView(since: string): BenchView['operator'] {
    const operator = deps.operators.current()
    if (!operator) return null
    const { id, name } = operator
    return { id, name, shippedToday: shipping.boughtSince(since, name) }
  }

  let shownWeight = ''

  /** A scale reports a dozen times a second; the screen needs to know when something on it changes. */
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
      state.setLock(observe(state.lock, reading, performance.now()))
      work.progress()
      publishIfShown()
    }),
    shipping.changes.subscribe(() => state.changes.publish()),
    shipping.doubtsEnded.subscribe((id) => answers.doubtEnded(id)),
    shipping.voidsDone.subscribe((id) => answers.voidDone(id)),
    shipping.labelsCame.subscribe((id) => work.labelCame(id)),
    orders.changes.subscribe(() => state.changes.publish()),
  ]
  work.printIfBought()
  if (!state.session?.problem) quoting.refresh()

  return {
    changes: state.changes,
    voidShipment: answers.voidShipment,
    settleShipment: answers.settleShipment,
    correct: corrections.correct,
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
        parked: null,
        operator: operatorView(midnight.toISOString()),
        feedback: state.feedback,
        armed: state.armed?.command ?? null,
        settings: settings(),
        carriers: deps.carriers,
        ready: orders.counts().ready,
        shippedToday: shipping.boughtSince(midnight.toISOString()),
        demo: deps.demo,
      })
    },
    scan: async (text) => take(text),
    open: async (orderId) => takeOrder(orderId),
    async stop() {
      for (const stop of stopListening) stop()
      await state.stop()
    },
  }
}
