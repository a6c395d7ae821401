import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJson } from '../../../station/host/json-text.ts'

describe('what is JSON', () => {
  test('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown })
      }),
    )
  })

  test('may begin with a byte order mark', () => {
    expect(parseJson('\uFEFF{"a":1}')).toEqual({ ok: true, value: { a: 1 } })
  })
})

describe('what is not', () => {
  test.each([
    ['{"a":1,}', 1, 8],
    ['{\n "a": tru}', 2, 7],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['[1 2]', 1, 4],
    ['[1,]', 1, 4],
    ['{} x', 1, 4],
    ['{"a" 1}', 1, 6],
    ['01', 1, 2],
    ['{a:1}', 1, 2],
    ["{'a':1}", 1, 2],
    ['{"a":"\\x"}', 1, 6],
    ['}', 1, 1],
    ['[}', 1, 2],
    ['NaN', 1, 1],
  ])('%j is wrong at line %i, column %i', (text, line, column) => {
    expect(parseJson(text)).toMatchObject({
      ok: false,
      failure: { code: 'not-json', line, column },
    })
  })

  test.each(['', '  ', '[1,2', '{"a":', '{"a"', '{'])('%j ends too early', (text) => {
    expect(parseJson(text)).toMatchObject({
      failure: { message: expect.stringContaining('it ends too early') as string },
    })
  })

  test('the place is found in any text, and never quoted', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('"', '{', ',', 'x', '\n', ']'),
        (json, at, piece) => {
          const cut = at % (json.length + 1)
          const text = json.slice(0, cut) + piece + json.slice(cut)
          const parsed = parseJson(text)
          if (parsed.ok) return
          const { line, column, message } = parsed.failure
          const rows = text.split('\n')
          expect(line).toBeLessThanOrEqual(rows.length)
          expect(column).toBeLessThanOrEqual((rows[line - 1]?.length ?? 0) + 1)
          expect(message).toMatch(
            /^is not JSON: (it ends too early|something unexpected) at line \d+, column \d+$/,
          )
        },
      ),
    )
  })
})
