import { expect, test } from 'vitest'
import { sendFile, type ImportCalls } from '../../../renderer/orders/send-file.ts'
import { PIECE_LENGTH } from '../../../renderer/orders/text-pieces.ts'
import { done, failed } from '../../../shared/outcome.ts'

function station(answer: (piece: number) => 'taken' | 'unknown' | 'lost' = () => 'taken') {
  const texts: string[] = []
  const log = { texts, lasts: [] as boolean[], begun: 0, atOnce: 0, most: 0 }
  const calls: ImportCalls = {
    async begin() {
      log.begun += 1
      return { id: 'i' }
    },
    async piece({ text, last }) {
      log.atOnce += 1
      log.most = Math.max(log.most, log.atOnce)
      await Promise.resolve()
      log.atOnce -= 1
      texts.push(text)
      log.lasts.push(last)
      const what = answer(texts.length)
      if (what === 'lost') throw new Error('gone')
      return what === 'taken' ? done(null) : failed({ code: 'import-not-found' })
    },
    async stop() {},
  }
  return { log, calls }
}

test('a large file goes in whole, one piece at a time, without its byte order mark', async () => {
  const text = `reference\n${'ñandú,'.repeat(PIECE_LENGTH / 2)}`
  const { log, calls } = station()
  expect(await sendFile(new File(['\uFEFF', text], 'orders.CSV'), calls)).toBe('sent')
  expect(log.texts.join('')).toBe(text)
  expect(log.texts.length).toBeGreaterThan(2)
  expect(log.lasts.filter(Boolean)).toHaveLength(1)
  expect(log.most).toBe(1)
})

test('a file that is not UTF-8 is refused before anything goes out', async () => {
  const { log, calls } = station()
  const bytes = new Uint8Array([0x72, 0xe9, 0x66])
  expect(await sendFile(new File([bytes], 'orders.csv'), calls)).toBe('not-text')
  expect(log.begun).toBe(0)
})

test('a file that is neither JSON nor CSV is refused by its name', async () => {
  const { log, calls } = station()
  expect(await sendFile(new File(['x'], 'orders.xlsx'), calls)).toBe('not-orders')
  expect(log.begun).toBe(0)
})

test('a stopped import sends nothing more', async () => {
  const { log, calls } = station((piece) => (piece === 2 ? 'unknown' : 'taken'))
  const file = new File(['x'.repeat(PIECE_LENGTH * 4)], 'orders.json')
  expect(await sendFile(file, calls)).toBe('stopped')
  expect(log.texts).toHaveLength(2)
})

test('a lost station is told as such', async () => {
  const { calls } = station(() => 'lost')
  expect(await sendFile(new File(['[]'], 'orders.json'), calls)).toBe('cut')
})
