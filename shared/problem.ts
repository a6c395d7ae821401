import { z } from 'zod'

/** One thing wrong with something given to us: where (dotted path, with line for files) and what. */
export const FieldProblemSchema = z.object({
  path: z.string(),
  message: z.string(),
  /** Line of the file, counted from 1, where the thing given was a file. */
  line: z.int().positive().optional(),
})
export type FieldProblem = z.infer<typeof FieldProblemSchema>

/** The problems of a failed parse with dotted paths ("items.0.quantity"), as every border reports them. */
export function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: [...issue.path, key].join('.'),
          message: 'is not a known key',
        }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  )
}
