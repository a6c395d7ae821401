import type { z } from 'zod'
import type { CarrierId } from '../../shared/orders.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { CarrierFailure } from '../../shared/shipping.ts'
import type { Carriers } from '../../station/carriers/carriers.ts'

type Answer = Promise<Outcome<unknown, CarrierFailure>>

/** A call to a carrier as the desk offers it. */
export interface DeskCall {
  readonly carrier: CarrierId
  readonly name: string
  /** What it is for, as the help lists it. */
  readonly words: string
  /** Each a flag, described by what its value is; `body` is the content of a JSON file. The first needs no name. */
  readonly members: z.ZodObject
  /** The one secret in its answer that is asked for; all others are hidden. */
  readonly shows?: string
  /** Takes what `members` made of the flags. */
  readonly run: (clients: Carriers['clients'], given: unknown) => Answer
}

/** Ties the members of a call to what it runs. */
export function deskCall<Members extends z.ZodObject>(
  call: Omit<DeskCall, 'members' | 'run'> & {
    readonly members: Members
    readonly run: (clients: Carriers['clients'], given: z.infer<Members>) => Answer
  },
): DeskCall {
  return { ...call, run: (clients, given) => call.run(clients, given as z.infer<Members>) }
}
