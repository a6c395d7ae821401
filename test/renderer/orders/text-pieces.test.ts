import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textPieces, type TextPiece } from '../../../renderer/orders/text-pieces.ts'

async function all(chunks: readonly string[], limit?: number) {
  const pieces: TextPiece[] = []
  for await (const piece of textPieces(from(chunks), limit)) pieces.push(piece)
  return pieces
}

async function* from(chunks: readonly string[]) {
  yield* chunks
}

test('joined, the pieces are the text; each fits, none cuts a character, one is the last', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'binary', maxLength: 40 })),
      fc.integer({ min: 2, max: 30 }),
      async (chunks, limit) => {
        const pieces = await all(chunks, limit)
        expect(pieces.map(({ text }) => text).join('')).toBe(chunks.join(''))
        expect(pieces.every(({ text }) => text.length <= limit && text.isWellFormed())).toBe(true)
        expect(pieces.map(({ last }) => last)).toEqual(
          pieces.map((_, at) => at === pieces.length - 1),
        )
      },
    ),
    { numRuns: 40 },
  )
})

test('small chunks travel together', async () => {
  const pieces = await all(['ab', 'cd', 'ef', 'g'], 6)
  expect(pieces).toEqual([
    { text: 'abcdef', last: false },
    { text: 'g', last: true },
  ])
})

test('an empty text is one last piece', async () => {
  expect(await all([])).toEqual([{ text: '', last: true }])
})
