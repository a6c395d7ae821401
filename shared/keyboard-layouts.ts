/** The layouts that scanners and packing benches are set to most; the table tells them apart by what a scan came as. */
export const LAYOUTS = ['us', 'uk', 'de', 'fr', 'es', 'it'] as const
export type Layout = (typeof LAYOUTS)[number]

/** A key by its place (KeyboardEvent.code), with what is held beside it. */
export interface KeyPosition {
  readonly code: string
  readonly level: 'base' | 'shift' | 'altgr'
}

const letters = (row: string) => Array.from(row, (letter) => `Key${letter}`)

/** The places of the characters in the rows below. */
const ROWS: readonly (readonly string[])[] = [
  ['Backquote', ...Array.from('1234567890', (digit) => `Digit${digit}`), 'Minus', 'Equal'],
  [...letters('QWERTYUIOP'), 'BracketLeft', 'BracketRight'],
  [...letters('ASDFGHJKL'), 'Semicolon', 'Quote', 'Backslash'],
  ['IntlBackslash', ...letters('ZXCVBNM'), 'Comma', 'Period', 'Slash'],
]
const CODES = [...ROWS.flat(), 'Space']

interface Table {
  readonly base: readonly [string, string, string, string]
  readonly shift: readonly [string, string, string, string]
  /** Where `]` is, the only character with AltGr that matters: it begins an AIM identifier. */
  readonly bracket?: string
  /** Keys that say nothing until the next one. */
  readonly dead: string
}

/** The layouts of Windows: those of Linux and macOS are the same for all that a barcode can hold. */
const TABLES: Record<Layout, Table> = {
  us: {
    base: ['`1234567890-=', 'qwertyuiop[]', "asdfghjkl;'\\", '\\zxcvbnm,./'],
    shift: ['~!@#$%^&*()_+', 'QWERTYUIOP{}', 'ASDFGHJKL:"|', '|ZXCVBNM<>?'],
    dead: '',
  },
  uk: {
    base: ['`1234567890-=', 'qwertyuiop[]', "asdfghjkl;'#", '\\zxcvbnm,./'],
    shift: ['¬!"£$%^&*()_+', 'QWERTYUIOP{}', 'ASDFGHJKL:@~', '|ZXCVBNM<>?'],
    dead: '',
  },
  de: {
    base: ['^1234567890ß´', 'qwertzuiopü+', 'asdfghjklöä#', '<yxcvbnm,.-'],
    shift: ['°!"§$%&/()=?`', 'QWERTZUIOPÜ*', "ASDFGHJKLÖÄ'", '>YXCVBNM;:_'],
    bracket: 'Digit9',
    dead: '^´`',
  },
  fr: {
    base: ['²&é"\'(-è_çà)=', 'azertyuiop^$', 'qsdfghjklmù*', '<wxcvbn,;:!'],
    shift: ['~1234567890°+', 'AZERTYUIOP¨£', 'QSDFGHJKLM%µ', '>WXCVBN?./§'],
    bracket: 'Minus',
    dead: '^¨',
  },
  es: {
    base: ["º1234567890'¡", 'qwertyuiop`+', 'asdfghjklñ´ç', '<zxcvbnm,.-'],
    shift: ['ª!"·$%&/()=?¿', 'QWERTYUIOP^*', 'ASDFGHJKLÑ¨Ç', '>ZXCVBNM;:_'],
    bracket: 'BracketRight',
    dead: '`^´¨',
  },
  it: {
    base: ["\\1234567890'ì", 'qwertyuiopè+', 'asdfghjklòàù', '<zxcvbnm,.-'],
    shift: ['|!"£$%&/()=?^', 'QWERTYUIOPé*', 'ASDFGHJKLç°§', '>ZXCVBNM;:_'],
    bracket: 'BracketRight',
    dead: '',
  },
}

const LEVELS = ['base', 'shift'] as const

function charactersOf(layout: Layout, level: (typeof LEVELS)[number]): string[] {
  return [...TABLES[layout][level].flatMap((row) => Array.from(row)), ' ']
}

/** By layout and character; the first place where a character stands twice. */
const POSITIONS = new Map(
  LAYOUTS.map((layout) => {
    const positions = new Map<string, KeyPosition>()
    for (const level of LEVELS)
      charactersOf(layout, level).forEach((character, index) => {
        if (!positions.has(character)) positions.set(character, { code: CODES[index] ?? '', level })
      })
    const { bracket } = TABLES[layout]
    if (bracket !== undefined) positions.set(']', { code: bracket, level: 'altgr' })
    return [layout, positions] as const
  }),
)

/** By layout, level and place. */
const CHARACTERS = new Map(
  LAYOUTS.flatMap((layout) => [
    ...LEVELS.flatMap((level) =>
      charactersOf(layout, level).map(
        (character, index) => [`${layout} ${level} ${CODES[index]}`, character] as const,
      ),
    ),
    // US and UK have none with AltGr: their name then is no place, and nobody asks for it.
    [`${layout} altgr ${TABLES[layout].bracket ?? '-'}`, ']'] as const,
  ]),
)

/** Which key types this character; undefined where the layout has none for it that is known here. */
export function positionOf(layout: Layout, character: string): KeyPosition | undefined {
  return POSITIONS.get(layout)?.get(character)
}

/** What a key types; undefined where that is not known here. */
export function characterAt(layout: Layout, { code, level }: KeyPosition): string | undefined {
  return CHARACTERS.get(`${layout} ${level} ${code}`)
}

/** Whether this character of the layout says nothing until the next key. */
export function isDead(layout: Layout, character: string): boolean {
  return TABLES[layout].dead.includes(character)
}
