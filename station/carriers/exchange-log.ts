import type { Exchange } from '../../shared/exchange.ts'
import { withoutHidden } from './hidden-texts.ts'

/** An exchange on its way to be kept, with what it is about (a reference, an id, a tracking number). */
export type NewExchange = Omit<Exchange, 'id'> & { readonly about: string | null }

/** Where the carriers' calls leave what was asked and answered. Never throws, never waits for a disk. */
export interface ExchangeLog {
  keep(exchange: NewExchange): void
}

/** Longer texts are cut: nobody reads more, and the table of exchanges is of a limited size. */
const LONGEST_TEXT = 65_536

/** What comes after this is not even looked through: the bench must not wait for it. */
const LONGEST_CLEANED = 2 * LONGEST_TEXT

/** Where a text was cut uncleaned, half a credential may stand at its end. */
const LONGEST_SECRET = 4096

/** A body as it is kept: without credentials and contact data, and with a mark where it was cut. */
export function keptText(text: string, secrets: readonly string[]): string {
  const isCut = text.length > LONGEST_CLEANED
  const cleaned = withoutHidden(text.slice(0, LONGEST_CLEANED), secrets)
  const clean = isCut ? cleaned.slice(0, -LONGEST_SECRET) : cleaned
  const kept = clean.slice(0, LONGEST_TEXT)
  const more = cleaned.length - kept.length + Math.max(0, text.length - LONGEST_CLEANED)
  return more > 0 ? `${kept}… [${more} more characters]` : kept
}
