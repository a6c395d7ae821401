import type { SimulatedFault } from '../printer-faults.ts'
import type { PrinterState, SimulatedLanguage } from '../simulated-language.ts'

const GETVAR = /^! U1 getvar "([^"]*)"/i
/** The end of a format, or a question; what stands before belongs to the format. */
const NEXT = /\^XZ|~HQES|~HS|~HI|! U1 getvar "[^"\r\n]*"\r?\n/i
/** Commands that put something on the label; a format without them only stores or deletes. */
const DRAWS = /\^(?:FD|FV|SN|SF|G[BCDEFS]|XG|IM|IL)/i

/** A Zebra: answers `~HS`, `~HQES`, `~HI` and the label odometer, as the ZPL manual has them. */
export const zpl: SimulatedLanguage = {
  command(held, at) {
    const text = held.toString('latin1', at)
    const found = NEXT.exec(text)
    if (!found) return undefined
    if (found[0].toUpperCase() === '^XZ')
      return { end: at + found.index + found[0].length, does: 'label' }
    return found.index > 0
      ? { end: at + found.index, does: 'part' }
      : { end: at + found[0].length, does: 'question' }
  },
  answer(question, state) {
    const text = question.toString('latin1').toUpperCase()
    if (text === '~HS') return Buffer.from(hostStatus(state))
    if (text === '~HQES') return Buffer.from(errorStatus(state.fault))
    if (text === '~HI')
      return Buffer.from(`\x02ZD421-SIM,V84.20.18Z,${state.dpi === 300 ? 12 : 8},8176KB\x03\r\n`)
    const variable = GETVAR.exec(question.toString('latin1'))?.[1]
    return Buffer.from(
      variable === 'odometer.total_label_count' ? `"${state.labelsPrinted}"\r\n` : '"?"\r\n',
    )
  },
  prints: (label) => DRAWS.test(label.toString('latin1')),
}

/** Three lines between STX and ETX. */
function hostStatus({ fault, waiting, isPrinting, isInsideLabel }: PrinterState): string {
  const flag = (holds: boolean) => (holds ? '1' : '0')
  const formats = String(Math.min(waiting, 999)).padStart(3, '0')
  const isPeeling = fault === 'take-label'
  const isTransfer = fault === 'ribbon-out'
  const left = isPrinting ? '00000001' : '00000000'
  const lines = [
    `030,${flag(fault === 'paper-out')},${flag(fault === 'paused')},1218,${formats},0,0,${flag(isInsideLabel)},000,0,0,0`,
    `000,0,${flag(fault === 'head-open')},${flag(isTransfer)},${flag(isTransfer)},${isPeeling ? 1 : 2},4,${flag(isPeeling)},${left},1,000`,
    '0000,0',
  ]
  return lines.map((line) => `\x02${line}\x03\r\n`).join('')
}

const ERRORS: Readonly<Partial<Record<SimulatedFault, number>>> = {
  'paper-out': 0x1,
  'ribbon-out': 0x2,
  'head-open': 0x4,
  'paper-jam': 0x1000,
}

function errorStatus(fault: SimulatedFault): string {
  const error = ERRORS[fault] ?? 0
  const group = error.toString(16).padStart(8, '0')
  return (
    `\x02\r\n\r\n  PRINTER STATUS                             \r\n` +
    `   ERRORS:         ${error === 0 ? 0 : 1} 00000000 ${group}\r\n` +
    `   WARNINGS:       0 00000000 00000000\r\n\x03`
  )
}
