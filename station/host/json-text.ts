import { done, failed, type Outcome } from '../../shared/outcome.ts'

export interface JsonProblem {
  readonly code: 'not-json'
  /** Both count from 1. */
  readonly line: number
  readonly column: number
  readonly message: string
}

/** Reads JSON; where it is none, says at which line and column, without quoting what stands there. */
export function parseJson(text: string): Outcome<unknown, JsonProblem> {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text
  try {
    return done(JSON.parse(body) as unknown)
  } catch {
    const offset = firstErrorAt(body)
    const before = body.slice(0, offset).split('\n')
    const line = before.length
    const column = (before.at(-1)?.length ?? 0) + 1
    const what = offset >= body.length ? 'it ends too early' : 'something unexpected'
    return failed({
      code: 'not-json',
      line,
      column,
      message: `is not JSON: ${what} at line ${line}, column ${column}`,
    })
  }
}

// RFC 8259 allows no control characters in a string.
const TOKEN =
  // oxlint-disable-next-line no-control-regex
  /[\t\n\r ]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y
const SPACE = /[\t\n\r ]*/y

/**
 * Where a text that is not JSON stops being JSON (RFC 8259). V8 names a position in some of its messages
 * only, and quotes the text in others, which may hold personal data.
 */
function firstErrorAt(text: string): number {
  const open: ('{' | '[')[] = []
  let expects:
    | 'value'
    | 'value-or-end'
    | 'key'
    | 'key-or-end'
    | 'colon'
    | 'comma-or-end'
    | 'nothing' = 'value'
  let at = 0
  const afterValue = () => (open.length === 0 ? 'nothing' : 'comma-or-end')
  for (;;) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    const [whole = '', sign, string, scalar] = match ?? []
    const start = match
      ? at + whole.length - (sign ?? string ?? scalar ?? '').length
      : afterSpace(text, at)
    if (!match) return start
    const wantsValue = expects === 'value' || expects === 'value-or-end'
    const closes: string | undefined =
      expects === 'value-or-end' ? ']' : expects === 'key-or-end' ? '}' : undefined
    if (sign !== undefined && sign === closes) {
      open.pop()
      expects = afterValue()
    } else if (wantsValue && (sign === '{' || sign === '[')) {
      open.push(sign)
      expects = sign === '{' ? 'key-or-end' : 'value-or-end'
    } else if (wantsValue && sign === undefined) {
      expects = afterValue()
    } else if ((expects === 'key' || expects === 'key-or-end') && string !== undefined) {
      expects = 'colon'
    } else if (expects === 'colon' && sign === ':') {
      expects = 'value'
    } else if (expects === 'comma-or-end' && sign === ',') {
      expects = open.at(-1) === '{' ? 'key' : 'value'
    } else if (expects === 'comma-or-end' && sign === (open.at(-1) === '{' ? '}' : ']')) {
      open.pop()
      expects = afterValue()
    } else {
      return start
    }
    at += whole.length
  }
}

function afterSpace(text: string, at: number): number {
  SPACE.lastIndex = at
  return at + (SPACE.exec(text)?.[0].length ?? 0)
}
