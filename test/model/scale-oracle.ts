import type { ScaleProtocolName } from '../../shared/weighing.ts'

/** A report that stands in the bytes, read by nothing that the station reads with. */
export interface Stated {
  readonly is: 'stable' | 'moving'
  /** Unrounded. */
  readonly grams: number
  /** Where it may be said to end: behind its last byte, or behind the checksum that follows. */
  readonly ends: readonly number[]
}

const GRAMS: Record<string, number> = {
  mg: 0.001,
  g: 1,
  kg: 1000,
  oz: 28.349523125,
  lb: 453.59237,
}

/** Every stable and every moving report in these bytes; one character is one byte. */
export function statedIn(protocol: ScaleProtocolName, stream: string): Stated[] {
  const masked = Array.from(stream, (one) => String.fromCharCode(one.charCodeAt(0) % 128)).join('')
  const found: Stated[] = []
  for (let start = 0; start < stream.length; start += 1) {
    const report = READERS[protocol](masked, start, stream)
    if (report) found.push(report)
  }
  return found
}

/** Whether the top bits are those of one line setting: 8 bits, mark, even, odd. */
function oneParity(bytes: string): boolean {
  const marks = new Set<string>(['none', 'mark', 'even', 'odd'])
  for (const byte of bytes) {
    const code = byte.charCodeAt(0)
    let ones = 0
    for (let bit = 1; bit < 256; bit *= 2) if (code & bit) ones += 1
    marks.delete(code < 128 ? 'mark' : 'none')
    marks.delete(ones % 2 === 0 ? 'odd' : 'even')
  }
  return marks.size > 0
}

function at(expression: RegExp, text: string, start: number): RegExpExecArray | undefined {
  const sticky = new RegExp(expression.source, 'iy')
  sticky.lastIndex = start
  return sticky.exec(text) ?? undefined
}

function stated(
  is: Stated['is'],
  amount: string,
  unit: string,
  ends: readonly number[],
): Stated | undefined {
  const factor = GRAMS[unit.trim().toLowerCase()]
  if (factor === undefined) return undefined
  return { is, grams: Number(amount.replaceAll(' ', '')) * factor, ends }
}

/** What stands before on the line, or behind a carriage return of its own. */
const lineBefore = (text: string, start: number) =>
  /[^\r\n]*$/.exec(text.slice(0, start))?.[0] ?? ''

type Reader = (masked: string, start: number, stream: string) => Stated | undefined

