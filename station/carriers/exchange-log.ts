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

/** A body as it is kept: without credentials and contact data, and with a mark where it was cut. */
export function keptText(text: string, secrets: readonly string[]): string {
  const clean = withoutHidden(text, secrets)
  const more = clean.length - LONGEST_TEXT
  return more > 0 ? `${clean.slice(0, LONGEST_TEXT)}… [${more} more characters]` : clean
}
