import type { Outcome } from '../../shared/outcome.ts'
import { PIECE_LENGTH, textPieces } from './text-pieces.ts'

/** Where the text of a file goes: the import calls of the station. */
export interface ImportCalls {
  begin(input: { fileName: string; bytes: number }): Promise<{ id: string }>
  piece(input: {
    id: string
    text: string
    last: boolean
  }): Promise<Outcome<null, { code: 'import-not-found' }>>
  stop(input: { id: string }): Promise<unknown>
}

/** not-orders: by its name neither JSON nor CSV · not-text: not UTF-8, nothing was sent · unreadable: the
 *  disk failed · cut: the station was lost on the way. `stopped` is not a trouble. */
export type SendResult = 'sent' | 'stopped' | 'not-orders' | 'not-text' | 'unreadable' | 'cut'

/**
 * Streams one file to the station, one piece at a time: the next is read when the last was taken in. A file
 * that is not UTF-8 throughout is refused before its first piece, since names would come out damaged.
 */
export async function sendFile(file: File, calls: ImportCalls): Promise<SendResult> {
  if (!/\.(json|csv)$/i.test(file.name)) return 'not-orders'
  const check = await checkText(file)
  if (check !== 'text') return check
  let id: string
  try {
    ;({ id } = await calls.begin({ fileName: file.name, bytes: file.size }))
  } catch {
    return 'cut'
  }
  const pieces = textPieces(decoded(file), PIECE_LENGTH)
  while (true) {
    let piece: Awaited<ReturnType<typeof pieces.next>>
    try {
      piece = await pieces.next()
    } catch {
      await calls.stop({ id }).catch(() => undefined)
      return 'unreadable'
    }
    if (piece.done) return 'sent'
    try {
      const taken = await calls.piece({ id, ...piece.value })
      if (!taken.ok) return 'stopped'
    } catch {
      return 'cut'
    }
  }
}

async function checkText(file: File): Promise<'text' | 'not-text' | 'unreadable'> {
  try {
    for await (const chunk of decoded(file)) void chunk
    return 'text'
  } catch (error) {
    return error instanceof TypeError ? 'not-text' : 'unreadable'
  }
}

async function* decoded(file: File): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = file.stream().getReader()
  try {
    while (true) {
      const { value, done } = await reader.read()
      const text = decoder.decode(value, { stream: !done })
      if (text !== '') yield text
      if (done) return
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
