import { done, type Outcome } from '../../shared/outcome.ts'
import type { CarrierFailure } from '../../shared/shipping.ts'
import { carrierProblem, isInTheParcel } from './bench-problem.ts'
import type { BenchState } from './bench-state.ts'
import type { Quoted, Rating } from './rating.ts'
import type { Session } from './session.ts'

export interface QuotingDeps {
  readonly rating: Rating
}

/** What the label will cost, asked while the packer scans, so that one call remains after the weight. */
export function createQuoting(state: BenchState, { rating }: QuotingDeps) {
  let asking: {
    readonly key: string
    readonly grams: number
    readonly answer: Promise<Outcome<null, CarrierFailure>>
  } | null = null

  const quoteOf = (session: Session) => rating.quoteOf(session, state.quote)

  /** Whether what was asked about one is true of the other too. */
  function isSameParcel(one: Session, other: Session): boolean {
    const [first, second] = [one, other].map((session) => {
      const parcel = rating.parcelOf(session, session.weight?.grams ?? null)
      return parcel && askKeyOf(parcel) + parcel.grams
    })
    return first === second
  }

  function askKeyOf(parcel: Quoted): string {
    return `${rating.keyOf(parcel)} ${rating.serviceOf(parcel.order)}`
  }

  /** Whether the open parcel is still the one that was asked about, at whatever weight. */
  function isStillOpen(asked: Quoted): boolean {
    const { session } = state
    if (state.stopped || session?.purchase !== 'none') return false
    const parcel = rating.parcelOf(session, asked.grams)
    return parcel !== undefined && askKeyOf(parcel) === askKeyOf(asked)
  }

  async function ask(parcel: Quoted): Promise<Outcome<null, CarrierFailure>> {
    const quoted = await rating.ask(parcel)
    if (!quoted.ok) return quoted
    if (isStillOpen(parcel)) {
      state.quote = quoted.value
      state.changes.publish()
    }
    return done(null)
  }

  function askOnce(parcel: Quoted): Promise<Outcome<null, CarrierFailure>> {
    const key = askKeyOf(parcel)
    if (asking?.key === key && rating.holdsFor(asking.grams, parcel.grams)) return asking.answer
    const answer = ask(parcel).finally(() => {
      if (asking?.answer === answer) asking = null
    })
    asking = { key, grams: parcel.grams, answer }
    return answer
  }

  /** Asks for a quote of what is packed now, unless the kept one is of just this. */
  function refresh(): void {
    const { session } = state
    if (!session || session.purchase !== 'none') return
    const parcel = rating.parcelOf(session, session.weight?.grams ?? rating.expectedGrams(session))
    if (!parcel) return
    const kept = quoteOf(session)
    if (kept && rating.holdsFor(kept.forGrams, parcel.grams)) return
    state.aside(askOnce(parcel).then((answer) => answer.ok || tellEarly(parcel, answer.failure)))
  }

  /** Early word of what a carrier will refuse; trouble of the line is none. */
  function tellEarly(parcel: Quoted, failure: CarrierFailure): void {
    if (!isStillOpen(parcel) || state.session?.problem) return
    const { code, httpStatus = 0 } = failure
    if ((httpStatus > 0 && httpStatus < 429) || isInTheParcel(code))
      state.move({ type: 'troubled', problem: carrierProblem(failure, 'attention') })
  }

  /** Asks for the price of the parcel as weighed. */
  async function priceAsWeighed(session: Session): Promise<Outcome<null, CarrierFailure>> {
    const parcel = rating.parcelOf(session, session.weight?.grams ?? null)
    return parcel ? askOnce(parcel) : done(null)
  }

  return {
    refresh,
    quoteOf,
    isSameParcel,
    priceAsWeighed,
    rateOf: (session: Session) => rating.rateOf(session, state.quote),
    needsPrice: (session: Session) => rating.needsPrice(session, state.quote),
    stopOf: (session: Session) => rating.stopOf(session, state.quote),
    toBuy: (session: Session) => rating.toBuy(session, state.quote),
  }
}

export type Quoting = ReturnType<typeof createQuoting>
