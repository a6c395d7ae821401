import type { Order } from '../../shared/orders.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { Correction } from '../../shared/packing.ts'
import type { FieldProblem } from '../../shared/problem.ts'
import type { Settings } from '../../shared/settings.ts'
import { isSameService } from '../../shared/shipping.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { Orders } from '../orders/orders.ts'
import type { Log } from '../ports.ts'
import { isApproval } from './approval.ts'
import { no, yes, type Answer, type BenchState } from './bench-state.ts'
import type { ParcelWork } from './parcel-work.ts'
import type { Quoting } from './quoting.ts'
import type { SessionOpener } from './session-opener.ts'
import { stepOf } from './session.ts'

export interface CorrectionsDeps {
  readonly orders: Orders
  readonly carriers: Carriers
  readonly opener: SessionOpener
  readonly work: ParcelWork
  readonly quoting: Quoting
  readonly settings: () => Settings
  readonly log: Log
}

export interface CorrectionFailure {
  readonly code: 'order-not-open' | 'parcel-sealed' | 'correction-not-valid'
  readonly problems: FieldProblem[]
}

/** What a person may change of the open order at the bench, and what only a supervisor may let pass. */
export function createCorrections(state: BenchState, deps: CorrectionsDeps) {
  const { orders, carriers, opener, work, quoting, settings, log } = deps

  /** Corrects address, service or size of the open parcel; the order keeps what it said before. */
  function correct(orderId: number, correction: Correction): Outcome<null, CorrectionFailure> {
    const { session } = state
    if (session?.order.id !== orderId) return failed({ code: 'order-not-open', problems: [] })
    if (session.purchase !== 'none') return failed({ code: 'parcel-sealed', problems: [] })
    const { dimensions, ...ofOrder } = correction
    const isOfOrder = Object.values(ofOrder).some((value) => value !== undefined)
    const corrected = isOfOrder ? orders.correct(orderId, ofOrder) : done(session.order)
    if (!corrected.ok)
      return failed({
        code: 'correction-not-valid',
        problems: 'problems' in corrected.failure ? corrected.failure.problems : [],
      })
    take(corrected.value, dimensions ?? session.dimensions)
    const what = Object.keys({ ...correction.shipTo, ...correction }).filter(
      (name) => name !== 'shipTo',
    )
    log.info({ order: orderId, what }, 'An order was corrected at the bench')
    state.say(yes('corrected', { what: what.join(', ') }))
    work.progress()
    return done(null)
  }

  function take(order: Order, dimensions: Correction['dimensions'] | null): void {
    const { session } = state
    if (!session) return
    const problem = opener.lacking({ ...session, order })
    state.move({ type: 'corrected', order, dimensions: dimensions ?? null, problem })
    if (!problem) quoting.refresh()
  }

  /** CORRECT: the screen opens the panel. */
  function show(): Answer {
    return state.session?.purchase === 'none' ? yes('correction-shown') : no('nothing-to-correct')
  }

  /** SERVICE-EXPRESS: one of the services that are quoted or set up, named without regard to case and signs. */
  function chooseService(asked: string | undefined): Answer {
    const { session } = state
    if (!session) return no('wrong-moment')
    if (session.purchase !== 'none') return no('nothing-to-correct')
    const known = servicesOf(session.order)
    const service = known.find((name) => isSameService(name, asked ?? ''))
    if (!service) return no('service-not-offered', { service: asked ?? '' })
    const corrected = orders.correct(session.order.id, { service })
    if (!corrected.ok) return no('service-not-offered', { service })
    take(corrected.value, session.dimensions)
    return yes('service-chosen', { service })
  }

  function servicesOf(order: Order): string[] {
    const { flexport, flavorcloud } = settings().carriers
    const configured =
      carriers.route(order) === 'flexport'
        ? [flexport.serviceLevel, ...flexport.quoteServiceLevels]
        : [flavorcloud.serviceCode, ...flavorcloud.quoteServiceCodes]
    const quoted = state.quote?.offers.map(({ service }) => service) ?? []
    return [...quoted, ...configured, order.correction?.original.service ?? '']
  }

  /** APPROVE: a supervisor takes today's price of the open parcel. */
  function approve(code: string | undefined): Answer {
    const { session } = state
    const asked = session?.problem?.offers.includes('APPROVE')
    if (!session || !asked || stepOf(session) !== 'ship') return no('nothing-to-approve')
    if (!isApproval(settings(), code)) {
      log.warn({ order: session.order.id }, 'An approval was refused')
      return no('approval-refused')
    }
    log.info({ order: session.order.id, what: session.problem?.code }, 'A supervisor approved')
    return state.move({ type: 'approved' })
  }

  return { correct, show, chooseService, approve }
}

export type Corrections = ReturnType<typeof createCorrections>
