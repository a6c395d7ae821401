import { fillField, focusedField, rememberField, takesScans } from './field.ts'
import { createWedge } from './wedge.ts'

/** GS (0x1D), as a wedge types it: Ctrl and the closing bracket. */
const GROUP_SEPARATOR = '\u001D'

/** A command or a parked sticker is meant for the bench, wherever the focus is. */
const OUR_OWN = /^\*S[BP]-/

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock'])

/** The key as the wedge counts it; undefined for shortcuts, which are no characters. */
function characterOf(event: KeyboardEvent): string | undefined {
  if (MODIFIERS.has(event.key)) return event.key
  if (event.ctrlKey && !event.altKey) return event.key === ']' ? GROUP_SEPARATOR : undefined
  if (event.metaKey || (event.altKey && !event.ctrlKey)) return undefined
  return event.key
}

/**
 * Listens for scans on the whole window, before anything else sees the keys. What a scan already put
 * into a field is taken out again, and its end key acts on nothing. Returns the way to stop.
 */
export function listenForScans(onScan: (text: string) => void): () => void {
  const wedge = createWedge()
  let putBack = () => {}

  const onKey = (event: KeyboardEvent) => {
    if (!event.isTrusted) return
    const key = characterOf(event)
    if (event.repeat || event.isComposing || event.keyCode === 229 || key === undefined) {
      if (!MODIFIERS.has(event.key)) wedge.forget()
      return
    }
    const field = focusedField()
    const answer = wedge.press({ key, at: event.timeStamp, inField: field !== undefined })
    switch (answer.kind) {
      case 'gather':
        if (answer.first) putBack = field ? rememberField(field) : () => {}
        // Outside fields a blank would press the focused button, and a slash opens a browser's search.
        if (!field && (!answer.first || event.key !== ' ')) event.preventDefault()
        return
      case 'scan':
        event.preventDefault()
        event.stopImmediatePropagation()
        putBack()
        if (field && takesScans(field) && !OUR_OWN.test(answer.text)) fillField(field, answer.text)
        else onScan(answer.text)
        return
      case 'swallow':
        event.preventDefault()
        event.stopImmediatePropagation()
        return
      case 'pass':
    }
  }
  const forget = () => wedge.forget()

  window.addEventListener('keydown', onKey, { capture: true })
  window.addEventListener('blur', forget)
  window.addEventListener('pointerdown', forget, { capture: true })
  return () => {
    window.removeEventListener('keydown', onKey, { capture: true })
    window.removeEventListener('blur', forget)
    window.removeEventListener('pointerdown', forget, { capture: true })
  }
}
