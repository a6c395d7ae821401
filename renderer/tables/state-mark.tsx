import type { Icon } from '@tabler/icons-react'
import classes from './state-mark.module.css'

export type StateKind = 'act' | 'good' | 'wrong' | 'wait' | 'attention' | 'in-doubt'

/** A state that is never told by colour alone: its shape and its word stand beside it. */
export function StateMark(props: { picture: Icon; kind: StateKind; word: string }) {
  const { picture: Picture, kind, word } = props
  return (
    <span className={classes['mark']} data-kind={kind}>
      <Picture size="1.125em" stroke={2} aria-hidden />
      {word}
    </span>
  )
}
