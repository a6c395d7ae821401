import type { PrintFailure } from '../../shared/printing.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'

/**
 * Commands that outlive the label and change or restart the printer: power-on reset, factory or saved
 * configuration, printer-language settings. A label has no business with them.
 */
const NOT_IN_A_LABEL = ['~JR', '^JUF', '^JUS', '^JUN', '! U1 setvar', '! U1 do']

/** The label as it came, or why a printer should not get it. Nothing is added or changed. */
export function safeZpl(bytes: Uint8Array): Outcome<Uint8Array, PrintFailure> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .toUpperCase()
  if (text.lastIndexOf('^XZ') < text.lastIndexOf('^XA'))
    return failed({
      code: 'label-not-readable',
      detail: 'The ZPL is cut short: its last ^XA has no ^XZ',
    })
  const forbidden = NOT_IN_A_LABEL.find((command) => text.includes(command.toUpperCase()))
  if (forbidden !== undefined)
    return failed({
      code: 'label-not-readable',
      detail: `The ZPL would change the printer itself (${forbidden})`,
    })
  return done(bytes)
}
