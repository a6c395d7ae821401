import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createScanSplitter } from '../../../station/scanning/scan-splitter.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function splitter() {
  const heard: string[] = []
  const own = createScanSplitter({
    scan: (text) => heard.push(text),
    refused: (reason) => heard.push(`! ${reason}`),
  })
  return {
    heard,
    drop: () => own.drop(),
    text: (text: string) => own.take(Buffer.from(text)),
    bytes: (...bytes: number[]) => own.take(Uint8Array.from(bytes)),
  }
}

describe('where a scan ends', () => {
  test.each([
    ['CR', 'A\rB\r'],
    ['LF', 'A\nB\n'],
    ['CRLF', 'A\r\nB\r\n'],
    ['Tab', 'A\tB\t'],
    ['ETX', 'A\u0003B\u0003'],
    ['STX and ETX', '\u0002A\u0003\u0002B\u0003'],
    ['STX and CRLF', '\u0002A\r\n\u0002B\r\n'],
  ])('%s: two that are glued together are two, wherever they were cut', (_, sent) => {
    for (let cut = 0; cut <= sent.length; cut += 1) {
      const { text, heard } = splitter()
      text(sent.slice(0, cut))
      text(sent.slice(cut))
      expect(heard).toEqual(['A', 'B'])
    }
  })

  test('an empty scan is none', () => {
    const { text, heard } = splitter()
    text('\r\n\r\u0002\u0003\t\t')
    vi.advanceTimersByTime(5000)
    expect(heard).toEqual([])
  })

  test('any scans, cut anywhere, come out as they went in', () => {
    const character = fc.constantFrom(
      ...Array.from('ABCXYZ0189-*./ ]()'),
      '\u001d',
      '\u001e',
      'é',
      'ñ',
      '€',
    )
    const scans = fc.array(fc.string({ unit: character, minLength: 1, maxLength: 40 }), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(scans, fc.array(fc.nat(), { maxLength: 12 }), (texts, cuts) => {
        const { bytes, heard } = splitter()
        const sent = Buffer.from(texts.map((text) => `${text}\r\n`).join(''))
        const at = [...cuts.map((cut) => cut % sent.length), sent.length].toSorted((a, b) => a - b)
        let from = 0
        for (const to of at) {
          bytes(...sent.subarray(from, to))
          from = to
        }
        expect(heard).toEqual(texts)
      }),
    )
  })
})

describe('a scanner that sends no end', () => {
  test('60 ms of silence end the scan', () => {
    const { text, heard } = splitter()
    text('539123')
    vi.advanceTimersByTime(59)
    text('4567892')
    vi.advanceTimersByTime(59)
    expect(heard).toEqual([])
    vi.advanceTimersByTime(1)
    expect(heard).toEqual(['5391234567892'])
  })

  test('a silence in which this program was held up is none', () => {
    const { text, heard } = splitter()
    text('539123')
    const now = performance.now()
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 400)
    vi.advanceTimersByTime(60)
    expect(heard).toEqual([])
    text('4567892')
    clock.mockReturnValue(now + 460)
    vi.advanceTimersByTime(60)
    expect(heard).toEqual(['5391234567892'])
  })

  test('once it has sent an end, silence ends nothing; a rest that does not come makes no scan', () => {
    const { text, heard } = splitter()
    text('FIRST\r539123')
    vi.advanceTimersByTime(900)
    text('4567892\r')
    expect(heard).toEqual(['FIRST', '5391234567892'])
    text('LK-204')
    vi.advanceTimersByTime(1000)
    text('BOX-B1\r')
    expect(heard.slice(2)).toEqual(['! scan-cut-off', 'BOX-B1'])
  })
})

describe('what is no scan', () => {
  test('the half of a scan is forgotten', () => {
    const { text, drop, heard } = splitter()
    text('LK-204')
    drop()
    vi.advanceTimersByTime(5000)
    text('BOX-B1\r')
    expect(heard).toEqual(['BOX-B1'])
  })

  test('STX in the middle begins anew: what stood before it was cut off', () => {
    const { text, heard } = splitter()
    text('\u0002LK-204\u0002BOX-B1\u0003')
    expect(heard).toEqual(['! scan-cut-off', 'BOX-B1'])
  })

  test('more than 4,000 characters are dropped to their end', () => {
    const { text, heard } = splitter()
    text('7'.repeat(10_000))
    text(`${'7'.repeat(10_000)}\rNEXT\r`)
    text(`${'€'.repeat(4000)}\r${'€'.repeat(4001)}\r`)
    expect(heard).toEqual(['! scan-too-long', 'NEXT', '€'.repeat(4000), '! scan-too-long'])
  })

  test('without an end the silence ends what is too long', () => {
    const { text, heard } = splitter()
    text('7'.repeat(20_000))
    vi.advanceTimersByTime(60)
    text('NEXT')
    vi.advanceTimersByTime(60)
    expect(heard).toEqual(['! scan-too-long', 'NEXT'])
  })

  test.each([
    ['control characters', [0x41, 0x07, 0x42, 0x0d]],
    ['mostly bytes beyond ASCII', [0xe6, 0x78, 0xf8, 0xe6, 0x0d]],
    ['C1 controls', [0x41, 0x41, 0x41, 0x98, 0x0d]],
    ['zeros, as a break makes them', [0x00, 0x0d]],
  ])('%s are noise, told once', (_, noise) => {
    const { bytes, heard } = splitter()
    bytes(...noise)
    expect(heard).toEqual(['! scanner-noise'])
  })

  test('what is readable between noise is none the better; after silence scans are read again', () => {
    const { bytes, text, heard } = splitter()
    bytes(0x80, 0x0d, 0x42, 0x0d, 0x90, 0x0d)
    text('LK-20417\r')
    vi.advanceTimersByTime(60)
    text('LK-20417\r')
    expect(heard).toEqual(['! scanner-noise', 'LK-20417'])
  })

  test('bytes that do not make UTF-8 are Latin-1', () => {
    const { bytes, heard } = splitter()
    bytes(0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x0d)
    expect(heard).toEqual(['Müller'])
  })
})
