import type { Outcome } from '../../shared/outcome.ts'
import type { SteadyWrites } from '../database/steady-writes.ts'
import type { Clock, Log } from '../ports.ts'
import { isGood, isLive, type LedgerEntry, type Shipping } from '../shipping/shipping.ts'
import type { DocumentPrinters } from './document-printers.ts'
import { LONGEST_WAIT_MS, type DocumentEntry, type DocumentStore } from './document-store.ts'
import type { JobFate } from './printers/document-printer.ts'

/** A carrier or a printer that hangs must not hold up the paper that somebody waits for. */
const MOST_AT_ONCE = 4
/** A timer is set anew at least so often, since clocks are put right. */
const LONGEST_TIMER_MS = 60_000
const AFTER_A_BUG_MS = LONGEST_WAIT_MS
const WAITS_AFTER_FAILURE_MS = [2_000, 5_000, 10_000, 15_000, 30_000, 60_000]
/** Between two looks at a job that the printer has. */
const LOOKS_MS = [200, 300, 500, 500, 1_000, 1_000, 2_000, 2_000, 5_000]
/** A printer that says nothing of what is in its way for so long wants a look. */
const LATE_MS = 60_000
const VOID_ASKED_MS = 10_000
/** How long the handing over of a paper may go on once the station stops. */
const STOP_MS = 3_000

export interface DocumentRunnerDeps {
  readonly store: DocumentStore
  readonly printers: DocumentPrinters
  readonly shipping: Pick<Shipping, 'find'>
  /** Fetches the carrier's paper, or draws ours. */
  readonly make: (
    entry: DocumentEntry,
    shipment: LedgerEntry,
  ) => Promise<Outcome<Uint8Array, { readonly code: string; readonly detail: string }>>
  readonly writes: SteadyWrites
  readonly clock: Clock
  readonly log: Log
  readonly onChange: () => void
}

function waitOf(waits: readonly number[], tries: number): number {
  return waits[Math.min(tries, waits.length - 1)] ?? 0
}

/**
 * Brings papers from the carrier to the printer and sees them come out, each step on disk. Only what certainly never
 * came to the printer is printed again by itself.
 */
