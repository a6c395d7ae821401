import fc from 'fast-check'
import { toBuffer } from 'bwip-js/node'
import { expect, test } from 'vitest'
import { CALIBRATION_PARTS, type Stroke } from '../../shared/calibration-keys.ts'
import {
  characterAt,
  isDead,
  LAYOUTS,
  positionOf,
  type Layout,
} from '../../shared/keyboard-layouts.ts'
import {
  CALIBRATION_CODE,
  readCalibration,
  type Calibration,
  type FindingCode,
} from '../../shared/scanner-test.ts'
import { barcodesIn } from '../barcode-reader.ts'

const GS = '\u001d'
const [FIRST, SECOND] = CALIBRATION_PARTS

interface Scanner {
  readonly types: Layout
  readonly computer: Layout
  readonly casing: 'kept' | 'inverted' | 'upper' | 'lower'
  readonly gs: 'control-bracket' | 'f8' | 'alt-029' | 'space' | 'braces' | 'nothing'
  readonly prefix: string
  readonly aim: boolean
  readonly suffix: string
  readonly end: 'Enter' | 'Tab' | 'silence'
}

const PLAIN: Scanner = {
  types: 'us',
  computer: 'us',
  casing: 'kept',
  gs: 'control-bracket',
  prefix: '',
  aim: true,
  suffix: '',
  end: 'Enter',
}

const held = { shift: false, control: false, alt: false }

function swapped(character: string): string {
  const other =
    character.toUpperCase() === character ? character.toLowerCase() : character.toUpperCase()
  return other.length === 1 ? other : character
}

/** What a keyboard-wedge scanner's keys are on a computer of another layout; `after`: the key behind a dead one. */
function typed(text: string, { types, computer, casing }: Scanner, after = 'Unidentified') {
  let waits = false
  return Array.from(text, (character): Omit<Stroke, 'at'> => {
    const position = positionOf(types, character)
    if (!position) throw new Error(`${types} has no ${character}`)
    const came = characterAt(computer, position) ?? 'Unidentified'
    const isSilent = isDead(computer, came)
    const key = waits ? after : isSilent ? 'Dead' : casing === 'inverted' ? swapped(came) : came
    waits = isSilent && !waits
    return {
      ...held,
      key,
      code: position.code,
      shift: position.level === 'shift',
      alt: position.level === 'altgr',
    }
  })
}

const SEPARATORS: Record<Scanner['gs'], (scanner: Scanner) => Omit<Stroke, 'at'>[]> = {
  'control-bracket': ({ computer }) => [
    {
      ...held,
      control: true,
      key: characterAt(computer, { code: 'BracketRight', level: 'base' }) ?? '',
      code: 'BracketRight',
    },
  ],
  f8: () => [{ ...held, key: 'F8', code: 'F8' }],
  'alt-029': () =>
    Array.from('029', (key) => ({ ...held, alt: true, key, code: `Numpad${key}` as const })),
  space: (scanner) => typed(' ', scanner),
  braces: (scanner) => typed('=GS=', scanner),
  nothing: () => [],
}

function strokesOf(scanner: Scanner, after?: string): Stroke[] {
  const { casing, prefix, aim, suffix, gs } = scanner
  const data = (text: string) =>
    casing === 'upper' ? text.toUpperCase() : casing === 'lower' ? text.toLowerCase() : text
  return [
    ...typed(prefix + (aim ? ']C1' : ''), scanner, after),
    ...typed(data(FIRST), scanner, after),
    ...SEPARATORS[gs](scanner),
    ...typed(data(SECOND), scanner, after),
    ...typed(suffix, scanner, after),
  ].map((stroke, index) => ({ ...stroke, at: index * 4 }))
}

function heard(scanner: Partial<Scanner>, after?: string): Calibration {
  const whole = { ...PLAIN, ...scanner }
  return readCalibration({
    by: 'keys',
    strokes: strokesOf(whole, after),
    text: '',
    end: whole.end,
  })
}

const codes = ({ findings }: Calibration) => findings.map(({ code }) => code)
const found = ({ findings }: Calibration, code: FindingCode) =>
  findings.find((finding) => finding.code === code)

/** Whether all of the test comes out as it was meant. */
const isAlike = (types: Layout, computer: Layout) =>
  Array.from(FIRST + SECOND).every((character) => {
    const position = positionOf(types, character)
    return position && characterAt(computer, position) === character
  })

