import type { ImportProgress } from '../../shared/orders.ts'
import type { FieldProblem } from '../../shared/problem.ts'

/** One whole order of a file, not yet looked at: an input for the intake, or refused by the file's reader. */
export interface FileOrder {
  readonly input: unknown
  /** What the reader itself found wrong; such an order never goes to the intake. */
  readonly problems: readonly FieldProblem[]
  /** The line of the file, counted from 1, where a member such as "items.1.quantity" stands. */
  lineOf(path: string): number
}

/** A file on its way in, of one format. Text goes in, whole orders come out. */
export interface OrderFile {
  /** Undefined until the header has been seen. */
  format(): ImportProgress['format']
  /** Orders of a JSON file, rows of a CSV file, read so far. */
  rows(): number
  /**
   * Takes the next text of the file, the last one marked; no text ends in half a surrogate pair or half a
   * line break. Answers with what makes the file as a whole unreadable; then it takes no more.
   */
  write(text: string, last: boolean): Promise<FieldProblem | undefined>
  /** The next orders that are whole by now, at most `limit`, in the order of the file. */
  next(limit: number): FileOrder[]
  close(): void
}