export function runDocuments(deps: DocumentRunnerDeps) {
  const { store, printers, shipping, writes, clock, log } = deps
  const running = new Set<string>()
  const handing = new Set<Promise<unknown>>()
  const asking = new AbortController()
  const sending = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  function plan(): void {
    clearTimeout(timer)
    if (stopped) return
    // One look at the clock: what became due between two would be neither due nor next.
    const now = clock.now()
    for (const id of store.due(now, MOST_AT_ONCE + running.size))
      if (!running.has(id) && running.size < MOST_AT_ONCE) void run(id)
    const next = store.nextAfter(now)
    if (next === undefined) return
    timer = setTimeout(plan, Math.min(Date.parse(next) - now.getTime(), LONGEST_TIMER_MS))
    timer.unref()
  }

  async function run(id: string): Promise<void> {
    running.add(id)
    try {
      await follow(id)
    } catch (error) {
      const isOfTheDisk = writes.note(error)
      if (!isOfTheDisk) log.error({ error, document: id }, 'A paper could not be brought on')
      const afterMs = isOfTheDisk ? 0 : AFTER_A_BUG_MS
      // Until then it counts as running: without a time on disk it would be due at once, again and again.
      if (!stopped) await writes.untilKept(() => putOff(id, afterMs)).catch(() => {})
    } finally {
      running.delete(id)
      if (!stopped) deps.onChange()
      plan()
    }
  }

  function putOff(id: string, afterMs: number): void {
    const entry = store.find(id)
    if (entry) store.change(id, { ...entry, afterMs })
  }

  async function follow(id: string): Promise<void> {
    const entry = store.find(id)
    if (entry?.state === 'printing') return seeOut(entry)
    const shipment = entry && mayPrint(entry)
    if (!entry || !shipment) return
    const pdf = await bytesOf(entry, shipment)
    if (!pdf || stopped) return
    // Meanwhile its label may be void, or a person has put papers in.
    const now = store.find(id)
    if (now && mayPrint(now)) await print(now, shipment, pdf)
  }

  /** The shipment of a paper that may print now; undefined where it may not, which is written down. */
  function mayPrint(entry: DocumentEntry): LedgerEntry | undefined {
    if (entry.state !== 'waiting' && entry.state !== 'failed') {
      // Nothing is to be done about it: due all the same, it would be due without end.
      if (entry.nextTryAt !== null) store.change(entry.id, entry)
      return undefined
    }
    const shipment = shipping.find(entry.shipmentId)
    if (!shipment || !isLive(shipment.state)) {
      store.change(entry.id, { state: 'dropped' })
      return undefined
    }
    if (!isGood(shipment.state)) {
      putOff(entry.id, VOID_ASKED_MS)
      return undefined
    }
    // A slip that comes out when its box is gone would end in another one.
    const isLate = entry.kind === 'packing-slip' && shipment.onBoxAt !== null && !entry.isByHand
    if (!isLate) return shipment
    store.change(entry.id, { state: 'failed', detail: 'Its box was closed before it could print' })
    return undefined
  }

  async function bytesOf(
    entry: DocumentEntry,
    shipment: LedgerEntry,
  ): Promise<Uint8Array | undefined> {
    const kept = store.bytesOf(entry.id)
    if (kept) return kept
    const made = await deps.make(entry, shipment)
    if (stopped) return undefined
    if (!made.ok) {
      failed(entry.id, made.failure.detail)
      return undefined
    }
    store.keepBytes(entry.id, made.value)
    return made.value
  }

  function failed(id: string, detail: string): void {
    const entry = store.find(id)
    if (entry?.state !== 'waiting' && entry?.state !== 'failed') return
    const { tries } = entry
    const afterMs = waitOf(WAITS_AFTER_FAILURE_MS, tries)
    store.change(id, { state: 'failed', detail, tries: tries + 1, afterMs })
    log.warn({ document: id, shipment: entry.shipmentId, detail }, 'A paper did not come out')
  }

  async function print(
    entry: DocumentEntry,
    shipment: LedgerEntry,
    pdf: Uint8Array,
  ): Promise<void> {
    const { id, copies } = entry
    if (!entry.isWanted) return store.change(id, { state: 'waiting' })
    const settings = printers.first()
    if (!settings) return failed(id, 'No document printer is set up')
    const printer = printers.at(settings.connection)
    if (!printer.ok) return failed(id, printer.failure.detail)
    const { tries } = entry
    store.handOver(id, { printerId: settings.id, connection: settings.connection })
    deps.onChange()
    const name = nameOf(entry, shipment)
    const handed = printer.value.print({ pdf, name, copies }, sending.signal)
    // What became of it is written down even where the station is stopping.
    const told = handed.then((outcome) =>
      writes.untilKept(() => {
        const isConfirmed = store.find(id)?.state === 'confirmed'
        if (outcome.result === 'taken') {
          store.keepJob(id, outcome.job)
          if (isConfirmed) void takeBack(settings.connection, outcome.job)
        } else if (isConfirmed) return
        else if (outcome.result === 'unknown')
          store.change(id, {
            state: 'in-doubt',
            detail: `It may lie in ${settings.id}: ${outcome.detail}`,
          })
        else
          store.change(id, {
            state: 'failed',
            detail: `${settings.id}: ${outcome.detail}`,
            tries: tries + 1,
            afterMs: waitOf(WAITS_AFTER_FAILURE_MS, tries),
          })
      }),
    )
    handing.add(told)
    await told.finally(() => handing.delete(told))
    printers.look()
  }

  /** Asks the printer that has it, whatever the settings say by now. */
  async function seeOut(entry: DocumentEntry): Promise<void> {
    const { id, connection, job, printerId } = entry
    const printer = connection === null ? undefined : printers.at(connection)
    if (job === null || !printer?.ok)
      return store.change(id, { state: 'in-doubt', detail: 'Nobody can be asked about it' })
    const fate = await printer.value.fate(job, asking.signal)
    const now = store.find(id)
    if (stopped || now?.state !== 'printing') return
    switch (fate.result) {
      case 'out':
        return store.change(id, { state: 'out' })
      case 'in-doubt':
        return store.change(id, { state: 'in-doubt', detail: `${printerId}: ${fate.detail}` })
      case 'not-out':
        return store.change(id, {
          state: 'failed',
          detail: `${printerId}: ${fate.detail}`,
          afterMs: waitOf(WAITS_AFTER_FAILURE_MS, 0),
        })
      case 'under-way':
      case 'not-told': {
        const detail = inTheWay(now, fate)
        if (detail !== now.detail) printers.look()
        return store.change(id, {
          state: 'printing',
          detail,
          tries: now.tries + 1,
          afterMs: waitOf(LOOKS_MS, now.tries),
        })
      }
    }
  }

  function inTheWay(
    { at, printerId }: DocumentEntry,
    fate: Extract<JobFate, { result: 'under-way' | 'not-told' }>,
  ): string | null {
    if (fate.result === 'under-way' && fate.trouble) return `${printerId}: ${fate.trouble}`
    if (clock.now().getTime() - Date.parse(at) < LATE_MS) return null
    return fate.result === 'not-told'
      ? `${printerId} cannot be asked: ${fate.detail}`
      : `${printerId} has it and does not say why it is not out`
  }

  /** Somebody put papers in: what still waits in the printer is not needed any more. */
  async function takeBack(connection: string, job: string): Promise<void> {
    const printer = printers.at(connection)
    if (printer.ok) await printer.value.cancel(job)
  }

  const stopListening = writes.recovered.subscribe(plan)
  plan()

  return {
    plan,
    takeBack,
    async stop() {
      stopped = true
      clearTimeout(timer)
      stopListening()
      asking.abort()
      const late = setTimeout(() => sending.abort(), STOP_MS)
      await Promise.allSettled(handing)
      clearTimeout(late)
    },
  }
}

function nameOf({ kind }: DocumentEntry, { order, parcel }: LedgerEntry): string {
  return `${order} box ${parcel} ${kind.replace('-', ' ')}`
}
