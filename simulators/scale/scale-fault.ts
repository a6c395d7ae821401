import { z } from 'zod'

/**
 * What may be wrong with the scale or its line. `over` to `unknown-unit` are said in the words of its protocol,
 * as far as it has any; `net` is not heard in MT-SICS and A&D, which do not tell it.
 */
export const ScaleFaultSchema = z.enum([
  'none',
  'over',
  'under',
  'net',
  'unknown-unit',
  'noise',
  'parity',
  'dies',
  'silent',
])
export type ScaleFault = z.infer<typeof ScaleFaultSchema>

/** What is left of a report on a line with this fault; one character is one byte. */
export function onLine(report: string, fault: ScaleFault): string {
  const middle = Math.floor(report.length / 2)
  switch (fault) {
    case 'noise':
      return Array.from(report, (character, index) =>
        String.fromCharCode((character.charCodeAt(0) * 7 + index * 31) & 0xff),
      ).join('')
    case 'parity': {
      const wrong = String.fromCharCode(report.charCodeAt(middle) ^ 0x80)
      return `${report.slice(0, middle)}${wrong}${report.slice(middle + 1)}`
    }
    case 'dies':
      return report.slice(0, middle)
    case 'silent':
      return ''
    default:
      return report
  }
}
