import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkCharacter,
  commandBarcode,
  CommandSchema,
  parkedStickerBarcode,
  parseStarredCode,
} from '../../shared/scanning.ts'

test('SHIP has the check character 8', () => {
  expect(commandBarcode('SHIP')).toBe('*SB-SHIP-8*')
})

test('the example of ISO 7064 for MOD 37,36 comes out', () => {
  expect(checkCharacter('A12425GABC1234002')).toBe('M')
})

const command = fc.constantFrom(...CommandSchema.options)

test('every command reads back as itself, with its argument, in either case', () => {
  fc.assert(
    fc.property(command, fc.option(fc.stringMatching(/^[A-Z0-9]{1,8}$/)), (verb, argument) => {
      const text = commandBarcode(verb, argument ?? undefined)
      const expected = { kind: 'command', command: verb, ...(argument && { argument }) }
      expect(parseStarredCode(text)).toEqual(expected)
      expect(parseStarredCode(text.toLowerCase())).toEqual(expected)
    }),
  )
})

test('one wrong character is always caught', () => {
  const alphabet = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')
  fc.assert(
    fc.property(command, fc.nat(), fc.constantFrom(...alphabet), (verb, at, other) => {
      const text = commandBarcode(verb, '12')
      const places = Array.from(text).flatMap((c, index) =>
        /[0-9A-Z]/.test(c) && index > 2 ? [index] : [],
      )
      const place = places[at % places.length] ?? 0
      fc.pre(text[place] !== other)
      const damaged = text.slice(0, place) + other + text.slice(place + 1)
      expect(parseStarredCode(damaged)).toEqual({ kind: 'damaged' })
    }),
  )
})

describe('what is not ours', () => {
  test.each(['5391234567892', 'LK-20417', '*ABC*', 'SB-SHIP-8', '', '*'])('%s', (text) => {
    expect(parseStarredCode(text)).toBeUndefined()
  })

  test('a verb that we do not have is damaged, not a command', () => {
    expect(parseStarredCode(`*SB-FLY-${checkCharacter('SB-FLY')}*`)).toEqual({ kind: 'damaged' })
  })
})

test('a parked sticker carries its id', () => {
  expect(parseStarredCode(parkedStickerBarcode('4F7K2'))).toEqual({
    kind: 'parked-sticker',
    id: '4F7K2',
  })
})
