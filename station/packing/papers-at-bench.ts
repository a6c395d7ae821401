import type { BenchProblem } from '../../shared/packing.ts'
import type { Settings } from '../../shared/settings.ts'
import type { SteadyWrites } from '../database/steady-writes.ts'
import type { Documents } from '../documents/documents.ts'
import { isGood, type Shipping } from '../shipping/shipping.ts'
import { papersProblem } from './bench-problem.ts'
import { yes, type Answer, type BenchState } from './bench-state.ts'
import type { OperatorAtBench } from './operator-at-bench.ts'
import type { Session } from './session.ts'

export interface PapersAtBenchDeps {
  readonly documents: Pick<Documents, 'want' | 'standing' | 'confirm' | 'ofShipment' | 'changes'>
  readonly shipping: Pick<Shipping, 'find'>
  readonly operators: Pick<OperatorAtBench, 'current'>
  readonly writes: SteadyWrites
  readonly settings: () => Settings
}

/** The interlock of a box and its customs papers: it closes only when they are out, or a person has put papers in. */
export function createPapersAtBench(state: BenchState, deps: PapersAtBenchDeps) {
  const { documents, shipping } = deps
  /** The shipment whose papers were all asked for. */
  let asked: string | undefined

  /** The papers of the box at the bench come out beside its label. */
  function wantOpen(): void {
    const { session } = state
    if (session?.purchase !== 'bought' || session.shipmentId === null) return
    if (asked !== session.shipmentId && documents.want(session.shipmentId))
      asked = session.shipmentId
  }

  /** Why the open box does not close yet; undefined where nothing of its papers is in the way. */
  function holdUp(session: Session): Answer | undefined {
    const { purchase, shipmentId, order, parcel } = session
    if (purchase !== 'bought' || shipmentId === null) return undefined
    const standing = documents.standing(shipmentId)
    if (standing.state === 'clear') return undefined
    const problem = standing.state === 'failed' ? papersProblem(standing.detail) : null
    show(session, problem)
    return yes('papers-wait', { reference: order.reference, parcel })
  }

  /** The label is out and on its box: whatever stood there about it is over. */
  function show({ printed, problem: shown }: Session, problem: BenchProblem | null): void {
    if (printed && JSON.stringify(shown) === JSON.stringify(problem)) return
    state.move({ type: 'printed' })
    if (problem) state.move({ type: 'troubled', problem })
  }

  /** All is done with the open box but its papers: its label is on it, and there are papers. */
  function isAtEnd({ purchase, shipmentId, printed }: Session): boolean {
    const shipment =
      purchase === 'bought' && shipmentId !== null ? shipping.find(shipmentId) : undefined
    if (!shipment || !isGood(shipment.state)) return false
    const isLabelDone =
      shipment.onBoxAt !== null || (printed && !deps.settings().packing.requireScanBack)
    return isLabelDone && documents.ofShipment(shipment.id).length > 0
  }

  /** Looks at the open box again after something has changed, and closes it where its papers are out. */
  function look(close: () => Answer): void {
    wantOpen()
    const { session } = state
    if (!session || !isAtEnd(session)) return
    // Closing it says that it still waits where it does; that has been said.
    if (!holdUp(session)) state.say(close())
  }

  /** CONFIRM: a person has put papers in. Undefined where none are missing. */
  function confirm(): Answer | undefined {
    const { session } = state
    if (session?.problem?.code !== 'papers-not-out' || session.shipmentId === null) return undefined
    documents.confirm(session.shipmentId, deps.operators.current()?.name ?? null)
    return yes('papers-confirmed', { reference: session.order.reference })
  }

  /** Watches the open box from here on; returns the way to stop. */
  function follow(close: () => Answer): () => void {
    let isAsked = false
    const lookSoon = () => {
      if (isAsked) return
      isAsked = true
      // After whatever changes now has been said: a box that closes by itself has the last word.
      queueMicrotask(() => {
        isAsked = false
        if (!state.stopped) deps.writes.attempt(() => look(close))
      })
    }
    const stops = [documents.changes.subscribe(lookSoon), state.changes.subscribe(lookSoon)]
    lookSoon()
    return () => {
      for (const stop of stops) stop()
    }
  }

  return { holdUp, follow, confirm }
}

export type PapersAtBench = ReturnType<typeof createPapersAtBench>
