import type { ScanVerdict } from '../../shared/packing.ts'
import type { ScanMeaning, ScanSource } from '../../shared/scanning.ts'
import type { Settings } from '../../shared/settings.ts'
import { FEEDBACK_KINDS, fillWords, VERDICT_WORDS } from '../../shared/words.ts'
import type { ScanLog } from '../audit/scan-log.ts'
import type { SteadyWrites } from '../database/steady-writes.ts'
import type { Orders } from '../orders/orders.ts'
import type { Clock } from '../ports.ts'
import { isLabelOf } from '../scanning/scanning.ts'
import type { LedgerEntry, Shipping } from '../shipping/shipping.ts'
import { no, type Answer, type BenchState } from './bench-state.ts'
import type { OperatorAtBench } from './operator-at-bench.ts'
import type { ParcelWork } from './parcel-work.ts'
import { createRepeatedScans } from './repeated-scans.ts'
import type { createScanAnswers } from './scan-answers.ts'
import { meaningOf, type Meaning } from './scan-meaning.ts'
import { scanRecord } from './scan-record.ts'
import { stepOf, unitsLeft, unscannableItem } from './session.ts'
import type { StickerScans } from './sticker-scans.ts'

export interface BenchScansDeps {
  readonly orders: Pick<Orders, 'find' | 'byReference' | 'oldestSingles'>
  readonly shipping: Pick<Shipping, 'find' | 'byScan'>
  readonly operators: OperatorAtBench
  readonly answers: ReturnType<typeof createScanAnswers>
  readonly stickers: StickerScans
  readonly work: ParcelWork
  readonly scanLog: ScanLog
  readonly settings: () => Settings
  readonly clock: Clock
  readonly writes: SteadyWrites
}

/** A QR of two thousand characters that means nothing need not be read out to the packer. */
const MOST_SHOWN = 60

/** REST knows no meaning for what has several, unless they are all of one kind. */
function onTheWire(meaning: Meaning): ScanMeaning {
  if (meaning.meaning !== 'ambiguous') return meaning.meaning
  const kinds = new Set(meaning.choices.map((choice) => choice.meaning.meaning))
  const [kind] = kinds
  return kind !== undefined && kinds.size === 1 ? kind : 'unknown'
}

/** A key that is pressed twice is meant twice, and so is a request. */
const READ_TWICE: readonly ScanSource[] = ['wedge', 'serial', 'hid']

/** Scans of the next thing to do, with which a packer leaves a parked box. */
const GOES_ON: readonly Meaning['meaning'][] = ['order', 'product', 'box', 'label', 'ambiguous']

