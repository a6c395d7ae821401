import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createWedge, type Key, type WedgeAnswer } from '../../../renderer/scanner/wedge.ts'
import { commandBarcode, CommandSchema } from '../../../shared/scanning.ts'

interface Typing {
  readonly text: string
  /** Milliseconds between two keys. */
  readonly gapMs: number
  readonly inField: boolean
  readonly end?: 'Enter' | 'Tab'
}

function keysOf({ text, gapMs, inField, end }: Typing, startAt: number): Key[] {
  const keys = [...Array.from(text), ...(end ? [end] : [])]
  return keys.map((key, index) => ({ key, at: startAt + index * gapMs, inField }))
}

/** Plays keys into a wedge beside a field, as the page does, and tells what came out and what stays. */
function play(keys: readonly Key[]) {
  const wedge = createWedge()
  const scans: string[] = []
  let field = ''
  let remembered = ''
  const answers: WedgeAnswer[] = []
  for (const key of keys) {
    const answer = wedge.press(key)
    answers.push(answer)
    if (answer.kind === 'gather' && answer.first) remembered = field
    if (answer.kind === 'scan') {
      scans.push(answer.text)
      if (key.inField) field = remembered
    } else if (key.inField && key.key.length === 1) field += key.key
  }
  return { scans, field, answers }
}

function inTurn(...typings: readonly (Typing & { pauseMs?: number })[]): Key[] {
  let at = 1000
  return typings.flatMap((typing) => {
    at += typing.pauseMs ?? 0
    const keys = keysOf(typing, at)
    at = (keys.at(-1)?.at ?? at) + typing.gapMs
    return keys
  })
}

const SCANNER_MS = 12
const PERSON_MS = 140

describe('a scan', () => {
  test.each(['LK-20417', '7', '5391234567892', 'BOX-B1', '*SB-SHIP-8*', 'A1', '420983699205590'])(
    'of %s comes out where no field has the focus',
    (text) => {
      const keys = inTurn({ text, gapMs: SCANNER_MS, inField: false, end: 'Enter' })
      expect(play(keys).scans).toEqual([text])
    },
  )

  test.each(['Enter', 'Tab'] as const)('in a field ended by %s comes out and leaves it', (end) => {
    const keys = inTurn(
      { text: 'mug', gapMs: PERSON_MS, inField: true },
      { text: 'LK-20417', gapMs: SCANNER_MS, inField: true, end, pauseMs: 200 },
    )
    expect(play(keys)).toMatchObject({ scans: ['LK-20417'], field: 'mug' })
  })

  test('of every command comes out of a field', () => {
    for (const command of CommandSchema.options) {
      const text = commandBarcode(command)
      const keys = inTurn({ text, gapMs: SCANNER_MS, inField: true, end: 'Enter' })
      expect(play(keys)).toMatchObject({ scans: [text], field: '' })
    }
  })

  test('that ends with CR and LF is one scan, and the second end acts on nothing', () => {
    const keys = [
      ...inTurn({ text: 'LK-20417', gapMs: 8, inField: false, end: 'Enter' }),
      { key: 'Enter', at: 1080, inField: false },
    ]
    const { scans, answers } = play(keys)
    expect(scans).toEqual(['LK-20417'])
    expect(answers.at(-1)).toEqual({ kind: 'swallow' })
  })

  test('after a stray key loses nothing and gains nothing', () => {
    const keys = inTurn(
      { text: 'x', gapMs: 900, inField: false },
      { text: 'LK-20417', gapMs: SCANNER_MS, inField: false, end: 'Enter' },
    )
    expect(play(keys).scans).toEqual(['LK-20417'])
  })

  test('with a hiccup in the middle comes out whole where no field has the focus', () => {
    const keys = inTurn(
      { text: 'L', gapMs: 340, inField: false },
      { text: 'K-20417', gapMs: SCANNER_MS, inField: false, end: 'Enter' },
    )
    expect(play(keys).scans).toEqual(['LK-20417'])
  })

  test.each([1, 5, 20, 50, 120])(
    'of keys %i ms apart stays whole over one gap of 600 ms',
    (gapMs) => {
      for (const end of ['Enter', 'Tab'] as const) {
        for (const text of ['LK-7', 'LK-20417', '5391234567892']) {
          for (let cut = 1; cut < text.length; cut += 1) {
            const keys = inTurn(
              { text: text.slice(0, cut), gapMs, inField: false },
              { text: text.slice(cut), gapMs, inField: false, end, pauseMs: 600 - gapMs },
            )
            expect(play(keys).scans).toEqual([text])
          }
        }
      }
    },
  )

  test('is not cut where more than a stray key or two stood before a long pause', () => {
    const keys = inTurn(
      { text: 'LK-', gapMs: SCANNER_MS, inField: false },
      { text: '20417-A', gapMs: SCANNER_MS, inField: false, end: 'Enter', pauseMs: 1500 },
    )
    expect(play(keys).scans).toEqual(['LK-20417-A'])
  })

  test('of a slow radio scanner comes out where no field has the focus', () => {
    const keys = inTurn({ text: 'LK-20417', gapMs: 60, inField: false, end: 'Enter' })
    expect(play(keys).scans).toEqual(['LK-20417'])
  })
})

