import { closeCorrection, closeHelp, sendCommand, toggleSaid } from '../bench/bench-store.ts'
import { toggleRail, useNavigation } from '../navigation.ts'
import { focusedField } from './field.ts'
import type { Command } from '../../shared/scanning.ts'

/**
 * Every command that needs no argument has a key, as every key action has a command barcode; APPROVE has none,
 * since it is the supervisor's. F11 stays the browser's; F5, which a person may press to load the page anew,
 * must be nothing that costs money.
 */
export const COMMAND_KEYS = [
  ['F1', 'HELP'],
  ['F2', 'UNDO'],
  ['F3', 'BOX'],
  ['F4', 'HOLD'],
  ['F5', 'CORRECT'],
  ['F6', 'SHIP'],
  ['F7', 'VOID'],
  ['F8', 'REPRINT'],
  ['F12', 'CONFIRM'],
  ['Insert', 'QTY'],
  ['Home', 'WEIGHT'],
] as const satisfies readonly (readonly [string, Command])[]

/** F9 and F10 and Escape act on the screen alone. */
const SCREEN_KEYS: Readonly<Record<string, () => void>> = {
  F9: toggleSaid,
  F10: toggleRail,
}

const COMMAND_OF = new Map<string, Command>(COMMAND_KEYS)

/** Keys that a person needs in a field, and that the number pad of a scanner sends where Num Lock is off. */
const CARET_KEYS = new Set(['Insert', 'Home'])

/** Some scanners send F8 for GS, also before the first character: a scan then follows at once. */
const SCANNERS_KEY = 'F8'
const SCAN_FOLLOWS_MS = 50

function isCaretKey({ key, code }: KeyboardEvent): boolean {
  return CARET_KEYS.has(key) && (code.startsWith('Numpad') || focusedField() !== undefined)
}

function leaveOverlays() {
  closeHelp()
  closeCorrection()
  useNavigation.setState({ railOpen: false })
}

/**
 * Listens for the function keys and for Alt alone (the rail), behind `listenForScans`, which takes the keys of a scan
 * away. Returns the way to stop.
 */
export function listenForFunctionKeys(): () => void {
  let altAlone = false
  let waiting: ReturnType<typeof setTimeout> | undefined

  const onKeyDown = (event: KeyboardEvent) => {
    clearTimeout(waiting)
    altAlone = event.key === 'Alt' && !event.repeat && !event.ctrlKey && !event.shiftKey
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat) return
    if (event.key === 'Escape') leaveOverlays()
    const command = COMMAND_OF.get(event.key)
    const act = command ? () => sendCommand(command) : SCREEN_KEYS[event.key]
    if (!act || isCaretKey(event)) return
    event.preventDefault()
    if (event.key === SCANNERS_KEY) waiting = setTimeout(act, SCAN_FOLLOWS_MS)
    else act()
  }
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.key === 'Alt' && altAlone) {
      event.preventDefault()
      toggleRail()
    }
    altAlone = false
  }

  window.addEventListener('keydown', onKeyDown, { capture: true })
  window.addEventListener('keyup', onKeyUp, { capture: true })
  return () => {
    clearTimeout(waiting)
    window.removeEventListener('keydown', onKeyDown, { capture: true })
    window.removeEventListener('keyup', onKeyUp, { capture: true })
  }
}
