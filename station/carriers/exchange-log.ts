import type { Exchange } from '../../shared/exchange.ts'

/** An exchange on its way to be kept, with what it is about (a reference, an id, a tracking number). */
export type NewExchange = Omit<Exchange, 'id'> & { readonly about: string | null }

/** Where the carriers' calls leave what was asked and answered. Never throws, never waits for a disk. */
export interface ExchangeLog {
  keep(exchange: NewExchange): void
}

/** Members whose values are credentials, whatever API they belong to; compared without case, `-` and `_`. */
const SECRET_MEMBERS =
  'appid|restapikey|customerkey|paymentkey|token|accesstoken|refreshtoken|authorization|clientsecret|password|code_verifier|tokenheader'

const MEMBER = new RegExp(`("(?:${SECRET_MEMBERS})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi')

/** A text without credentials, telephone numbers and e-mail addresses: what may be kept and shown. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= 4)
    .reduce((clean, secret) => clean.replaceAll(secret, '[hidden]'), text)
    .replaceAll(MEMBER, '$1"[hidden]"')
}
