export interface FittedText {
  /** Height of the letters, in dots. */
  readonly size: number
  readonly lines: readonly string[]
}

/** From one line to the next, in letter heights. */
export const LINE_SPACING = 1.15

interface Letter {
  readonly text: string
  /** In letter heights. */
  readonly width: number
}

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' })
const SEPARATOR = /^[\s\-/_.,:]$/

/** For a condensed bold face, with room to spare; a script that is not measured gets the room of a square. */
function widthOf(character: string): number {
  if (/^[ !'(),./:;I[\]ijl|]$/.test(character)) return 0.4
  if (/^[@MWmw%&]$/.test(character)) return 0.95
  return /^[\u0020-\u024f]$/.test(character) ? 0.65 : 1.1
}

function lettersOf(text: string): Letter[] {
  return Array.from(letters.segment(text), ({ segment }) => {
    let width = 0
    for (const character of segment) width += widthOf(character)
    return { text: segment, width }
  })
}

/** Breaks behind a separator where one stands in the line's second half, else anywhere. */
function wrap(text: readonly Letter[], size: number, width: number): string[] {
  const lines: string[] = []
  for (let start = 0; start < text.length;) {
    let end = start
    for (let used = 0; end < text.length; end++) {
      used += (text[end]?.width ?? 0) * size
      if (used > width && end > start) break
    }
    if (end < text.length)
      for (let at = end; at > (start + end) / 2; at--)
        if (SEPARATOR.test(text[at - 1]?.text ?? '')) {
          end = at
          break
        }
    lines.push(
      text
        .slice(start, end)
        .map((letter) => letter.text)
        .join(''),
    )
    start = end
  }
  return lines
}

function heightOf(lines: readonly string[], size: number): number {
  return Math.ceil(lines.length * size * LINE_SPACING)
}

/** How high the whole of `text` stands at the smallest size. */
export function smallestHeight(text: string, width: number, smallest: number): number {
  return heightOf(wrap(lettersOf(text), smallest, width), smallest)
}

/**
 * `text` as large as it fits into the room, and not below the smallest size. It is broken into lines only where that
 * at least doubles its letters. What has no room at the smallest size ends in dots.
 */
export function fitText(
  text: string,
  room: { readonly width: number; readonly height: number },
  smallest: number,
): FittedText & { readonly height: number } {
  const measured = lettersOf(text)
  const largest = (most: number, fits: (lines: readonly string[], size: number) => boolean) => {
    for (let size = Math.floor(most); size > smallest; size -= 1 + (size >> 6)) {
      const lines = wrap(measured, size, room.width)
      if (fits(lines, size)) return { size, lines }
    }
    return { size: smallest, lines: wrap(measured, smallest, room.width) }
  }
  const most = room.height / LINE_SPACING
  const broken = largest(most, (lines, size) => heightOf(lines, size) <= room.height)
  const whole = largest(most, (lines) => lines.length <= 1)
  const isWhole = whole.lines.length <= 1 && whole.size * 2 > broken.size
  const { size, lines } = isWhole ? whole : broken
  const shown = cutLines(lines, Math.max(1, Math.floor(room.height / (size * LINE_SPACING))))
  return { size, lines: shown, height: heightOf(shown, size) }
}

function cutLines(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines
  const last = lettersOf(lines[most - 1] ?? '').slice(0, -3)
  return [...lines.slice(0, most - 1), `${last.map(({ text }) => text).join('')}...`]
}
