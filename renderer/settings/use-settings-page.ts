import { useCallback } from 'react'
import { create } from 'zustand'
import type { FieldProblem } from '../../shared/problem.ts'
import type { SettingsKey, SettingsView } from '../../shared/settings.ts'
import { station } from '../station.ts'
import {
  changedKeys,
  isFixed,
  patchOf,
  problemAt,
  valueAt,
  withValue,
  type Draft,
} from './settings-form.ts'

/** What each page saves: top-level keys of the settings, together or not at all. */
export const PAGE_KEYS = {
  station: ['station', 'shipFrom', 'packing', 'watchFolder', 'rest'],
  printers: ['printers'],
  documents: ['documents'],
  scale: ['scale'],
  scanner: ['scanner'],
  weights: [],
  carriers: ['carriers', 'network', 'tracking'],
  boxes: ['boxes'],
  people: ['operators'],
} as const satisfies Record<string, readonly SettingsKey[]>
export type PageName = keyof typeof PAGE_KEYS

interface Drafts {
  readonly draft: Draft
  readonly problems: readonly FieldProblem[]
  /** What came of the last Save, until the next change. */
  readonly outcome: 'saved' | 'not-valid' | 'lost' | null
}

/** Outlives the screen: a scan that leads to the bench does not lose what was typed. */
const useDrafts = create<Drafts>(() => ({ draft: {}, problems: [], outcome: null }))

/** One page of the settings, with what was typed over what is saved. */
export interface SettingsPage {
  readonly view: SettingsView
  readonly isChanged: boolean
  readonly outcome: Drafts['outcome']
  readonly problems: readonly FieldProblem[]
  readonly value: (path: string) => unknown
  readonly set: (path: string, value: unknown) => void
  readonly problem: (path: string) => string | undefined
  readonly isFixed: (path: string) => boolean
  readonly save: () => Promise<void>
  readonly discard: () => void
}

export function useSettingsPage(view: SettingsView, name: PageName): SettingsPage {
  const keys: readonly SettingsKey[] = PAGE_KEYS[name]
  const { draft, problems, outcome } = useDrafts()
  const { settings, fixed } = view
  const set = useCallback(
    (path: string, value: unknown) => {
      const [key = '', ...rest] = path.split('.')
      useDrafts.setState((before) => ({
        draft: {
          ...before.draft,
          [key]:
            rest.length === 0
              ? value
              : withValue(valueAt({ ...settings, ...before.draft }, key), rest.join('.'), value),
        },
        problems: before.problems.filter((problem) => problem.path !== path),
        outcome: null,
      }))
    },
    [settings],
  )
  const drop = (next: Partial<Drafts>) =>
    useDrafts.setState((before) => ({
      draft: Object.fromEntries(
        Object.entries(before.draft).filter(([key]) => !keys.some((one) => one === key)),
      ),
      problems: [],
      ...next,
    }))
  return {
    view,
    isChanged: changedKeys(settings, draft, keys).length > 0,
    outcome,
    problems: problems.filter(({ path }) => keys.some((key) => key === path.split('.')[0])),
    value: (path) => valueAt({ ...settings, ...draft }, path),
    set,
    problem: (path) => problemAt(problems, path),
    isFixed: (path) => isFixed(fixed, path),
    async save() {
      try {
        const answer = await station.settings.change({ patch: patchOf(settings, draft, keys) })
        if (answer.ok) drop({ outcome: 'saved' })
        else useDrafts.setState({ problems: answer.failure.problems, outcome: 'not-valid' })
      } catch {
        useDrafts.setState({ outcome: 'lost' })
      }
    },
    discard: () => drop({ outcome: null }),
  }
}

/** Whether a page has changes that are not saved; for the marks in the list of pages. */
export function useIsChanged(view: SettingsView, name: PageName): boolean {
  const draft = useDrafts((now) => now.draft)
  return changedKeys(view.settings, draft, PAGE_KEYS[name]).length > 0
}

/** Forgets what the last Save came to; said when another page is opened. */
export function forgetOutcome() {
  useDrafts.setState({ outcome: null })
}
