import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createWedge,
  type Key,
  type WedgeAnswer,
  type WedgeSettings,
} from '../../../renderer/scanner/wedge.ts'
import { commandBarcode, CommandSchema } from '../../../shared/scanning.ts'
import { ScannerSettingsSchema } from '../../../shared/settings.ts'

interface Typing {
  readonly text: string
  /** Milliseconds between two keys. */
  readonly gapMs: number
  readonly inField: boolean
  readonly end?: 'Enter' | 'Tab'
  /** How long a key is down; left out, nothing is told of it. */
  readonly holdMs?: number
}

type Event = Key | { readonly kind: 'up'; readonly code: string; readonly at: number }

const DEFAULTS: WedgeSettings = ScannerSettingsSchema.parse({})

/** A character, Enter or Tab, or any other key by its name. */
function keyOf(name: string, at: number, inField: boolean): Key {
  if (name === 'Enter' || name === 'Tab')
    return { kind: 'end', end: name, soft: false, at, inField }
  if (!/^.$/u.test(name)) return { kind: 'other', backspace: name === 'Backspace', at, inField }
  return {
    kind: 'text',
    typed: name,
    asTyped: name,
    us: name,
    begins: true,
    code: `at ${at}`,
    at,
    inField,
  }
}

function keysOf({ text, gapMs, inField, end, holdMs }: Typing, startAt: number): Event[] {
  const names = [...Array.from(text), ...(end ? [end] : [])]
  return names.flatMap((name, index) => {
    const at = startAt + index * gapMs
    const key = keyOf(name, at, inField)
    return holdMs === undefined
      ? [key]
      : [key, { kind: 'up' as const, code: `at ${at}`, at: at + holdMs }]
  })
}

/** Plays keys into a wedge beside a field, as the page does, and tells what came out and what stays. */
function play(
  events: readonly Event[],
  settings: Partial<WedgeSettings> = {},
  bornAt = Number.NEGATIVE_INFINITY,
) {
  const wedge = createWedge(() => ({ ...DEFAULTS, ...settings }), bornAt)
  const scans: string[] = []
  const refused: string[] = []
  const answers: WedgeAnswer[] = []
  let field = ''
  let remembered = ''
  let held = ''
  const take = (answer: WedgeAnswer, typed: string) => {
    answers.push(answer)
    if (answer.kind === 'scan' || answer.kind === 'refused') {
      ;(answer.kind === 'scan' ? scans : refused).push(answer.text)
      field = remembered + answer.keep
      held = ''
    } else if (answer.kind === 'gather') {
      if (answer.first) {
        field += held
        held = ''
        remembered = field
      }
      if (answer.sure) held += typed
      else field += typed
    } else if (answer.kind === 'pass') {
      field += held
      held = ''
    }
  }
  for (const event of events) {
    if (event.kind === 'up') wedge.release(event.code, event.at)
    else take(wedge.press(event), event.kind === 'text' && event.inField ? event.typed : '')
  }
  take(wedge.silence((events.at(-1)?.at ?? 0) + 200), '')
  return { scans, refused, field: field + held, answers }
}

