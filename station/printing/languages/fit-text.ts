export interface FittedText {
  /** Height of the letters. */
  readonly size: number
  readonly lines: readonly string[]
}

export const LINE_SPACING = 1.15

/** In letter heights, for a condensed bold face; a script that is not measured gets the room of a square. */
function widthOf(letter: string): number {
  if (/^[ !'(),./:;I[\]ijl|-]$/.test(letter)) return 0.4
  if (/^[@MWmw%&]$/.test(letter)) return 0.95
  return /^[\u0020-\u024f]$/.test(letter) ? 0.65 : 1.1
}

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' })

function wrap(text: string, size: number, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const { segment } of letters.segment(text)) {
    let needed = 0
    for (const letter of segment) needed += widthOf(letter) * size
    if (used + needed > width && line !== '') {
      lines.push(line)
      line = ''
      used = 0
    }
    line += segment
    used += needed
  }
  return [...lines, line]
}

/** How many dots high `text` stands at `size`. */
export function heightOf(text: string, size: number, width: number): number {
  return Math.ceil(wrap(text, size, width).length * size * LINE_SPACING)
}

/**
 * `text` as large as it fits into the room, between the two sizes. It is broken, anywhere, only where that at least
 * doubles the letters. What has no room at the smallest size ends in dots.
 */
export function fitText(
  text: string,
  room: { readonly width: number; readonly height: number },
  sizes: { readonly least: number; readonly most: number },
): FittedText {
  const largest = (fits: (size: number) => boolean) => {
    let size = Math.min(sizes.most, Math.floor(room.height / LINE_SPACING))
    while (size > sizes.least && !fits(size)) size--
    return Math.max(1, size)
  }
  const broken = largest((size) => heightOf(text, size, room.width) <= room.height)
  const whole = largest((size) => wrap(text, size, room.width).length === 1)
  const size = whole * 2 > broken && wrap(text, whole, room.width).length === 1 ? whole : broken
  const lines = wrap(text, size, room.width)
  const most = Math.max(1, Math.floor(room.height / (size * LINE_SPACING)))
  if (lines.length <= most) return { size, lines }
  const shown = lines.slice(0, most)
  const last = [...letters.segment(shown.at(-1) ?? '')].map(({ segment }) => segment)
  return { size, lines: [...shown.slice(0, -1), `${last.slice(0, -3).join('')}...`] }
}