const scanner = fc.record<Scanner>({
  types: fc.constantFrom(...LAYOUTS),
  computer: fc.constantFrom(...LAYOUTS),
  casing: fc.constantFrom('kept', 'inverted', 'upper', 'lower'),
  gs: fc.constantFrom('control-bracket', 'f8', 'alt-029', 'space', 'braces', 'nothing'),
  // What all layouts have; a single K or I is taken for a maker's identifier.
  prefix: fc
    .array(fc.constantFrom(...Array.from('ABZQzm!$%&:;,.?2')), { maxLength: 5 })
    .map((characters) => characters.join('')),
  aim: fc.boolean(),
  suffix: fc.constantFrom('', 'X', '!', '%zz'),
  end: fc.constantFrom('Enter', 'Tab', 'silence'),
})

test('for each layout, letter case, separator, prefix and suffix the findings name exactly that', () => {
  fc.assert(
    fc.property(scanner, fc.constantFrom('Unidentified', 'Process', 'x'), (one, after) => {
      const calibration = heard(one, after)
      const { types, computer, casing, gs, prefix, aim, suffix, end } = one
      const isRight = isAlike(types, computer)
      const layout: FindingCode = isRight
        ? 'layout-right'
        : types === 'us'
          ? 'layout-us'
          : 'layout-other'
      const separator: FindingCode =
        gs === 'nothing'
          ? 'gs-lost'
          : gs === 'f8'
            ? 'gs-as-f8'
            : gs === 'space' || gs === 'braces'
              ? 'gs-replaced'
              : 'gs'
      const ending: FindingCode =
        end === 'Enter' ? 'ends-with-enter' : end === 'Tab' ? 'ends-with-tab' : 'ends-with-nothing'
      expect(codes(calibration)).toEqual([
        layout,
        `case-${casing}`,
        separator,
        aim ? 'aim' : 'no-aim',
        prefix === '' ? 'no-prefix' : 'prefix',
        ...(suffix === '' ? [] : ['suffix']),
        ending,
        'pace',
      ])
      if (gs === 'space') expect(found(calibration, 'gs-replaced')?.text).toBe(' ')
      if (gs === 'braces') expect(found(calibration, 'gs-replaced')?.text).toBe('=GS=')
      expect(found(calibration, 'prefix')?.text ?? '').toBe(prefix)
      expect(found(calibration, 'suffix')?.text ?? '').toBe(suffix)
      expect(calibration.settings).toEqual(
        layout === 'layout-other'
          ? null
          : {
              prefix,
              end: end === 'silence' ? 'silence' : 'key',
              keyboard: layout === 'layout-us' ? 'us' : 'as-typed',
            },
      )
      if (isRight) return
      const said = calibration.findings[0]
      expect(said?.scanner).toContain(types)
      expect(said?.computer).toContain(computer)
      // Others are named only where nobody could tell them from this one.
      const data = (pair: Pick<Scanner, 'types' | 'computer'>) =>
        JSON.stringify([
          typed(FIRST, { ...one, ...pair }, after),
          typed(SECOND, { ...one, ...pair }, after),
        ])
      for (const other of said?.scanner ?? [])
        expect(data({ types: other, computer })).toBe(data(one))
      for (const other of said?.computer ?? [])
        expect(data({ types, computer: other })).toBe(data(one))
    }),
    { numRuns: 400 },
  )
})

test('without the places of the keys their characters tell as much, where none of them waits for the next', () => {
  const pairs = LAYOUTS.flatMap((types) =>
    LAYOUTS.map((computer) => ({ ...PLAIN, types, computer })),
  )
  for (const one of pairs) {
    const strokes = strokesOf(one)
    if (strokes.some(({ key }) => key === 'Dead')) continue
    const { findings } = readCalibration({
      by: 'keys',
      strokes: strokes.map((stroke) => ({ ...stroke, code: '' })),
      text: '',
      end: 'Enter',
    })
    if (isAlike(one.types, one.computer)) expect(findings[0]?.code).toBe('layout-right')
    else {
      expect(findings[0]?.scanner).toContain(one.types)
      expect(findings[0]?.computer).toContain(one.computer)
    }
  }
})

test('a computer of a layout that is not known here is mended by reading the keys as those of a US keyboard', () => {
  const strokes = strokesOf({ ...PLAIN, prefix: '~' }).map((stroke) => ({
    ...stroke,
    key: stroke.control ? 'å' : 'ж',
  }))
  const { findings, settings } = readCalibration({ by: 'keys', strokes, text: '', end: 'Enter' })
  expect(findings[0]).toEqual({
    code: 'layout-us',
    mark: 'attention',
    scanner: ['us'],
    computer: [],
  })
  expect(codes({ findings, settings })).toContain('aim')
  expect(settings).toEqual({ prefix: '~', end: 'key', keyboard: 'us' })
})

