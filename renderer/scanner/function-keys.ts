import { closeCorrection, closeHelp, sendCommand, toggleSaid } from '../bench/bench-store.ts'
import { toggleRail, useNavigation } from '../navigation.ts'
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
] as const satisfies readonly (readonly [string, Command])[]

/** F9 and F10 and Escape act on the screen alone. */
const SCREEN_KEYS: Readonly<Record<string, () => void>> = {
  F9: toggleSaid,
  F10: toggleRail,
}

const COMMAND_OF = new Map<string, Command>(COMMAND_KEYS)

function leaveOverlays() {
  closeHelp()
  closeCorrection()
  useNavigation.setState({ railOpen: false })
}

/** Listens for the function keys and for Alt alone (the rail). Returns the way to stop. */
export function listenForFunctionKeys(): () => void {
  let altAlone = false

  const onKeyDown = (event: KeyboardEvent) => {
    altAlone = event.key === 'Alt' && !event.repeat && !event.ctrlKey && !event.shiftKey
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat) return
    if (event.key === 'Escape') leaveOverlays()
    const command = COMMAND_OF.get(event.key)
    const act = command ? () => sendCommand(command) : SCREEN_KEYS[event.key]
    if (!act) return
    event.preventDefault()
    act()
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
    window.removeEventListener('keydown', onKeyDown, { capture: true })
    window.removeEventListener('keyup', onKeyUp, { capture: true })
  }
}
