import { validateHeaderName, validateHeaderValue } from 'node:http'
import { z } from 'zod'

const MAX_WAIT_MS = 600_000
const WhenSchema = z.enum(['before', 'after'])

/** The length is that of the body, so it is nobody else's to say. */
function canBeSent(name: string, value: string): boolean {
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
    return name.toLowerCase() !== 'content-length'
  } catch {
    return false
  }
}

const HeadersSchema = z
  .record(z.string(), z.string())
  .refine((headers) => Object.entries(headers).every(([name, value]) => canBeSent(name, value)), {
    message: 'must be headers that can be sent, without content-length',
  })
const TypeSchema = z
  .string()
  .refine((type) => canBeSent('content-type', type), 'must be a header that can be sent')

/**
 * What a scripted call meets. `before` is before the carrier did anything, `after` once it has: after a sale,
 * the label stands in the ledger.
 */
const MisbehaviourSchema = z.discriminatedUnion('kind', [
  /** Does its work, and answers so much later. */
  z.strictObject({ kind: z.literal('slow'), ms: z.int().min(0).max(MAX_WAIT_MS) }),
  /** The connection breaks without an answer. */
  z.strictObject({ kind: z.literal('drop'), when: WhenSchema }),
  /** Does its work; the connection breaks after so many bytes of the answer's body. */
  z.strictObject({ kind: z.literal('cut'), bytes: z.int().min(0) }),
  /** This answer and no other. */
  z.strictObject({
    kind: z.literal('answer'),
    when: WhenSchema,
    status: z.int().min(200).max(599),
    headers: HeadersSchema.optional(),
    /** The content type; absent, `application/json`. */
    type: TypeSchema.optional(),
    /** A text is sent as it is, anything else as JSON; absent, an empty body. */
    body: z.unknown().optional(),
  }),
  /** A refusal with this business code, in the carrier's own form; nothing is done. */
  z.strictObject({
    kind: z.literal('refuse'),
    code: z.string().regex(/^\w+$/, 'must be a code of letters, digits and underscores'),
  }),
])
export type Misbehaviour = z.output<typeof MisbehaviourSchema>

/** One step: the next `times` calls of this name, or of any (`*`), meet `do`. */
export const ScriptStepSchema = z.strictObject({
  call: z.string(),
  times: z.int().min(1).default(1),
  do: MisbehaviourSchema,
})
export type ScriptStep = z.output<typeof ScriptStepSchema>
export type ScriptStepInput = z.input<typeof ScriptStepSchema>

export interface CarrierScript {
  /** Puts steps behind those that are not used up. */
  add(steps: readonly ScriptStep[]): void
  clear(): void
  /** The steps with the times that are left of them. */
  left(): readonly ScriptStep[]
  /** What a call of this name meets now; that time of the step is used up. */
  take(call: string | undefined): Misbehaviour | undefined
}

/** Misbehaviours in the order in which they were given: a call takes the first step that is for it. */
export function createCarrierScript(): CarrierScript {
  let steps: readonly ScriptStep[] = []
  return {
    add(more) {
      steps = [...steps, ...more]
    },
    clear() {
      steps = []
    },
    left: () => steps,
    take(call) {
      const step = steps.find((one) => one.call === '*' || one.call === call)
      if (!step) return undefined
      steps = steps.flatMap((one) => {
        if (one !== step) return [one]
        return one.times === 1 ? [] : [{ ...one, times: one.times - 1 }]
      })
      return step.do
    },
  }
}

/** The names of calls that nothing is called, so that a slip in a script shows at once. */
export function unknownCalls(steps: readonly ScriptStep[], known: readonly string[]): string[] {
  return steps.map(({ call }) => call).filter((call) => call !== '*' && !known.includes(call))
}