/** The way of each scan: what it means now, what it does, what is said of it, and what is kept of it. */
export function createBenchScans(state: BenchState, deps: BenchScansDeps) {
  const { orders, shipping, answers, stickers, settings, writes, scanLog } = deps
  const repeated = createRepeatedScans(() => settings().scanner.repeatMs)

  function labelFor(text: string): LedgerEntry | undefined {
    const own = state.session?.shipmentId ? shipping.find(state.session.shipmentId) : undefined
    return own && isLabelOf(text, own) ? own : shipping.byScan(text)
  }

  function meaningNow(text: string): Meaning {
    return meaningOf(text, state.session, {
      boxes: settings().boxes,
      operators: settings().operators,
      byReference: (reference) => orders.byReference(reference),
      oldestSingles: (codes) => orders.oldestSingles(codes),
      byLabel: labelFor,
      wantsLabel: state.armed?.command === 'REPRINT' || state.armed?.command === 'VOID',
      year: deps.clock.now().getFullYear(),
    })
  }

  function take(text: string): Said {
    const meaning = meaningNow(text)
    // VOID asks about the label that is scanned next; it leaves nothing.
    const isAsked = meaning.meaning === 'label' && state.armed !== null
    const goesOn = GOES_ON.includes(meaning.meaning) && !isAsked
    const ended = goesOn ? stickers.goOn() : undefined
    if (ended && !ended.accepted) return said(meaning, ended, text)
    // With the parked box gone from the bench, the same scan may mean something else.
    return conclude(ended ? meaningNow(text) : meaning, text)
  }

  function takeOrder(orderId: number): Said {
    const order = orders.find(orderId)
    if (!order) {
      const code = String(orderId)
      return said({ meaning: 'unknown', damaged: false }, no('unknown-code', { code }), code)
    }
    const meaning = { meaning: 'order', orders: [order] } as const
    // A reference of digits answers nothing that a scan was asked for.
    state.armed = null
    const ended = stickers.goOn()
    return ended && !ended.accepted
      ? said(meaning, ended, order.reference)
      : conclude(meaning, order.reference)
  }

  function conclude(meaning: Meaning, text: string): Said {
    const shown = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 1)}…` : text
    const chosen = answers.takeChoice(meaning, shown) ?? { meaning, text: shown }
    return said(chosen.meaning, answers.answerTo(chosen.meaning, chosen.text), chosen.text)
  }

  function said(meaning: Meaning, answered: Answer, text: string): Said {
    const code = meaning.meaning === 'command' ? meaning.command : text
    const answer = answered.code === 'wrong-moment' ? { ...answered, params: { code } } : answered
    state.say(answer)
    // The scan is on disk: that what follows it is not yet must not have it scanned again.
    writes.attempt(() => deps.work.progress())
    return { meaning, verdict: verdictOf(onTheWire(meaning), answer) }
  }

  /** A scan that the disk did not take down has changed nothing; that it came is kept once the disk is well. */
  function answered(scan: () => Said, text: string, source: ScanSource): ScanVerdict {
    const { armed, session: before } = state
    const taken = writes.attempt(scan)
    if (!taken.ok) state.armed = armed
    const { meaning, verdict } = taken.ok ? taken.value : notKept()
    const operator = deps.operators.current()?.name ?? null
    const after = state.session
    const at = deps.clock.now()
    scanLog.keep(scanRecord({ text, source, meaning, verdict, before, after, operator, at }))
    return verdict
  }

  function notKept(): Said {
    const answer = no('not-kept')
    state.say(answer)
    return {
      meaning: { meaning: 'unknown', damaged: false },
      verdict: verdictOf('unknown', answer),
    }
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

  /** Whether this barcode packed an item, and the open order needs one more of what it stands for. */
  function isNeeded(text: string, before: ScanVerdict): boolean {
    const { session } = state
    // What QTY was scanned for is in: the second read is no unit more.
    const isOne = session?.trail.at(-1)?.quantity === 1
    if (!session || before.code !== 'item-packed' || !isOne) return false
    const meaning = meaningNow(text)
    if (meaning.meaning === 'command')
      return meaning.command === 'CONFIRM' && unscannableItem(session) !== undefined
    if (meaning.meaning !== 'product' || meaning.item === null) return false
    // One serial number is one thing: to read it twice is no second one, and no mistake.
    return meaning.goods?.serial === undefined && unitsLeft(session, meaning.item) > 0
  }

  return {
    scan(scanned: string, source: ScanSource): ScanVerdict {
      const text = scanned.trim()
      const before = READ_TWICE.includes(source) ? repeated.verdictOf(text) : undefined
      if (before && !isNeeded(text, before)) {
        scanLog.keepRepeat()
        return before
      }
      const verdict = answered(() => take(text), text, source)
      repeated.took(text, verdict)
      return verdict
    },
    /** An order chosen from a list. */
    open(orderId: number): ScanVerdict {
      const text = orders.find(orderId)?.reference ?? String(orderId)
      const verdict = answered(() => takeOrder(orderId), text, 'key')
      repeated.took(text, verdict)
      return verdict
    },
  }
}

/** What was said of a scan, and of what. */
interface Said {
  readonly meaning: Meaning
  readonly verdict: ScanVerdict
}