describe('a person', () => {
  test('types into a field and Enter stays theirs', () => {
    const keys = inTurn({ text: 'LK-20417', gapMs: PERSON_MS, inField: true, end: 'Enter' })
    const { scans, field, answers } = play(keys)
    expect({ scans, field, last: answers.at(-1) }).toEqual({
      scans: [],
      field: 'LK-20417',
      last: { kind: 'pass' },
    })
  })

  test('types a code into no field, and Enter makes it a scan', () => {
    const keys = inTurn({ text: 'LK-20417', gapMs: 400, inField: false, end: 'Enter' })
    expect(play(keys).scans).toEqual(['LK-20417'])
  })

  test('takes a typed character back with Backspace', () => {
    const keys = ['7', '8', 'Backspace', '9', 'Enter'].map((key, index) => ({
      key,
      at: index * 300,
      inField: false,
    }))
    expect(play(keys).scans).toEqual(['79'])
  })

  test('who presses Tab after a typed character moves the focus and scans nothing', () => {
    const keys = inTurn({ text: 'ab', gapMs: 200, inField: false, end: 'Tab' })
    expect(play(keys).scans).toEqual([])
  })

  test('who leaves a half-typed code alone starts anew later', () => {
    const keys = inTurn(
      { text: 'LK-2', gapMs: 300, inField: false },
      { text: '77', gapMs: 300, inField: false, end: 'Enter', pauseMs: 10_000 },
    )
    expect(play(keys).scans).toEqual(['77'])
  })
})

describe('scans and typing one after another', () => {
  const code = fc.stringMatching(/^[A-Z0-9*-]{6,24}$/)
  const short = fc.stringMatching(/^[A-Z0-9]{3,5}$/)
  const scan = fc.record({
    text: fc.oneof(code, short),
    gapMs: fc.integer({ min: 1, max: 16 }),
    end: fc.constantFrom('Enter' as const, 'Tab' as const),
  })
  const words = fc.record({
    text: fc.stringMatching(/^[a-z0-9]{1,12}$/),
    gapMs: fc.integer({ min: 90, max: 300 }),
  })
  const turns = fc.array(fc.oneof(scan, words), { maxLength: 12 })

  test('in a field: each scan comes out whole, the field keeps what the person typed', () => {
    fc.assert(
      fc.property(turns, (parts) => {
        const keys = inTurn(...parts.map((part) => ({ ...part, inField: true, pauseMs: 120 })))
        const scanned = parts.filter((part) => 'end' in part).map(({ text }) => text)
        const typed = parts.filter((part) => !('end' in part)).map(({ text }) => text)
        const { scans, field } = play(keys)
        expect(scans).toEqual(scanned)
        expect(field).toBe(typed.join(''))
      }),
    )
  })

  test('outside fields: what a scanner sends comes out whole, also without a pause between scans', () => {
    fc.assert(
      fc.property(fc.array(scan, { maxLength: 8 }), (parts) => {
        const keys = inTurn(...parts.map((part) => ({ ...part, inField: false })))
        expect(play(keys).scans).toEqual(parts.map(({ text }) => text))
      }),
    )
  })
})
