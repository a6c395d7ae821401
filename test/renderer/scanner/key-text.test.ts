import { describe, expect, test } from 'vitest'
import { altCharacter, readKey, type KeyFacts } from '../../../renderer/scanner/key-text.ts'

function read(facts: Partial<KeyFacts>, mac = false) {
  return readKey(
    {
      key: '',
      code: '',
      shiftKey: false,
      ctrlKey: false,
      altKey: false,
      metaKey: false,
      capsLock: false,
      altGraph: false,
      ...facts,
    },
    mac,
  )
}

describe('a key', () => {
  test.each([
    // AZERTY, QWERTZ, Spanish: what the layout makes of it, and what the scanner meant.
    [{ key: '&', code: 'Digit1' }, '&', '1'],
    [{ key: '1', code: 'Digit1', shiftKey: true }, '1', '!'],
    [{ key: 'a', code: 'KeyQ' }, 'a', 'q'],
    [{ key: 'Z', code: 'KeyY', shiftKey: true }, 'Z', 'Y'],
    [{ key: 'ß', code: 'Minus' }, 'ß', '-'],
    [{ key: '?', code: 'Minus', shiftKey: true }, '?', '_'],
    [{ key: 'ñ', code: 'Semicolon' }, 'ñ', ';'],
    [{ key: '7', code: 'Numpad7' }, '7', '7'],
    // Caps Lock turns the case, as it does on a US keyboard, but no digits.
    [{ key: 'l', code: 'KeyL', shiftKey: true, capsLock: true }, 'l', 'l'],
    [{ key: 'L', code: 'KeyL', capsLock: true }, 'L', 'L'],
    [{ key: '1', code: 'Digit1', capsLock: true }, '1', '1'],
    // Keyboards of software tell no place.
    [{ key: 'x', code: '' }, 'x', 'x'],
  ])('%o is %s as typed and %s on a US keyboard', (facts, asTyped, us) => {
    expect(read(facts)).toEqual({ kind: 'text', typed: facts.key, asTyped, us, begins: true })
  })

  test.each([
    ['AltGr of Linux', { key: '@', code: 'KeyQ', altGraph: true }, false],
    ['AltGr of Windows', { key: '@', code: 'KeyQ', ctrlKey: true, altKey: true }, false],
    ['Option of a Mac', { key: '@', code: 'KeyL', altKey: true }, true],
  ])('with %s is its character', (_, facts, mac) => {
    expect(read(facts, mac)).toMatchObject({ kind: 'text', typed: '@', asTyped: '@', us: '@' })
  })

  test.each([
    [{ key: ']', code: 'BracketRight', ctrlKey: true }, '\u001D', true],
    // On QWERTZ a scanner's Ctrl+] is Ctrl++, which a person presses too.
    [{ key: '+', code: 'BracketRight', ctrlKey: true }, '\u001D', false],
    [{ key: '^', code: 'Digit6', ctrlKey: true, shiftKey: true }, '\u001E', false],
    [{ key: '_', code: 'Minus', ctrlKey: true, shiftKey: true }, '\u001F', false],
    [{ key: 'd', code: 'KeyD', ctrlKey: true }, '\u0004', false],
    [{ key: 'F8', code: 'F8' }, '\u001D', false],
    // Num Lock off.
    [{ key: 'Home', code: 'Numpad7' }, '7', true],
    [{ key: 'Insert', code: 'Numpad0' }, '0', true],
    // A dead key could be several characters: nobody guesses.
    [{ key: 'Dead', code: 'Unknown' }, '\uFFFD', true],
  ])('%o stands for %j inside a scan; begins one: %s', (facts, asTyped, begins) => {
    expect(read(facts)).toMatchObject({ kind: 'text', typed: '', asTyped, begins })
  })

  test('that is dead on this layout is told by its place', () => {
    expect(read({ key: 'Dead', code: 'Quote' })).toMatchObject({ us: "'" })
  })

  test.each([
    [{ key: 'm', code: 'KeyM', ctrlKey: true }, 'Enter'],
    [{ key: 'j', code: 'KeyJ', ctrlKey: true }, 'Enter'],
    [{ key: 'i', code: 'KeyI', ctrlKey: true }, 'Tab'],
  ])('%o ends a scan', (facts, end) => {
    expect(read(facts)).toEqual({ kind: 'end', end, soft: true })
  })

  test.each([
    { key: 'Escape', code: 'Escape' },
    { key: 'Home', code: 'Home' },
    { key: 'c', code: 'KeyC', metaKey: true },
    { key: 'd', code: 'KeyD', altKey: true },
    { key: '1', code: 'Digit1', ctrlKey: true },
    { key: 'F5', code: 'F5' },
  ])('%o is no character', (facts) => {
    expect(read(facts)).toEqual({ kind: 'other' })
  })

  test('of Alt and a number is read digit by digit, with Num Lock off too', () => {
    for (const key of ['2', 'ArrowDown']) {
      expect(read({ key, code: 'Numpad2', altKey: true })).toEqual({
        kind: 'alt-digit',
        digit: '2',
      })
    }
    expect(['029', '0029', '29', '065', '0233', '233', '0'].map(altCharacter)).toEqual([
      '\u001D',
      '\u001D',
      '\u001D',
      'A',
      'é',
      '\uFFFD',
      '\uFFFD',
    ])
  })
})
