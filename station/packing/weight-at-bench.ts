import { parseTypedWeight } from '../../shared/typed-weight.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Clock } from '../ports.ts'
import type { ProductWeights, WeighedProduct } from '../product-weights/product-weights.ts'
import { lockable } from '../weighing/weighing.ts'
import { isApproval } from './approval.ts'
import { no, yes, type Answer, type BenchState } from './bench-state.ts'
import { productOf, weightDoubt } from './expected-weight.ts'
import type { OperatorAtBench } from './operator-at-bench.ts'
import { boxOf, stepOf, unitsIn, type Session } from './session.ts'

export interface WeightAtBenchDeps {
  readonly productWeights: ProductWeights
  readonly operators: OperatorAtBench
  readonly settings: () => Settings
  readonly clock: Clock
}

/** The weight of the open parcel: taken from the scale or typed, compared with what was packed, and learned from. */
export function createWeightAtBench(state: BenchState, deps: WeightAtBenchDeps) {
  const { productWeights, settings, clock } = deps

  /** Takes what the scale may be trusted with now; true where the session has moved on by it. */
  function takeFromScale(): boolean {
    const weight = lockable(state.lock, clock.now())
    const { scale } = settings()
    // One that was taken out of the settings a moment ago has said its last.
    if (!weight || !scale) return false
    const named = { ...weight, scale: `${scale.connection} ${scale.protocol}` }
    state.move({ type: 'weight', weight: named })
    sayIfOff()
    return true
  }

  /**
   * A box whose weight is not what was expected is re-counted: the weight that it has then takes the place of the one
   * in doubt. Nothing was bought, so the pan need not have been emptied in between. A typed one stays: whoever typed it
   * does not go by this scale.
   */
  function takeAgain(session: Session): boolean {
    if (session.weight?.typed) return false
    const weight = lockable(state.lock, clock.now())
    if (!weight) return false
    const isAnother = Math.abs(weight.grams - (session.weight?.grams ?? 0)) > SAME_GRAMS
    return (isAnother || !doubt({ ...session, weight })) && takeFromScale()
  }

  function doubt(session: Session) {
    return weightDoubt(session, settings(), productWeights)
  }

  function sayIfOff(): void {
    const { session } = state
    if (session && doubt(session))
      state.say({ code: 'weight-off', params: { weight: session.weight?.shown ?? '' } })
  }

  /** CONFIRM: a person has counted, and the box is right. Undefined where no weight is in doubt. */
  function confirm(): Answer | undefined {
    const { session } = state
    return session && stepOf(session) === 'ship' && doubt(session)
      ? state.move({ type: 'weight-confirmed' })
      : undefined
  }

  /** WEIGHT, with or without what was typed: nothing counts before a supervisor has let it pass (W12). */
  function ask(typed: string | undefined): Answer {
    const { session } = state
    const step = stepOf(session)
    if (step !== 'weigh' && step !== 'ship') return no('wrong-moment')
    if (typed === undefined) {
      state.armed = { command: 'WEIGHT' }
      return yes('weight-asked')
    }
    const weight = parseTypedWeight(typed)
    if (!weight) return no('weight-not-valid', { weight: typed })
    state.armed = { command: 'WEIGHT-APPROVE', ...weight }
    return yes('weight-needs-approval', { weight: weight.shown })
  }

  /** APPROVE of a typed weight; undefined where none waits. */
  function approve(code: string | undefined): Answer | undefined {
    const { armed } = state
    if (armed?.command !== 'WEIGHT-APPROVE') return undefined
    if (!isApproval(settings(), code)) return no('approval-refused')
    state.armed = null
    const { grams, shown } = armed
    const moved = state.move({
      type: 'weight',
      weight: {
        grams,
        shown,
        raw: '',
        at: clock.now().toISOString(),
        reports: [],
        typed: { operator: deps.operators.current()?.name ?? null },
      },
    })
    return moved.accepted ? yes('weight-typed', { weight: shown }) : moved
  }

  /** Learns from a packed parcel, which teaches once. What no scale weighed teaches nothing. */
  function learn(session: Session): void {
    const { weight, order, parcel } = session
    const box = boxOf(session, settings())
    if (!weight || weight.typed || !box) return
    const products: WeighedProduct[] = []
    for (const item of order.items) {
      const units = unitsIn(session.trail, item.line)
      if (units === 0) continue
      const product = productOf(session, item)
      if (!product) return
      products.push({ ...product, units })
    }
    productWeights.learn({
      shipmentId: `${order.id}/${parcel}`,
      grams: weight.grams,
      tareGrams: box.tareGrams,
      products,
    })
  }

  return { takeFromScale, takeAgain, doubt, confirm, ask, approve, learn }
}

export type WeightAtBench = ReturnType<typeof createWeightAtBench>

/** A weight that differs by no more is said to be off once, and not with each report. */
const SAME_GRAMS = 5