function inTurn(...typings: readonly (Typing & { pauseMs?: number })[]): Event[] {
  let at = 1000
  return typings.flatMap((typing) => {
    at += typing.pauseMs ?? 0
    const keys = keysOf(typing, at)
    at += (Array.from(typing.text).length + (typing.end ? 1 : 0)) * typing.gapMs
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

  test('of which a page that was loading missed the beginning is refused, and the next one comes out', () => {
    const rest = keysOf({ text: '41735', gapMs: 20, inField: false, end: 'Enter' }, 1010)
    const next = keysOf({ text: 'LK-20417', gapMs: 20, inField: false, end: 'Enter' }, 1500)
    const { scans, refused } = play([...rest, ...next], {}, 1000)
    expect(scans).toEqual(['LK-20417'])
    expect(refused).toEqual(['41735'])
  })

  test('a function key that is the first key of a page is a person’s, and a rest of a scan behind it is refused', () => {
    const wedge = createWedge(() => DEFAULTS, 1000)
    expect(wedge.press({ kind: 'other', backspace: false, at: 1010, inField: false })).toEqual({
      kind: 'pass',
    })
    const answers = Array.from('41735', (typed, index) =>
      wedge.press({
        kind: 'text',
        typed,
        asTyped: typed,
        us: typed,
        begins: true,
        code: '',
        at: 1030 + index * 20,
        inField: false,
      }),
    )
    expect(answers.map(({ kind }) => kind)).not.toContain('scan')
    expect(
      wedge.press({ kind: 'end', end: 'Enter', soft: false, at: 1130, inField: false }).kind,
    ).toBe('refused')
  })

  test('that ends with CR and LF is one scan, and the second end acts on nothing', () => {
    const keys = [
      ...inTurn({ text: 'LK-20417', gapMs: 8, inField: false, end: 'Enter' }),
      keyOf('Enter', 1080, false),
    ]
    const { scans, answers } = play(keys)
    expect(scans).toEqual(['LK-20417'])
    expect(answers.at(-2)).toEqual({ kind: 'swallow' })
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
    const keys = ['7', '8', 'Backspace', '9', 'Enter'].map((name, index) =>
      keyOf(name, index * 300, false),
    )
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

  test('in a field at the same time: every character of the person stays, in order, and no scan is given but whole', () => {
    const person = fc.array(
      fc.record({
        character: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        gapMs: fc.integer({ min: 60, max: 250 }),
        holdMs: fc.integer({ min: 55, max: 140 }),
      }),
      { minLength: 1, maxLength: 12 },
    )
    const scanner = fc.array(
      fc.record({
        text: code,
        gapMs: fc.integer({ min: 2, max: 16 }),
        end: fc.constantFrom('Enter' as const, 'Tab' as const),
        afterMs: fc.integer({ min: 0, max: 700 }),
      }),
      { minLength: 1, maxLength: 4 },
    )
    let given = 0
    let refusals = 0
    fc.assert(
      fc.property(person, scanner, (characters, bursts) => {
        const events: Event[] = []
        let at = 1000
        for (const { character, gapMs, holdMs } of characters) {
          at += gapMs
          const key = { ...keyOf(character, at, true), code: `person ${at}` }
          events.push(key, { kind: 'up', code: key.code, at: at + holdMs })
        }
        at = 1000.5
        for (const { text, gapMs, end, afterMs } of bursts) {
          at += afterMs
          events.push(...keysOf({ text, gapMs, inField: true, end, holdMs: 1 }, at))
          at += (text.length + 1) * gapMs
        }
        events.sort((one, other) => one.at - other.at)
        const { scans, refused, field } = play(events)
        expect(field).toBe(characters.map(({ character }) => character).join(''))
        const codes = bursts.map(({ text }) => text)
        // In the order of scanning, each at most once.
        let from = 0
        for (const text of scans) {
          const index = codes.indexOf(text, from)
          expect(index).toBeGreaterThanOrEqual(0)
          from = index + 1
        }
        expect(scans.length + refused.length).toBe(codes.length)
        given += scans.length
        refusals += refused.length
      }),
      { numRuns: 300 },
    )
    expect(Math.min(given, refusals)).toBeGreaterThan(50)
  })
})

describe('a prefix', () => {
  const settings = { prefix: '~' }

  test('is taken off, and with it a scan of any length counts in a field', () => {
    const keys = inTurn({ text: '~7', gapMs: 20, inField: true, end: 'Enter' })
    expect(play(keys, settings)).toMatchObject({ scans: ['7'], field: '' })
  })

  test('is taken off outside fields too, and a code without it counts there as typed', () => {
    const keys = inTurn(
      { text: '~LK-20417', gapMs: SCANNER_MS, inField: false, end: 'Enter' },
      { text: 'LK-20418', gapMs: PERSON_MS, inField: false, end: 'Enter' },
    )
    expect(play(keys, settings).scans).toEqual(['LK-20417', 'LK-20418'])
  })

  test('makes a burst without it a person’s', () => {
    const keys = inTurn({ text: 'LK-20417', gapMs: SCANNER_MS, inField: true, end: 'Enter' })
    expect(play(keys, settings)).toMatchObject({ scans: [], refused: [], field: 'LK-20417' })
  })

  test('tells where a scan began right behind a person’s character', () => {
    const keys = [
      ...keysOf({ text: 'g', gapMs: 0, inField: true, holdMs: 90 }, 1000),
      ...keysOf({ text: '~LK-20417', gapMs: 8, inField: true, end: 'Enter', holdMs: 1 }, 1030),
    ].sort((one, other) => one.at - other.at)
    expect(play(keys, settings)).toMatchObject({ scans: ['LK-20417'], field: 'g' })
    expect(play(keys.map((key) => key))).toMatchObject({ refused: ['~LK-20417'], field: 'g' })
  })
})

describe('an end by silence', () => {
  const settings = { end: 'silence' as const }

  test.each([true, false])('gives the scan, in a field: %s', (inField) => {
    const keys = inTurn({ text: 'LK-20417', gapMs: SCANNER_MS, inField })
    expect(play(keys, settings)).toMatchObject({ scans: ['LK-20417'], field: '' })
    expect(play(keys).scans).toEqual([])
  })

  test('leaves a person’s typing alone', () => {
    const keys = inTurn({ text: 'mug', gapMs: PERSON_MS, inField: true })
    expect(play(keys, settings)).toMatchObject({ scans: [], field: 'mug' })
  })
})

describe('a scan that was cut', () => {
  const front = inTurn({ text: 'LK-2', gapMs: 8, inField: false })
  const back = keysOf({ text: '0417-A', gapMs: 8, inField: false, end: 'Enter' }, 1045)
  const whole = keysOf({ text: 'LK-20418', gapMs: 8, inField: false, end: 'Enter' }, 1500)

  function playCut(interrupt: (wedge: ReturnType<typeof createWedge>) => void) {
    const wedge = createWedge(() => DEFAULTS, Number.NEGATIVE_INFINITY)
    const given: WedgeAnswer[] = []
    const feed = (events: readonly Event[]) => {
      for (const event of events) {
        if (event.kind === 'up') continue
        const answer = wedge.press(event)
        if (answer.kind === 'scan' || answer.kind === 'refused') given.push(answer)
      }
    }
    feed(front)
    interrupt(wedge)
    feed(back)
    feed(whole)
    return given
  }

  test.each([
    [
      'by another window',
      (wedge: ReturnType<typeof createWedge>) => {
        wedge.cut(1030)
        wedge.resume(1040)
      },
    ],
    ['by a held key', (wedge: ReturnType<typeof createWedge>) => wedge.disturb(1030)],
  ])('%s is not given, neither half, and the next one is', (_, interrupt) => {
    expect(playCut(interrupt)).toMatchObject([
      { kind: 'refused' },
      { kind: 'scan', text: 'LK-20418' },
    ])
  })

  test('by a click goes on', () => {
    expect(playCut((wedge) => wedge.forget(1030))).toMatchObject([
      { kind: 'scan', text: 'LK-20417-A' },
      { kind: 'scan', text: 'LK-20418' },
    ])
  })
})

describe('keys inside a scan', () => {
  const GS: Key = {
    kind: 'text',
    typed: '',
    asTyped: '\u001D',
    us: '\u001D',
    begins: false,
    code: 'F8',
    at: 1040,
    inField: false,
  }
  const front = inTurn({ text: '0112', gapMs: 8, inField: false })
  const back = keysOf({ text: '2199', gapMs: 8, inField: false, end: 'Enter' }, 1048)

  test('that stand for a character only there are one, and a person’s key elsewhere', () => {
    expect(play([...front, GS, ...back]).scans).toEqual(['0112\u001D2199'])
    expect(play([GS]).answers[0]).toEqual({ kind: 'pass' })
  })

  test('that stand for nothing do nothing', () => {
    const { scans, answers } = play([...front, keyOf('Escape', 1040, false), ...back])
    expect(scans).toEqual(['01122199'])
    expect(answers[4]).toEqual({ kind: 'swallow' })
  })

  test('are read by a US keyboard where the scanner types so, and a person’s never', () => {
    const azerty = (at: number): Key => ({
      ...GS,
      typed: '&',
      asTyped: '&',
      us: '1',
      begins: true,
      at,
    })
    const settings = { keyboard: 'us' as const }
    const at = (gapMs: number) => [
      ...[1, 2, 3, 4, 5, 6].map((index) => azerty(1000 + index * gapMs)),
      keyOf('Enter', 1000 + 7 * gapMs, false),
    ]
    expect(play(at(8), settings).scans).toEqual(['111111'])
    expect(play(at(8)).scans).toEqual(['&&&&&&'])
    expect(play(at(200), settings).scans).toEqual(['&&&&&&'])
  })
})
