/** A scan with its AIM symbology identifier taken off. */
export interface IdentifiedScan {
  /** With its bracket, such as `]C1`; undefined where none was sent. */
  readonly aim?: string
  readonly text: string
}

/**
 * Takes the AIM symbology identifier (ISO/IEC 15424: `]`, a letter, a digit or letter) off the front of a
 * scan. A scan that is nothing but an identifier is left as it is.
 */
export function takeAimIdentifier(text: string): IdentifiedScan {
  const match = /^(\][A-Za-z][0-9A-Za-z])(.+)$/s.exec(text)
  const [, aim, rest] = match ?? []
  return aim !== undefined && rest !== undefined ? { aim, text: rest } : { text }
}
