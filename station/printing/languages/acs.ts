const DIGITS = Buffer.from('0123456789ABCDEF')
const COMMA = 0x2c
const COLON = 0x3a
const MOST_OF_A_LETTER = 400
const LETTER_G = 0x47
const LETTER_g = 0x67

/**
 * Rows of dots in ZPL's "alternative data compression scheme" (ZPL II Programming Guide): a letter before a hex digit
 * says how often it comes, `,` fills the row with white, `:` is the row before once more. `!` (fill with black) is
 * never written, since printers do not agree on it; `,` stands only after whole bytes, as old printers want it; and a
 * field never begins with `:`, which would announce Z64.
 */
export function encodeAcs(bits: Uint8Array, bytesPerRow: number): string {
  const rows = Buffer.from(bits.buffer, bits.byteOffset, bits.length)
  // No row becomes longer than its hex digits.
  const text = Buffer.alloc(bits.length * 2)
  let to = 0
  for (let start = 0; start < rows.length; start += bytesPerRow) {
    const end = start + bytesPerRow
    if (start > 0 && rows.compare(rows, start - bytesPerRow, start, start, end) === 0) {
      text[to++] = COLON
      continue
    }
    let blackEnd = end
    while (blackEnd > start && rows[blackEnd - 1] === 0) blackEnd--
    const digit = (at: number) => ((rows[at >> 1] ?? 0) >> (at & 1 ? 0 : 4)) & 15
    for (let at = start * 2; at < blackEnd * 2;) {
      const value = digit(at)
      const from = at
      while (++at < blackEnd * 2 && digit(at) === value);
      to = writeRun(text, to, at - from, DIGITS[value] ?? 0)
    }
    if (blackEnd < end) text[to++] = COMMA
  }
  return text.toString('latin1', 0, to)
}

/** `count` times the same digit: `z` is 400, `g` to `y` 20 to 380, `G` to `Y` 1 to 19. */
function writeRun(text: Buffer, start: number, count: number, digit: number): number {
  let to = start
  if (count <= 2) {
    for (let time = 0; time < count; time++) text[to++] = digit
    return to
  }
  let rest = count
  for (; rest >= MOST_OF_A_LETTER; rest -= MOST_OF_A_LETTER)
    text[to++] = LETTER_g + MOST_OF_A_LETTER / 20 - 1
  if (rest >= 20) text[to++] = LETTER_g + Math.floor(rest / 20) - 1
  if (rest % 20 > 0) text[to++] = LETTER_G + (rest % 20) - 1
  text[to++] = digit
  return to
}