const READERS: Record<ScaleProtocolName, Reader> = {
  nci(masked, start, stream) {
    const found = at(
      /\n([^\n\r]*)\r\nS?([01])(?:0|p[0-3])\r\x03/, // oxlint-disable-line no-control-regex
      masked,
      start,
    )
    if (!found || !oneParity(stream.slice(start, start + found[0].length))) return undefined
    if (/\n[^\n\r]*\d[^\n\r]*\r$/.test(masked.slice(0, start))) return undefined
    const ends = [start + found[0].length]
    const is = found[2] === '0' ? 'stable' : 'moving'
    const mixed = /^ *(\d+) *lb *(\d+(?:\.\d+)?) *oz *$/i.exec(found[1] ?? '')
    if (mixed)
      return Number(mixed[2]) < 16
        ? {
            is,
            grams: Number(mixed[1]) * 453.59237 + Number(mixed[2]) * 28.349523125,
            ends,
          }
        : undefined
    const plain = /^[ +]*(\d+\.?\d*|\.\d+) *([a-z]+) *$/i.exec(found[1] ?? '')
    return plain ? stated(is, plain[1]!, plain[2]!, ends) : undefined
  },

  sics(masked, start, stream) {
    const found = at(/S ([SD]) +\+? *(\d+\.?\d*|\.\d+) *([a-z]+) *\r?\n/, masked, start)
    if (!found || !oneParity(stream.slice(start, start + found[0].length))) return undefined
    if (/S [A-Z+-] /.test(lineBefore(masked, start))) return undefined
    const is = found[1]!.toUpperCase() === 'S' ? 'stable' : 'moving'
    return stated(is, found[2]!, found[3]!, [start + found[0].length])
  },

  'toledo-8217'(masked, start, stream) {
    const found = at(/\x02(?:(\d\d\.\d\d\d?)|\?a)\r/, masked, start) // oxlint-disable-line no-control-regex
    if (!found || !oneParity(stream.slice(start, start + found[0].length))) return undefined
    const ends = [start + found[0].length]
    const amount = found[1]
    if (amount === undefined) return { is: 'moving', grams: 0, ends }
    return stated('stable', amount, amount.length === 5 ? 'lb' : 'kg', ends)
  },

  'toledo-continuous'(masked, start, stream) {
    const found = at(/\x02([ -~]{3})( *\d+)([ -~]{6})\r/, masked, start) // oxlint-disable-line no-control-regex
    if (found?.[0].length !== 17 || !oneParity(stream.slice(start, start + 17))) return undefined
    const [a, b, c] = Array.from(found[1]!, (one) => one.charCodeAt(0))
    if (a === undefined || b === undefined || c === undefined) return undefined
    const always = [a, b, c].every((bits) => (bits & 0x20) > 0) && a < 64 && b < 64 && c < 48
    // Net, negative and out of range are no plain weight.
    if (!always || (b & 0b111) !== 0 || (a & 7) < 2) return undefined
    const behind = masked.charCodeAt(start + 17)
    let total = 0
    for (const one of masked.slice(start, start + 18)) total += one.charCodeAt(0)
    const summed = total % 128 === 0
    const ends = summed ? [start + 17, start + 18] : [start + 17]
    if (!summed && !Number.isNaN(behind) && behind !== 2) return undefined
    const unit = (c & 7) === 0 ? ((b & 16) > 0 ? 'kg' : 'lb') : (c & 7) === 1 ? 'g' : ''
    const digits = Number(found[2]) / 10 ** ((a & 7) - 2)
    const is = (b & 8) > 0 ? 'moving' : 'stable'
    // One that moves counts as said only where nothing can be against it.
    if (is === 'moving' && !(summed && behind !== 2)) return undefined
    return stated(is, String(digits), unit, ends)
  },

  cas(masked, start, stream) {
    const found = at(
      /(ST|US),GS,[^]{2},[ +]*(\d+(?:\.\d*)?|\.\d+) +(kg|g|lb|oz|mg)\r\n/,
      masked,
      start,
    )
    if (found?.[0].length !== 22) return undefined
    if (!oneParity(stream.slice(start, start + 6) + stream.slice(start + 8, start + 22)))
      return undefined
    const lamps = stream.charCodeAt(start + 7)
    const is = found[1] === 'ST' ? 'stable' : 'moving'
    if ((lamps & 64) > 0 !== (is === 'stable') || (lamps & 16) > 0) return undefined
    return stated(is, found[2]!, found[3]!, [start + 22])
  },

  'a-and-d'(masked, start, stream) {
    const found = at(/(ST|US),\+([\d.]{8})(?= *[a-z]{1,3}\r)([ a-z]{3})\r\n/, masked, start)
    if (!found || !oneParity(stream.slice(start, start + found[0].length))) return undefined
    if (/(ST|US|OL|QT),/.test(lineBefore(masked, start))) return undefined
    const is = found[1] === 'ST' ? 'stable' : 'moving'
    return stated(is, found[2]!, found[3]!, [start + found[0].length])
  },

  ohaus(masked, start, stream) {
    if (start > 0 && masked[start - 1] !== '\n') return undefined
    const found = at(
      /([ +]*(?:\d+\.?\d*|\.\d+)) +(kg|g|lb|oz|mg)( *)(\??) *(?:G|B\/G)? *\r?\n/,
      masked,
      start,
    )
    if (!found || !oneParity(stream.slice(start, start + found[0].length))) return undefined
    const [whole, field = '', unit = '', blanks = '', mark = ''] = found
    if (field.length < 9 || field.length > 12 || blanks + mark === '') return undefined
    return stated(mark === '?' ? 'moving' : 'stable', field.replace('+', ''), unit, [
      start + whole.length,
    ])
  },

  /** Here a stream is one report of the device. */
  'hid-pos'(_masked, start, stream) {
    const bytes = Array.from(stream, (one) => one.charCodeAt(0))
    const [id, status, unit = 0, exponent = 0, low = 0, high = 0] = bytes
    if (start > 0 || id !== 3 || bytes.length < 6 || bytes.slice(6).some((byte) => byte > 0))
      return undefined
    if (status !== 4 && status !== 3) return undefined
    const power = exponent > 127 ? exponent - 256 : exponent
    if (power > 5 || power < -5) return undefined
    const name =
      [undefined, 'mg', 'g', 'kg'][unit] ?? (unit === 11 ? 'oz' : unit === 12 ? 'lb' : '')
    const is = status === 4 ? 'stable' : 'moving'
    return stated(is, String((low + 256 * high) * 10 ** power), name, [stream.length])
  },
}
