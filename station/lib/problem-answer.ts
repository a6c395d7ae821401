import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { type FieldProblem, FieldProblemSchema } from '../../shared/problem.ts'

/** Every failure of the REST interface, RFC 9457; `type` is a code that a manual can print. */
export const ProblemAnswerSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  problems: z.array(FieldProblemSchema),
})
export type ProblemAnswer = z.infer<typeof ProblemAnswerSchema>

const TITLES = {
  'not-valid': 'Something given is not valid',
  'not-json': 'The body is not JSON',
  'not-allowed': 'The token is missing or wrong',
  'not-from-here': 'This server answers to programs of this machine only',
  'not-found': 'There is nothing here',
  'method-not-allowed': 'This cannot be done here',
  'ambiguous-order': 'Several merchants have an order with this reference',
  'too-much': 'Too much at once',
  'media-type-not-supported': 'The body must be JSON',
  'not-built': 'The screen is not built',
  'not-kept': 'The disk took nothing down',
  bug: 'Something broke inside Shipbench',
} as const
export type ProblemCode = keyof typeof TITLES

export function problemAnswer(
  status: number,
  code: ProblemCode,
  detail: string,
  problems: readonly FieldProblem[] = [],
): ProblemAnswer {
  return {
    type: `urn:shipbench:problem:${code}`,
    title: TITLES[code],
    status,
    detail,
    problems: [...problems],
  }
}

export function sendProblem(reply: FastifyReply, problem: ProblemAnswer): FastifyReply {
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem))
}
