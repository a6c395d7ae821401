import type { PrintFailure } from '../../shared/printing.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { zplCommands, zplParameters, zplText, type ZplCommand } from './zpl-commands.ts'

/** A hundred times what labels with many lines have. */
const MOST_COMMANDS = 50_000
/** Beyond this count printers clamp, and would read the rest of a binary picture as commands. */
const LARGEST_BINARY_PICTURE = 99_999

/**
 * Commands that only draw, or that set what every label sets for itself: they end with the label, or the next one says
 * anew what it needs. The prefix alone is a prefix written twice or left over: it does nothing.
 */
const HARMLESS = new Set(
  [
    '^ ~ ^XA ^XZ ^FX ^XB ^DN ~DN',
    // Fields and their texts. Not ^FN: it belongs to formats kept in the printer.
    '^FO ^FT ^FD ^FV ^FH ^FB ^TB ^FC ^FM ^FP ^FR ^FS ^FW ^A ^CF ^PA ^GB ^GC ^GD ^GE ^GS',
    // Barcodes.
    '^BY ^B0 ^B1 ^B2 ^B3 ^B4 ^B5 ^B7 ^B8 ^B9 ^BA ^BB ^BC ^BD ^BE ^BF ^BI ^BJ ^BK ^BL ^BM ^BO ^BP',
    '^BQ ^BR ^BS ^BT ^BU ^BX ^BZ ^CV',
    // Where and how the label lies on the paper, and how many.
    '^LH ^LL ^LR ^LS ^LT ^PW ^PO ^PM ^PQ',
    // Speed and darkness outlive the label. Real labels (FedEx, UPS, DHL) send them, and a printer clamps what it
    // cannot do: the worst is a next label that is paler or darker than it should be.
    '^PR ^MD ~SD',
  ].flatMap((commands) => commands.split(' ')),
)

/**
 * Commands that real labels send in one harmless form, and whose other forms would leave the printer unable to print
 * what comes next, or print it wrongly.
 */
const HARMLESS_AS: Readonly<Record<string, RegExp>> = {
  // Cleared, as it should be; kept, this label would lie under the next.
  '^MC': /^Y?$/i,
  // Paper with gaps or found out by the printer. Endless paper or black marks would make it feed or stop for nothing.
  '^MN': /^[YWA]$/i,
  // Asked for by whole carriers; a printer that has no ribbon says so itself.
  '^MT': /^[DT]$/i,
  // Tear-off is what every printer can; a cutter or an applicator is there or not.
  '^MM': /^T(,[YN]?)?$/i,
  // Nothing moves when it is switched on or its head is closed.
  '^MF': /^N,N$/i,
  // Dots. Inches and millimetres would hold for the next label too.
  '^MU': /^D?$/i,
  // ZPL II; ZPL I would leave the next label unread.
  '^SZ': /^2?$/,
  '^JM': /^A$/i,
  '~JS': /^N$/i,
  '~TA': /^[+-]?0*$/,
  // Not the double-byte tables, in which half a letter may be a prefix.
  '^CI': /^(\d|1[0-3]|2[78]|3[1-6])?(,[\d,]*)?$/,
  // A letter of its own, not one of the built-in fonts that other labels print with.
  '^CW': /^[I-OW-Z1-9],[^,]*$/i,
}

/**
 * ZPL from a carrier is code that the printer runs. Gives it back if it is nothing but formats of commands that a label
 * needs, byte for byte, but for a quantity above one, which becomes one: one was bought.
 */
export function safeZpl(bytes: Uint8Array): Outcome<Uint8Array, PrintFailure> {
  const text = zplText(bytes)
  const quantities: ZplCommand[] = []
  let format: 'none' | 'open' | 'drawing' = 'none'
  let count = 0
  for (const command of zplCommands(text)) {
    count += 1
    if (count > MOST_COMMANDS) return notReadable('It holds more commands than any label')
    if (format === 'none' && command.code !== '^XA')
      return unsafe(`${shown(text, command)} outside ^XA and ^XZ`)
    if (!isHarmless(text, command)) return unsafe(shown(text, command))
    switch (command.code) {
      case '^XA':
        // Some write it twice before they draw; later it shows that the end of the label before is missing.
        if (format === 'drawing') return cutShort()
        format = 'open'
        break
      case '^XZ':
        format = 'none'
        break
      case '^FD':
      case '^FV':
      case '^GF':
        format = 'drawing'
        break
      case '^PQ':
        quantities.push(command)
        break
      default:
    }
  }
  if (count === 0) return notReadable('It holds no label')
  if (format !== 'none') return cutShort()
  return done(printedOnce(bytes, text, quantities))
}

function isHarmless(text: string, command: ZplCommand): boolean {
  const { code } = command
  const data = text.slice(command.parametersFrom, command.to)
  // Settings are taken at the start of any line, also of one within a format.
  if (/!\s*U1\b/i.test(data) && !isBinary(data, code)) return false
  if (code === '^GF') return isSoundPicture(text, command)
  return HARMLESS.has(code) || HARMLESS_AS[code]?.test(data.trim()) === true
}

function isBinary(data: string, code: string): boolean {
  return code === '^GF' && /^[BC],/i.test(data)
}

/** A picture of which no printer could take a part for commands. */
function isSoundPicture(text: string, command: ZplCommand): boolean {
  const head = text.slice(command.parametersFrom, Math.min(command.to, command.parametersFrom + 60))
  const binary = /^([BC]),(\d{1,9}),(\d*),\d*,/i.exec(head)
  if (!binary) return /^\s*A?\s*,/i.test(head)
  const [, form = '', sent, whole] = binary
  if (Number(sent) > LARGEST_BINARY_PICTURE) return false
  return form.toUpperCase() === 'C' || Number(sent) === Number(whole)
}

/** With every quantity as one. */
function printedOnce(
  bytes: Uint8Array,
  text: string,
  quantities: readonly ZplCommand[],
): Uint8Array {
  const pieces: Uint8Array[] = []
  let kept = 0
  for (const command of quantities) {
    const [quantity = ''] = zplParameters(text, command)
    if (/^(0*1)?$/.test(quantity)) continue
    const from = text.indexOf(quantity, command.parametersFrom)
    pieces.push(bytes.subarray(kept, from), Buffer.from('1'))
    kept = from + quantity.length
  }
  return kept === 0 ? bytes : Buffer.concat([...pieces, bytes.subarray(kept)])
}

/** The start of a command, or of what is none, printable. */
function shown(text: string, command: ZplCommand): string {
  const start = text.slice(command.from, Math.min(command.to, command.from + 24))
  return start.replaceAll(/[^\x21-\x7e]+/g, ' ').trim() || 'bytes that are no text'
}

function unsafe(detail: string) {
  return failed({ code: 'label-unsafe', detail })
}

function notReadable(detail: string) {
  return failed({ code: 'label-not-readable', detail })
}

function cutShort() {
  return notReadable('The ZPL is cut short: a ^XA has no ^XZ')
}
