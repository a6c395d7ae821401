const LETTER = /^Key([A-Z])$/
const DIGIT = /^(?:Digit|Numpad)(\d)$/
const SHIFTED_DIGITS = ')!@#$%^&*('

/** KeyboardEvent.code → what the key types on a US keyboard, plain and with Shift. */
const SIGNS: Readonly<Record<string, readonly [string, string]>> = {
  Space: [' ', ' '],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  IntlBackslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Backquote: ['`', '~'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  NumpadAdd: ['+', '+'],
  NumpadSubtract: ['-', '-'],
  NumpadMultiply: ['*', '*'],
  NumpadDivide: ['/', '/'],
  NumpadDecimal: ['.', '.'],
  NumpadEqual: ['=', '='],
}

/** What a US keyboard types with this key; undefined for a key that types nothing. */
export function usCharacter(code: string, shift: boolean, capsLock: boolean): string | undefined {
  const letter = LETTER.exec(code)?.[1]
  if (letter !== undefined) return shift === capsLock ? letter.toLowerCase() : letter
  const digit = DIGIT.exec(code)?.[1]
  if (digit !== undefined) {
    return shift && code.startsWith('Digit') ? SHIFTED_DIGITS.charAt(Number(digit)) : digit
  }
  return SIGNS[code]?.[shift ? 1 : 0]
}
