import { checkDigit } from './zpl-check-digit.ts'

const GS = '\u001d'

/**
 * What a scanner sends of a `^BC` field. FNC1 is GS but at the front, where it only says that GS1 data follow.
 * Modes: U fills up a shipping container code, D is GS1 with brackets and spaces left out, A takes every character as
 * it is, and N (the default) knows the invocation codes.
 */
export function code128Content(data: string, mode: string): string {
  switch (mode.toUpperCase()) {
    case 'U': {
      const digits = data.replaceAll(/\D/g, '').slice(0, 19).padEnd(19, '0')
      return digits + checkDigit(digits)
    }
    case 'D':
      return data
        .replaceAll(/[\s()]/g, '')
        .replace(/^(>[;:9])?(>8)?/, '')
        .replaceAll('>8', GS)
    case 'A':
      return data
    default:
      return withInvocations(data)
  }
}

type Subset = 'A' | 'B' | 'C'

const SUBSETS: Readonly<Record<string, Subset>> = {
  '9': 'A',
  ':': 'B',
  ';': 'C',
  '7': 'A',
  '6': 'B',
  '5': 'C',
}
const CHARACTERS: Readonly<Record<string, string>> = { '0': '>', '<': '^', '=': '~', '1': '\u007f' }

/** Subset B, the first, takes characters; A and C take pairs of digits, in A as values of its table. */
function withInvocations(data: string): string {
  let subset: Subset = 'B'
  let content = ''
  let at = 0
  while (at < data.length) {
    const character = data[at] ?? ''
    const next = data[at + 1] ?? ''
    if (character === '>' && next !== '') {
      if (next === '8') content += content === '' ? '' : GS
      else content += CHARACTERS[next] ?? ''
      subset = SUBSETS[next] ?? subset
      at += 2
    } else if (subset === 'B') {
      content += character
      at += 1
    } else if (!/\d/.test(character)) {
      at += 1
    } else {
      // An odd digit, or one before something else, is passed over with what follows it.
      if (/\d/.test(next))
        content += subset === 'C' ? character + next : ofSubsetA(character + next)
      at += next === '>' ? 1 : 2
    }
  }
  return content
}

function ofSubsetA(pair: string): string {
  const value = Number(pair)
  return value < 64
    ? String.fromCharCode(value + 32)
    : value < 96
      ? String.fromCharCode(value - 64)
      : ''
}
