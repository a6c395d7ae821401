import { usCharacter } from './us-keyboard.ts'

/** What of a KeyboardEvent says which character it is. */
export interface KeyFacts {
  readonly key: string
  readonly code: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
  readonly capsLock: boolean
  readonly altGraph: boolean
}

/**
 * text: a character, or what stands for one in a scan · end: Enter or Tab; `soft` as a control character, which is a
 * shortcut outside a scan · alt-digit: a digit of Alt and a number · modifier · other: an arrow, Escape, a shortcut.
 */
export type KeyText =
  | {
      readonly kind: 'text'
      /** What a person means by it; empty where they mean no character. */
      readonly typed: string
      /** What it stands for inside a scan, by the computer's layout and by a US keyboard. */
      readonly asTyped: string
      readonly us: string
      /** Whether a scan may begin with it: a shortcut or a function key is a character only inside one. */
      readonly begins: boolean
    }
  | { readonly kind: 'end'; readonly end: 'Enter' | 'Tab'; readonly soft: boolean }
  | { readonly kind: 'alt-digit'; readonly digit: string }
  | { readonly kind: 'modifier' }
  | { readonly kind: 'other' }

/** GS, which parts the fields of a GS1 barcode. */
const GROUP_SEPARATOR = '\u001D'
/** Stands for a key whose character nobody can tell, so that the scan is not taken for another. */
const UNTOLD = '\uFFFD'

const MODIFIERS = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Fn',
])
const OTHER: KeyText = { kind: 'other' }

/** Ctrl and a character: the control character of ASCII. Ctrl+6 and Ctrl+- are RS and US without Shift. */
function controlCharacter(character: string): string | undefined {
  if (character === '6') return '\u001E'
  if (character === '-') return '\u001F'
  const upper = character.toUpperCase()
  return /^[A-Z[\\\]^_]$/.test(upper) ? String.fromCharCode(upper.charCodeAt(0) & 0x1f) : undefined
}

function withControl({ key, code, shiftKey }: KeyFacts): KeyText {
  const us = controlCharacter(usCharacter(code, shiftKey, false) ?? '')
  const asTyped = controlCharacter(key) ?? us
  if (asTyped === undefined) return OTHER
  if (asTyped === '\r' || asTyped === '\n') return { kind: 'end', end: 'Enter', soft: true }
  if (asTyped === '\t') return { kind: 'end', end: 'Tab', soft: true }
  return { kind: 'text', typed: '', asTyped, us: us ?? asTyped, begins: key === ']' }
}

/** What one key stands for. On a Mac, Option and a key type a character as AltGr does elsewhere. Pure. */
export function readKey(facts: KeyFacts, mac: boolean): KeyText {
  const { key, code, shiftKey, ctrlKey, altKey, metaKey, capsLock, altGraph } = facts
  if (MODIFIERS.has(key)) return { kind: 'modifier' }
  if (metaKey) return OTHER
  const third = altGraph || (ctrlKey && altKey) || (mac && altKey && !ctrlKey)
  if (!third && ctrlKey) return withControl(facts)
  if (!third && altKey) {
    const digit = /^Numpad(\d)$/.exec(code)?.[1]
    return digit === undefined ? OTHER : { kind: 'alt-digit', digit }
  }
  if (key === 'Enter' || key === 'Tab')
    return third ? OTHER : { kind: 'end', end: key, soft: false }
  const us = usCharacter(code, shiftKey, capsLock)
  if (/^.$/u.test(key)) {
    return {
      kind: 'text',
      typed: key,
      asTyped: key,
      us: third ? key : (us ?? key),
      begins: true,
    }
  }
  if (key === 'Dead') {
    return { kind: 'text', typed: '', asTyped: UNTOLD, us: us ?? UNTOLD, begins: true }
  }
  if (key === 'F8') {
    return {
      kind: 'text',
      typed: '',
      asTyped: GROUP_SEPARATOR,
      us: GROUP_SEPARATOR,
      begins: false,
    }
  }
  // The number pad of a scanner types digits also where Num Lock is off and makes arrows of them.
  if (us !== undefined && code.startsWith('Numpad')) {
    return { kind: 'text', typed: '', asTyped: us, us, begins: true }
  }
  return OTHER
}

/** The character of Alt and a number on the number pad: ASCII, and Windows-1252 behind a leading 0. Pure. */
export function altCharacter(digits: string): string {
  const number = Number(digits)
  if (number > 0 && number < 128) return String.fromCharCode(number)
  if (!digits.startsWith('0') || number < 128 || number > 255) return UNTOLD
  return new TextDecoder('windows-1252').decode(Uint8Array.of(number))
}
