/** A part of a file's text, and whether it is the last one. */
export interface TextPiece {
  readonly text: string
  readonly last: boolean
}

/** In UTF-16 units: at most 750 KB as UTF-8, so that a piece fits into every message. */
export const PIECE_LENGTH = 250_000

/**
 * Gathers the chunks of a text into pieces of at most `limit` UTF-16 units (at least 2); joined they are the
 * text. Never cuts a character in two; always ends with one piece marked as the last, also of an empty text.
 */
export async function* textPieces(
  chunks: AsyncIterable<string>,
  limit = PIECE_LENGTH,
): AsyncGenerator<TextPiece> {
  let held = ''
  for await (const chunk of chunks) {
    held += chunk
    let from = 0
    while (held.length - from > limit) {
      const end = from + limit - (isHighSurrogate(held, from + limit - 1) ? 1 : 0)
      yield { text: held.slice(from, end), last: false }
      from = end
    }
    held = held.slice(from)
  }
  yield { text: held, last: true }
}

function isHighSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return unit >= 0xd800 && unit <= 0xdbff
}
