import type { FieldProblem } from '../../shared/problem.ts'
import type { FileOrder, OrderFile } from './order-file.ts'

/** One order is some thousand characters; what grows beyond this is a file that lacks a bracket. */
const ORDER_AT_MOST = 4_000_000

const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const NEW_LINE = 10

const isSpace = (char: number) => char === 32 || char === 9 || char === 10 || char === 13
const opens = (char: number) => char === 91 || char === 123
const closes = (char: number) => char === 93 || char === 125

/**
 * Reads a JSON file of orders, an array or a single one, without ever holding more than one order's text:
 * it finds where each order ends by its brackets, and leaves all else to JSON.parse.
 */
export function createJsonOrders(): OrderFile {
  const whole: FileOrder[] = []
  let rows = 0
  let line = 1
  // Where the scan stands: before the file's value, in its array before or after an element, in an element, behind all.
  let place: 'start' | 'before-first' | 'before' | 'inside' | 'after' | 'end' = 'start'
  let inArray = false
  let depth = 0
  let inString = false
  let escaped = false
  let held = ''
  let heldFromLine = 1

  function finishOrder(text: string): FieldProblem | undefined {
    const startLine = heldFromLine
    held = ''
    try {
      const input: unknown = JSON.parse(text)
      rows += 1
      whole.push({ input, problems: [], lineOf: () => startLine })
      place = inArray ? 'after' : 'end'
      return undefined
    } catch (error) {
      // The parser's own words, without the place, which it counts from the start of the order.
      const said = (error as Error).message.replace(/ in JSON at position.*| \(line.*/s, '')
      return { path: '', message: `is not valid JSON: ${said}`, line: startLine }
    }
  }

  /** Goes through `text`; `from` is where the text of the order that is being read begins in it. */
  function scan(text: string): FieldProblem | undefined {
    let from = 0
    for (let at = 0; at < text.length; at += 1) {
      const char = text.charCodeAt(at)
      if (char === NEW_LINE) line += 1
      if (place === 'inside') {
        if (inString) {
          if (escaped) escaped = false
          else if (char === BACKSLASH) escaped = true
          else if (char === QUOTE) inString = false
        } else if (char === QUOTE) inString = true
        else if (opens(char)) depth += 1
        else if (closes(char)) {
          depth -= 1
          if (depth > 0) continue
          const problem = finishOrder(held + text.slice(from, at + 1))
          if (problem) return problem
        }
        continue
      }
      if (isSpace(char)) continue
      if (place === 'start' && char === 91) {
        inArray = true
        place = 'before-first'
      } else if (
        (place === 'start' || place === 'before' || place === 'before-first') &&
        opens(char)
      ) {
        place = 'inside'
        depth = 1
        from = at
        heldFromLine = line
      } else if (place === 'after' && char === COMMA) place = 'before'
      else if ((place === 'after' || place === 'before-first') && char === 93) place = 'end'
      else return unexpected(text[at] ?? '')
    }
    if (place === 'inside') held += text.slice(from)
    if (held.length > ORDER_AT_MOST)
      return { path: '', message: 'holds an order that does not end', line: heldFromLine }
    return undefined
  }

  function unexpected(char: string): FieldProblem {
    const expected = {
      start: 'an array of orders or one order',
      'before-first': 'an order or "]"',
      before: 'an order',
      inside: '',
      after: '"," or "]"',
      end: 'the end of the file',
    }[place]
    return { path: '', message: `is not valid JSON: "${char}" where ${expected} should be`, line }
  }

  return {
    format: () => 'json',
    rows: () => rows,
    async write(text, last) {
      const problem = scan(text)
      if (problem || !last || place === 'end') return problem
      return {
        path: '',
        message: place === 'start' ? 'is empty' : 'is cut short: its end is missing',
        line,
      }
    },
    next: (limit) => whole.splice(0, limit),
    close() {
      whole.length = 0
      held = ''
    },
  }
}
