import { checkDigit } from './zpl-check-digit.ts'
import { code128Content } from './zpl-code-128.ts'

const GS = '\u001d'

/**
 * What a scanner sends of a barcode field: its command, the command's parameters, and the data of its field with hex
 * escapes undone. Undefined where the command is no barcode that scanners read, or where nothing comes out.
 */
export function barcodeContent(
  code: string,
  parameters: readonly string[],
  data: string,
): string | undefined {
  const read = CONTENTS[code]
  const content = read?.(data, parameters)
  return content === '' ? undefined : content
}

type Content = (data: string, parameters: readonly string[]) => string

const asItIs: Content = (data) => data

const CONTENTS: Readonly<Record<string, Content>> = {
  '^B0': asItIs,
  '^BO': asItIs,
  '^B1': asItIs,
  '^B2': interleaved,
  '^B3': (data) => data.trim(),
  '^B4': asItIs,
  '^B7': pdf417,
  '^BF': asItIs,
  '^B8': (data) => withCheckDigit(data, 7),
  '^B9': asItIs,
  '^BA': asItIs,
  '^BB': asItIs,
  '^BC': (data, parameters) => code128Content(data, parameters[5] ?? ''),
  '^BD': maxiCode,
  '^BE': (data) => withCheckDigit(data, 12),
  '^BI': asItIs,
  '^BJ': asItIs,
  '^BK': asItIs,
  '^BL': asItIs,
  '^BM': asItIs,
  '^BP': asItIs,
  '^BQ': qr,
  '^BR': asItIs,
  '^BT': asItIs,
  '^BU': (data) => withCheckDigit(data, 11),
  '^BX': dataMatrix,
}

export const BARCODE_COMMANDS: ReadonlySet<string> = new Set([
  ...Object.keys(CONTENTS),
  // Read by no scanner at a bench: postal bars and the second part of a book's code.
  '^B5',
  '^BS',
  '^BZ',
])

/** EAN and UPC: as many digits, cut or filled with zeros on the left, and a check digit. */
function withCheckDigit(data: string, length: number): string {
  const digits = onlyDigits(data).slice(0, length).padStart(length, '0')
  return digits + checkDigit(digits)
}

/** Pairs of digits: an odd one gets a zero before it. */
function interleaved(data: string, parameters: readonly string[]): string {
  const digits = onlyDigits(data)
  if (digits === '') return ''
  const whole = parameters[4]?.toUpperCase() === 'Y' ? digits + checkDigit(digits) : digits
  return whole.length % 2 === 0 ? whole : `0${whole}`
}

function onlyDigits(data: string): string {
  return data.replaceAll(/\D/g, '')
}

function pdf417(data: string): string {
  return data.replaceAll('\\&', '\r\n')
}

/** `QA,` and the like say how to encode; in manual mode a letter more, and in byte mode the count of bytes. */
function qr(data: string): string {
  return data.replace(/^(?:[HQML]?A,|[HQML]?M,(?:[NAK]|B\d{4})|[HQML],)/i, '')
}

/** `_1` is FNC1: GS1 data where it comes first, a separator anywhere else. `_d065` is the byte 65, `_A` a control. */
function dataMatrix(data: string, parameters: readonly string[]): string {
  const escape = parameters[6]?.[0] ?? '_'
  let content = ''
  for (let at = 0; at < data.length; at += 1) {
    const next = data[at + 1]
    if (data[at] !== escape || next === undefined) {
      content += data[at]
      continue
    }
    at += 1
    const byte = /^d(\d{3})/.exec(data.slice(at, at + 4))?.[1]
    if (next === escape) content += escape
    else if (next === '1') content += content === '' ? '' : GS
    else if (byte !== undefined) {
      content += String.fromCharCode(Number(byte) & 0xff)
      at += 3
    } else if (/[@-_]/.test(next)) content += String.fromCharCode(next.charCodeAt(0) - 64)
    // The other function characters say nothing.
    else if (!/[23]/.test(next)) content += escape + next
  }
  return content
}

/**
 * In modes 2 and 3 service, country and postcode stand before the message; a scanner puts them behind its header
 * `[)>RS01GSyy`, the postcode first.
 */
function maxiCode(data: string, parameters: readonly string[]): string {
  const mode = parameters[0] || '2'
  if (mode !== '2' && mode !== '3') return data
  const form = mode === '2' ? /^(\d{3})(\d{3})([\d ]{5,9})(.*)$/s : /^(\d{3})(\d{3})(.{6})(.*)$/s
  const [, service = '', country = '', postcode = '', message = ''] = form.exec(data) ?? []
  if (service === '') return data
  const header = /^\[\)>\p{Cc}01\p{Cc}\d\d/u.exec(message)?.[0] ?? ''
  const parts = [postcode.trim(), country, service, message.slice(header.length)]
  return `${header}${parts.join(GS)}`
}
