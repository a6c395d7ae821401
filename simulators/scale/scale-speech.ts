import { ScaleProtocolSchema } from '../../shared/weighing.ts'
import type { ScaleFault } from './scale-fault.ts'

/** USB scales have no line that could be simulated over TCP. */
export const SpokenProtocolSchema = ScaleProtocolSchema.exclude(['hid-pos'])
export type SpokenProtocol = (typeof SpokenProtocolSchema)['options'][number]

/** What the pan shows at this moment. */
export interface Display {
  /** With three decimals in kilograms, two in pounds. */
  readonly amount: string
  readonly unit: 'kg' | 'lb'
  readonly moving: boolean
  readonly zero: boolean
  readonly fault: ScaleFault
}

export interface ScaleSpeech {
  /** One report of the weight. */
  report(display: Display): string
  /** The commands that were heard, and what is left of one that is not whole; undefined where it speaks by itself. */
  readonly commands?: (heard: string) => {
    readonly whole: readonly string[]
    readonly rest: string
  }
  /** What is answered to any command. */
  answer(command: string, display: Display): string
}

/** How the scale speaks, by its protocol: docs/scales.md. */
export const SPEECHES: Record<SpokenProtocol, ScaleSpeech> = {
  nci: {
    report: sayNci,
    commands: endingWith('\r'),
    answer: (command, display) => {
      if (command === 'W') return sayNci(display)
      return command === 'S' ? `\n${nciStatus(display)}\r\u0003` : '\n?\r\u0003'
    },
  },
  sics: {
    report: saySics,
    commands: endingWith('\n'),
    answer: (command, display) => {
      if (command === 'SI') return saySics(display)
      if (command !== 'S') return 'ES\r\n'
      return display.moving ? 'S I\r\n' : saySics(display)
    },
  },
  'toledo-8217': {
    report: sayToledo8217,
    commands: (heard) => ({ whole: Array.from(heard.replaceAll(/[^W]/g, '')), rest: '' }),
    answer: (_command, display) => sayToledo8217(display),
  },
  'toledo-continuous': byItself(sayToledoContinuous),
  cas: byItself(sayCas),
  'a-and-d': {
    report: sayAAndD,
    commands: endingWith('\n'),
    answer: (command, display) => (command === 'Q' ? sayAAndD(display) : '?\r\n'),
  },
  ohaus: {
    report: sayOhaus,
    commands: endingWith('\n'),
    answer: (command, display) =>
      command === 'IP' || command === 'P' ? sayOhaus(display) : 'ES\r\n',
  },
}

function byItself(report: ScaleSpeech['report']): ScaleSpeech {
  return { report, answer: () => '' }
}

function endingWith(end: string): NonNullable<ScaleSpeech['commands']> {
  return (heard) => {
    const whole = heard.split(end)
    const rest = whole.pop() ?? ''
    return { whole: whole.map((command) => command.trim()), rest }
  }
}

const SIGNS_INSTEAD: Partial<Record<ScaleFault, string>> = { over: '^^^^^^^', under: '_______' }

function sayNci(display: Display): string {
  const { amount, unit, fault } = display
  const weight = SIGNS_INSTEAD[fault] ?? amount.padStart(7)
  const shown = fault === 'unknown-unit' ? 'tl' : unit.toUpperCase()
  return `\n${weight}${shown}\r\n${nciStatus(display)}\r\u0003`
}

function nciStatus({ moving, zero, fault }: Display): string {
  const first = String.fromCharCode(0x30 + (moving ? 1 : 0) + (zero ? 2 : 0))
  if (fault === 'net') return `S${first}p4`
  return `S${first}${fault === 'over' ? '2' : fault === 'under' ? '1' : '0'}`
}

function saySics({ amount, unit, moving, fault }: Display): string {
  if (fault === 'over') return 'S +\r\n'
  if (fault === 'under') return 'S -\r\n'
  const shown = fault === 'unknown-unit' ? 'tl' : unit
  return `S ${moving ? 'D' : 'S'} ${amount.padStart(10)} ${shown}\r\n`
}

function sayToledo8217({ amount, unit, moving, fault }: Display): string {
  if (fault === 'over') return '\u0002?b\r'
  if (fault === 'under') return '\u0002?d\r'
  if (moving) return '\u0002?a\r'
  // As a Brecknell scale, which says no unit.
  if (fault === 'unknown-unit') return `\u0002${amount.slice(0, -1).padStart(6, '0')}\r`
  return `\u0002${amount.padStart(unit === 'kg' ? 6 : 5, '0')}${fault === 'net' ? 'N' : ''}\r`
}

function sayToledoContinuous({ amount, unit, moving, fault }: Display): string {
  const a = unit === 'kg' ? 0b10_1101 : 0b10_1100
  const b =
    0b10_0000 |
    (unit === 'kg' ? 0b1_0000 : 0) |
    (moving ? 0b1000 : 0) |
    (fault === 'over' || fault === 'under' ? 0b100 : 0) |
    (fault === 'under' ? 0b10 : 0) |
    (fault === 'net' ? 0b1 : 0)
  const c = fault === 'unknown-unit' ? 0b10_0010 : 0b10_0000
  const weight = amount.replace('.', '').padStart(6, ' ')
  const frame = `\u0002${String.fromCharCode(a, b, c)}${weight}000000\r`
  const sum = Array.from(frame).reduce((total, one) => total + one.charCodeAt(0), 0)
  return `${frame}${String.fromCharCode(-sum & 0x7f)}`
}

function sayCas({ amount, unit, moving, zero, fault }: Display): string {
  const state = fault === 'over' || fault === 'under' ? 'OL' : moving ? 'US' : 'ST'
  const lamps = 0b1010_0100 | (state === 'ST' ? 0b100_0000 : 0) | (zero ? 1 : 0)
  const shown = fault === 'unknown-unit' ? ' t' : unit
  return `${state},${fault === 'net' ? 'NT' : 'GS'},1${String.fromCharCode(lamps)},${amount.padStart(8)} ${shown}\r\n`
}

function sayAAndD({ amount, unit, moving, fault }: Display): string {
  if (fault === 'over') return 'OL,+9999999E+19\r\n'
  if (fault === 'under') return 'OL,-9999999E+19\r\n'
  const shown = fault === 'unknown-unit' ? 'tl' : unit
  return `${moving ? 'US' : 'ST'},+${amount.padStart(8, '0')} ${shown}\r\n`
}

/** Ohaus prints nothing while it is out of its range. */
function sayOhaus({ amount, unit, moving, fault }: Display): string {
  if (fault === 'over' || fault === 'under') return ''
  const shown = (fault === 'unknown-unit' ? 'tl' : unit).padEnd(5)
  return `${amount.padStart(11)} ${shown}${moving ? '?' : ' '} ${fault === 'net' ? 'NET' : 'G  '}\r\n`
}
