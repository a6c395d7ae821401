/** What a foreseeable failure always carries: a kebab-case literal that a manual could print. */
export interface Failure {
  readonly code: string
}

/** The answer of anything that can fail in a foreseeable way. Exceptions are for bugs. */
export type Outcome<T, F extends Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: F }

export function done<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

export function failed<const F extends Failure>(
  failure: F,
): { readonly ok: false; readonly failure: F } {
  return { ok: false, failure }
}

/** Makes a missed case of a union a compile error, and a loud one at run time. */
export function unreachable(value: never): never {
  throw new Error(`Unexpected case: ${JSON.stringify(value)}`)
}
