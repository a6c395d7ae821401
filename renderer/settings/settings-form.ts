import type { FieldProblem } from '../../shared/problem.ts'

type Tree = Readonly<Record<string, unknown>>

/** What a person typed over the saved settings: by top-level key, each whole; null where it was emptied. */
export type Draft = Tree

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null
}

/** The value at a dotted path ("printers.0.dpi"); undefined where the way ends before. */
export function valueAt(tree: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), tree)
}

/** The same tree with one value changed; undefined takes the member away. Lists stay lists. */
export function withValue(tree: unknown, path: string, value: unknown): unknown {
  const [key = '', ...rest] = path.split('.')
  const next = rest.length === 0 ? value : withValue(valueAt(tree, key), rest.join('.'), value)
  if (Array.isArray(tree)) return tree.map((entry, index) => (String(index) === key ? next : entry))
  const members = { ...(isTree(tree) ? tree : {}), [key]: next }
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined))
}

/** Whether two values are the same settings: the order of members does not matter, that of lists does. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((entry, index) => isSame(entry, b[index]))
  if (!isTree(a) || !isTree(b) || Array.isArray(a) || Array.isArray(b)) return Object.is(a, b)
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => isSame(a[key], b[key]))
}

/** Texts as a person writes them in one line. */
export function listText(values: readonly string[]): string {
  return values.join(', ')
}

/** The texts between the commas, each once, without empty ones. */
export function listFrom(text: string): string[] {
  const values = text.split(',').map((value) => value.trim())
  return [...new Set(values)].filter((value) => value !== '')
}

/** Nothing but empty texts in it: a part of the settings that was cleared field by field. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  return isTree(value) && !Array.isArray(value) && Object.values(value).every(isEmpty)
}

/** Of `keys`, those whose draft is not what is saved. */
export function changedKeys(saved: Tree, draft: Draft, keys: readonly string[]): string[] {
  return keys.filter((key) => {
    if (!(key in draft)) return false
    const isCleared = isEmpty(draft[key])
    return isCleared ? !isEmpty(saved[key]) : !isSame(draft[key], saved[key])
  })
}

/** What to ask of the station: each changed key whole, null for one that was emptied. */
export function patchOf(
  saved: Tree,
  draft: Draft,
  keys: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    changedKeys(saved, draft, keys).map((key) => [key, isEmpty(draft[key]) ? null : draft[key]]),
  )
}

/** Whether the settings file names this path, or the whole that it is a part of. */
export function isFixed(fixed: readonly string[], path: string): boolean {
  return fixed.some((name) => name === path || path.startsWith(`${name}.`))
}

/** What is wrong at exactly this path. */
export function problemAt(problems: readonly FieldProblem[], path: string): string | undefined {
  return problems.find((problem) => problem.path === path)?.message
}
