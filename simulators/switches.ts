import type { z } from 'zod'
import { fieldProblems } from '../shared/problem.ts'
import type { AdminAnswer } from './admin-server.ts'

/** The standing peculiarities of a simulator, which hold until they are switched back. */
export interface Switches<Values> {
  readonly now: Values
  set(patch: Partial<Values>): void
  /** Takes what an admin call was given. */
  answer(given: unknown): AdminAnswer
}

/** Switches of the members of `schema`, none of which may have a default. */
export function createSwitches<Schema extends z.ZodObject>(
  schema: Schema,
  initial: z.output<Schema>,
): Switches<z.output<Schema>> {
  const patches = schema.partial().strict()
  const now = { ...initial }
  return {
    now,
    set: (patch) => void Object.assign(now, patch),
    answer(given) {
      const patch = patches.safeParse(given)
      if (!patch.success) return { problem: problemsOf(patch.error) }
      Object.assign(now, patch.data)
      return { json: now }
    },
  }
}

/** All that is wrong with what an admin call was given, in one line. */
export function problemsOf(error: z.ZodError): string {
  return fieldProblems(error)
    .map(({ path, message }) => `${path || 'body'}: ${message}`)
    .join('; ')
}
