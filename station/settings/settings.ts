import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { fieldProblems, type FieldProblem } from '../../shared/problem.ts'
import { SettingsSchema, type Settings } from '../../shared/settings.ts'
import type { Database, Migration } from '../database/database.ts'
import { createTopic, type Topic } from '../lib/topic.ts'

export interface SettingsNotValid {
  readonly code: 'settings-not-valid'
  readonly problems: FieldProblem[]
}

export interface SettingsStore {
  current(): Settings
  /** Dotted paths that the settings file names; the screen cannot change them. */
  readonly fixed: readonly string[]
  /** Top-level keys, each taken whole, null for back to the default; what the file names is kept over it, and changing it is refused. */
  change(patch: Readonly<Record<string, unknown>>): Outcome<Settings, SettingsNotValid>
  readonly changes: Topic<void>
}

export const settingsMigrations: Migration[] = [
  {
    id: '001-settings',
    sql: 'CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT',
  },
]

type Tree = Readonly<Record<string, unknown>>

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The file's values laid over the screen's, member by member; lists are taken whole. */
function overlay(under: unknown, over: unknown): unknown {
  if (!isTree(under) || !isTree(over)) return over
  const merged: Record<string, unknown> = { ...under }
  for (const [key, value] of Object.entries(over))
    merged[key] = key in under ? overlay(under[key], value) : value
  return merged
}

function namedPaths(value: unknown, path = ''): string[] {
  if (!isTree(value)) return [path]
  return Object.entries(value).flatMap(([key, member]) =>
    namedPaths(member, path ? `${path}.${key}` : key),
  )
}

function valueAt(tree: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isTree(value) ? value[key] : value), tree)
}

/**
 * The settings of this station: defaults, under what the screen has stored, under what the settings file
 * names. The whole is validated; every problem comes with its path.
 */
export function openSettings(
  database: Database,
  file: unknown,
): Outcome<SettingsStore, SettingsNotValid> {
  const fileTree = file ?? {}
  if (!isTree(fileTree))
    return failed({
      code: 'settings-not-valid',
      problems: [{ path: '', message: 'must be a JSON object' }],
    })
  const fileCheck = SettingsSchema.safeParse(fileTree)
  if (!fileCheck.success)
    return failed({ code: 'settings-not-valid', problems: fieldProblems(fileCheck.error) })

  const fixed = namedPaths(fileTree).filter((path) => path !== '')
  const rows = database.prepare('SELECT key, value FROM settings').all() as {
    key: string
    value: string
  }[]
  let stored: Tree = Object.fromEntries(rows.map((row) => [row.key, JSON.parse(row.value)]))
  const first = SettingsSchema.safeParse(overlay(stored, fileTree))
  if (!first.success)
    return failed({ code: 'settings-not-valid', problems: fieldProblems(first.error) })
  let current = first.data
  const changes = createTopic<void>()
  const put = database.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  const remove = database.prepare('DELETE FROM settings WHERE key = ?')

  return done({
    current: () => current,
    fixed,
    changes,
    change(patch) {
      const wanted = Object.fromEntries(
        Object.entries({ ...stored, ...patch }).filter(([, value]) => value !== null),
      )
      const laid = overlay(wanted, fileTree)
      const parsed = SettingsSchema.safeParse(laid)
      const problems = parsed.success ? [] : fieldProblems(parsed.error)
      for (const path of fixed) {
        const [top = ''] = path.split('.')
        if (!(top in patch)) continue
        const asked = valueAt(patch, path)
        const kept = valueAt(current, path)
        if (asked !== undefined && JSON.stringify(asked) !== JSON.stringify(kept))
          problems.push({ path, message: 'is set by the settings file' })
      }
      if (!parsed.success || problems.length > 0)
        return failed({ code: 'settings-not-valid', problems })
      database.transaction(() => {
        for (const [key, value] of Object.entries(patch))
          if (value === null) remove.run(key)
          else put.run(key, JSON.stringify(value))
      })()
      stored = wanted
      current = parsed.data
      changes.publish()
      return done(current)
    },
  })
}
