import { useTranslation } from 'react-i18next'
import { useFormats } from './formats.tsx'
import classes from './state-chips.module.css'

export interface StateChipsProps<State extends string> {
  /** What the group chooses, for a screen reader. */
  readonly label: string
  readonly states: readonly State[]
  readonly chosen: State | undefined
  readonly name: (state: State) => string
  /** How many there are of each, and of `all`; no number where nobody knows. */
  readonly counts?: Readonly<Record<string, number>> | undefined
  /** False where one of them is always chosen. */
  readonly withAll?: boolean
  readonly onChoose: (state: State | undefined) => void
}

/** Filters as a row of chips: all, or one state. */
export function StateChips<State extends string>(props: StateChipsProps<State>) {
  const { t } = useTranslation()
  const formats = useFormats()
  const chip = (state: State | undefined, name: string, count: number | undefined) => (
    <button
      key={state ?? 'all'}
      type="button"
      className={classes['chip']}
      aria-pressed={props.chosen === state}
      onClick={() => props.onChoose(state)}
    >
      {name}
      {count !== undefined && <span className={classes['count']}>{formats.number(count)}</span>}
    </button>
  )
  return (
    <fieldset aria-label={props.label} className={classes['chips']}>
      {props.withAll !== false && chip(undefined, t('tables.all'), props.counts?.['all'])}
      {props.states.map((state) => chip(state, props.name(state), props.counts?.[state]))}
    </fieldset>
  )
}
