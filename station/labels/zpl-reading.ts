import type { LabelReading } from './label-reading.ts'
import { BARCODE_COMMANDS, barcodeContent } from './zpl-barcode-content.ts'
import { zplCommands, zplParameters, zplText } from './zpl-commands.ts'

/** What the fields of a ZPL label say, without drawing it. */
export interface ZplReading extends LabelReading {
  /** A part of it is a picture, or drawn line by line: barcodes may be in there. */
  readonly hasPictures: boolean
  /** As it says itself, in its own dots. */
  readonly widthDots: number | null
  readonly lengthDots: number | null
}

/** No label has so many frames and lines: they are the bars of a barcode. */
const LINES_OF_A_BARCODE = 30

/** Of the field at hand, until its `^FS`. */
interface Field {
  barcode?: { readonly code: string; readonly parameters: readonly string[] }
  /** `^GS` draws a sign for a letter. */
  isSign: boolean
  /** What begins a hex escape, where it may have some. */
  escape?: string
}

/**
 * Reads the barcodes, as a scanner would send them, and the words of a ZPL label in the order in which they stand.
 * Letters beyond ASCII are right in UTF-8 and windows-1252 only.
 */
export function readZpl(bytes: Uint8Array): ZplReading {
  const text = zplText(bytes)
  const codes: string[] = []
  const texts: string[] = []
  let pictures = 0
  let lines = 0
  let widthDots: number | null = null
  let lengthDots: number | null = null
  let isUtf8 = false
  let field: Field = { isSign: false }

  for (const command of zplCommands(text)) {
    const data = text.slice(command.parametersFrom, command.to)
    switch (command.code) {
      case '^CI':
        isUtf8 = Number.parseInt(data, 10) === 28
        break
      case '^PW':
        widthDots = wholeNumber(data) ?? widthDots
        break
      case '^LL':
        lengthDots = wholeNumber(data) ?? lengthDots
        break
      case '^GF':
        pictures += 1
        break
      case '^GB':
        lines += 1
        break
      case '^GS':
        field.isSign = true
        break
      case '^FH':
        field.escape = data.trim()[0] ?? '_'
        break
      case '^FD':
      case '^FV': {
        if (field.barcode) {
          const { code, parameters } = field.barcode
          // Some writers break the line before ^FS; a printer leaves that out.
          const oneLine = data.replaceAll(/[\r\n]/g, '')
          const bare = decoded(unescaped(oneLine, field.escape), isUtf8)
          const content = barcodeContent(code, parameters, bare)
          if (content !== undefined) codes.push(content)
        } else if (!field.isSign) {
          const words = inOneLine(decoded(unescaped(data, field.escape), isUtf8))
          if (words !== '') texts.push(words)
        }
        break
      }
      case '^FS':
      case '^XA':
      case '^XZ':
        field = { isSign: false }
        break
      default:
        if (BARCODE_COMMANDS.has(command.code))
          field.barcode = { code: command.code, parameters: zplParameters(text, command) }
    }
  }
  const hasPictures = pictures > 0 || lines > LINES_OF_A_BARCODE
  return { codes, texts, hasPictures, widthDots, lengthDots }
}

function wholeNumber(data: string): number | undefined {
  const digits = /^\s*0*(\d{1,5})(?!\d)/.exec(data)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Two hex digits behind the escape are a byte. */
function unescaped(data: string, escape: string | undefined): string {
  if (escape === undefined) return data
  return data
    .split(escape)
    .map((piece, index) =>
      index > 0 && /^[0-9a-f]{2}/i.test(piece)
        ? String.fromCharCode(Number.parseInt(piece.slice(0, 2), 16)) + piece.slice(2)
        : `${index > 0 ? escape : ''}${piece}`,
    )
    .join('')
}

const UTF_8 = new TextDecoder('utf-8')
const WINDOWS_1252 = new TextDecoder('windows-1252')

function decoded(data: string, isUtf8: boolean): string {
  // Most texts are ASCII.
  if (!/[\x80-\xff]/.test(data)) return data
  return (isUtf8 ? UTF_8 : WINDOWS_1252).decode(Buffer.from(data, 'latin1'))
}

/** `\&` breaks a line within a block, a soft hyphen stands where it may. */
function inOneLine(data: string): string {
  return data
    .replaceAll('\\&', ' ')
    .replaceAll('\\-', '')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}