test('a scan of anything else tells nothing, and so does one cut in half', () => {
  const nothing = { findings: [{ code: 'cannot-tell', mark: 'wrong' }], settings: null }
  const whole = strokesOf(PLAIN)
  const read = (strokes: Stroke[], text = '') =>
    readCalibration({ by: 'keys', strokes, text, end: 'Enter' })
  expect(read(whole.slice(0, 12))).toEqual(nothing)
  expect(
    read(typed('420980289205590303190000000000', PLAIN).map((one) => ({ ...one, at: 0 }))),
  ).toEqual(nothing)
  expect(read([], '')).toEqual(nothing)
  // One key wrong in the middle.
  expect(
    read(whole.map((one, index) => (index === 8 ? { ...one, key: 'x', code: 'KeyX' } : one))),
  ).toEqual(nothing)
})

test('a scanner that types codes on the keypad is read by the text that the page made of them', () => {
  const strokes = Array.from(`${FIRST}${GS}${SECOND}`).flatMap((character) =>
    Array.from(String(character.codePointAt(0)).padStart(4, '0'), (key) => ({
      ...held,
      alt: true,
      key,
      code: `Numpad${key}`,
      at: 0,
    })),
  )
  const text = `${FIRST}${GS}${SECOND}`
  expect(codes(readCalibration({ by: 'keys', strokes, text, end: 'Enter' }))).toEqual([
    'layout-right',
    'case-kept',
    'gs',
    'no-aim',
    'no-prefix',
    'ends-with-enter',
    'pace',
  ])
})

test('digits of the keypad are the same on every layout', () => {
  const strokes = strokesOf({ ...PLAIN, computer: 'de' }).map((stroke) => {
    const digit = /^Digit(\d)$/.exec(stroke.code)?.[1]
    return digit === undefined || stroke.shift
      ? stroke
      : { ...stroke, key: digit, code: `Numpad${digit}` }
  })
  const { findings } = readCalibration({ by: 'keys', strokes, text: '', end: 'Enter' })
  expect(findings[0]).toMatchObject({ code: 'layout-us', computer: ['de'] })
})

test.each([
  ['K', 'maker-identifier'],
  ['I', 'maker-identifier'],
  ['ABCDEF', 'prefix-not-usable'],
  [']C1X', 'prefix-not-usable'],
] as const)('%s in front of the data is no prefix of ours: %s', (prefix, code) => {
  const calibration = heard({ prefix, aim: false })
  expect(found(calibration, code)).toMatchObject({ mark: 'wrong', text: prefix })
  expect(calibration.settings).toBeNull()
})

test('a key that is no character cannot be a prefix', () => {
  const strokes = [{ ...held, key: 'F13', code: 'F13', at: -4 }, ...strokesOf(PLAIN)]
  expect(
    found(readCalibration({ by: 'keys', strokes, text: '', end: 'Enter' }), 'prefix-not-usable')
      ?.text,
  ).toBe('<F13>')
})

test('an identifier of another kind of barcode is told', () => {
  expect(found(heard({ prefix: ']C0', aim: false }), 'aim-other')?.text).toBe(']C0')
})

test('a scanner slower than a fast hand is told', () => {
  const strokes = strokesOf(PLAIN).map((stroke, index) => ({ ...stroke, at: index * 30 }))
  const { findings } = readCalibration({ by: 'keys', strokes, text: '', end: 'Enter' })
  expect(findings.at(-1)).toEqual({
    code: 'pace-slow',
    mark: 'attention',
    meanMs: 30,
    largestMs: 30,
  })
})

test('a scanner that the station reads has no keyboard to be wrong', () => {
  expect(codes(readCalibration({ by: 'line', text: `]C1${FIRST}${GS}${SECOND}` }))).toEqual([
    'case-kept',
    'gs',
    'aim',
    'no-prefix',
  ])
  expect(codes(readCalibration({ by: 'line', text: `${GS}${FIRST}${SECOND}!` }))).toEqual([
    'case-kept',
    'gs-lost',
    'no-aim',
    'no-prefix',
    'suffix',
  ])
})

test('the calibration barcode is short, and reads at two dots a bar as a GS1-128 with its separator', async () => {
  const png = await toBuffer({
    bcid: 'code128',
    text: CALIBRATION_CODE,
    parsefnc: true,
    scale: 2,
    height: 20,
    paddingwidth: 10,
    backgroundcolor: 'ffffff',
  })
  const [read] = await barcodesIn(png)
  expect(read?.text).toBe(`${FIRST}${GS}${SECOND}`)
  expect(read?.aim).toBe(']C1')
  // Width in the PNG's header, by two dots a module and 11 modules a character.
  expect(Math.ceil(png.readUInt32BE(16) / 2 / 11)).toBeLessThanOrEqual(32)
})
