/** What stands on paper for a character that the font does not have. */
export const MISSING = '\u25a1'

/** Scripts that are written from right to left; between two words of one a blank belongs to them. */
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}]+(?:\s+[\p{Script=Hebrew}]+)*|[\p{Script=Arabic}]+(?:\s+[\p{Script=Arabic}]+)*/gu

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** One line of text as the font can show it: a box for each character that it lacks, no control characters. */
export function printable(text: string, has: (codePoint: number) => boolean): string {
  const plain = text
    .normalize('NFC')
    .replaceAll(/\p{Zs}|\p{Cc}+|\p{Zl}|\p{Zp}/gu, ' ')
    // Joiners, selectors and marks of direction have no shape of their own.
    .replaceAll(/[\p{Cf}\ufe00-\ufe0f]/gu, '')
  return Array.from(graphemes.segment(plain), ({ segment }) =>
    Array.from(segment).every((character) => has(character.codePointAt(0) ?? 0))
      ? segment
      : MISSING,
  ).join('')
}

/**
 * The pieces of a line in the order in which they are drawn from left to right: each is of one direction, since the
 * library sets a text as a whole in one. A line that begins from right to left has its pieces turned round.
 */
export function piecesOf(line: string): string[] {
  const pieces: string[] = []
  let from = 0
  for (const { index, 0: piece } of line.matchAll(RIGHT_TO_LEFT)) {
    if (index > from) pieces.push(line.slice(from, index))
    pieces.push(piece)
    from = index + piece.length
  }
  if (from < line.length) pieces.push(line.slice(from))
  return /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(line) ? pieces.toReversed() : pieces
}

/** Lines no wider than that: broken at blanks, and inside of words that are too wide by themselves. */
export function wrapped(text: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').filter((word) => word !== '')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) <= width) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = ''
    for (const { segment } of graphemes.segment(word)) {
      if (line !== '' && widthOf(line + segment) > width) {
        lines.push(line)
        line = ''
      }
      line += segment
    }
  }
  if (line !== '') lines.push(line)
  return lines
}
