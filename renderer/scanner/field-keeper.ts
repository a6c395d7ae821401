import { focusedField, insertText, rememberField, takesBackText } from './field.ts'

/**
 * Keeps scans out of fields: remembers what stood in them before a run of keys, holds back what is surely a scan's, and
 * puts things back as they were, or gives back what was a person's after all.
 */
export function fieldKeeper() {
  const before = new Map<HTMLElement, () => void>()
  let held = ''

  function giveBack() {
    const text = held
    held = ''
    const field = focusedField()
    if (text !== '' && field) insertText(field, text)
  }

  return {
    /** A new run of keys: what the last one held back was typing. */
    begin() {
      giveBack()
      before.clear()
    },
    remember(field: HTMLElement) {
      if (!before.has(field)) before.set(field, rememberField(field))
    },
    /** Holds a character back; false where the field could not take it back later. */
    hold(field: HTMLElement, text: string): boolean {
      if (!takesBackText(field)) return false
      held += text
      return true
    },
    isHolding: () => held !== '',
    giveBack,
    /** As before the run, but for what a person typed meanwhile. */
    putBack(keep: string) {
      held = ''
      for (const restore of before.values()) restore()
      before.clear()
      const field = focusedField()
      if (keep !== '' && field) insertText(field, keep)
    },
  }
}
