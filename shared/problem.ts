import { z } from 'zod'

/** One thing wrong with something given to us: where (dotted path, with line for files) and what. */
export const FieldProblemSchema = z.object({
  path: z.string(),
  message: z.string(),
  /** Line of the file, counted from 1, where the thing given was a file. */
  line: z.int().positive().optional(),
})
export type FieldProblem = z.infer<typeof FieldProblemSchema>

/** The library's own messages are for programmers; ours, given with a schema, are kept as they are. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (!/^(Invalid|Too small|Too big)/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(issue.expected, issue.message)
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`
    case 'too_small':
      return limitWords(
        issue.origin,
        issue.inclusive === false ? 'more than' : 'at least',
        issue.minimum,
      )
    case 'too_big':
      return limitWords(
        issue.origin,
        issue.inclusive === false ? 'less than' : 'at most',
        issue.maximum,
      )
    default:
      return issue.message
  }
}

function typeWords(expected: string, message: string): string {
  if (message.endsWith('received undefined')) return 'is missing'
  if (expected === 'int') return 'must be a whole number'
  return expected === 'number' ? 'must be a number' : `must be of type ${expected}`
}

function limitWords(origin: string, relation: string, limit: number | bigint): string {
  if (origin === 'string')
    return limit === 1 && relation === 'at least'
      ? 'must not be empty'
      : `must have ${relation} ${limit} characters`
  return origin === 'array'
    ? `must have ${relation} ${limit} entries`
    : `must be ${relation} ${limit}`
}

/** The problems of a failed parse with dotted paths ("items.0.quantity"), as every border reports them. */
export function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: [...issue.path, key].join('.'),
          message: 'is not a known key',
        }))
      : [{ path: issue.path.join('.'), message: wordsOf(issue) }],
  )
}
