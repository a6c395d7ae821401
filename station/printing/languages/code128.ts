/** What a Code 128 needs blank on either side. */
export const QUIET_MODULES = 10

/** How wide `text` is as a Code 128 all in subset B: start, characters, check and stop. */
export function code128Modules(text: string): number {
  return (text.length + 2) * 11 + 13
}
