import { expect, test } from 'vitest'
import { zplCommands, zplText } from '../../../station/labels/zpl-commands.ts'

/** Each command with what belongs to it. */
function cut(zpl: string | Uint8Array): [string, string][] {
  const text = zplText(Buffer.from(zpl))
  return [...zplCommands(text)].map(({ code, parametersFrom, to }) => [
    code,
    text.slice(parametersFrom, to),
  ])
}

test('a format is cut into its commands, each with its parameters', () => {
  expect(cut('^XA^FO10,20^A0N,30,40^FDhello, world^FS^XZ')).toEqual([
    ['^XA', ''],
    ['^FO', '10,20'],
    ['^A', '0N,30,40'],
    ['^FD', 'hello, world'],
    ['^FS', ''],
    ['^XZ', ''],
  ])
})

test('lower case, blanks and line breaks change nothing', () => {
  expect(cut('\n^xa\r\n ^fo10,20\n\t^a0n,30^fdA b^fs ^xz\n').map(([code]) => code)).toEqual([
    '^XA',
    '^FO',
    '^A',
    '^FD',
    '^FS',
    '^XZ',
  ])
})

test.each([
  ['a line end within a command', '^XA^J\r\nUS^XZ', '^JU'],
  ['a command in a text', '^XA^FDa~JRb^FS^XZ', '~JR'],
  ['a command in a comment', '^XA^FXa ^IDR:*.* ^FS^XZ', '^ID'],
  ['a command behind a hex escape', '^XA^FH^FD_5E~JA^FS^XZ', '~JA'],
])('%s is found', (_name, zpl, code) => {
  expect(cut(zpl).map(([found]) => found)).toContain(code)
})

test('a prefix without a command is passed over and takes nothing of the next', () => {
  expect(cut('^XA^^FO1,2^FD5 ^ 3^FS^XZ')).toEqual([
    ['^XA', ''],
    ['^', ''],
    ['^FO', '1,2'],
    ['^FD', '5 '],
    ['^', ' 3'],
    ['^FS', ''],
    ['^XZ', ''],
  ])
})

test('a binary picture is passed over by its count, whatever its bytes are', () => {
  const picture = Buffer.from('^XZ~JR^\u00ff\u0000~', 'latin1')
  const zpl = Buffer.concat([
    Buffer.from(`^XA^GFB,${picture.length},${picture.length},1,`),
    picture,
    Buffer.from('^FS^XZ'),
  ])
  expect(cut(zpl).map(([code]) => code)).toEqual(['^XA', '^GF', '^FS', '^XZ'])
})

test('a picture whose count is larger than what is there ends with the bytes', () => {
  expect(cut('^XA^GFB,999999999,9,1,abc^FS^XZ').map(([code]) => code)).toEqual(['^XA', '^GF'])
})

test('what stands outside formats is told apart', () => {
  expect(
    cut('N\n! U1 setvar "a" "^XA"\r\n{}{"b":"~JR}", "c":{}}^XA^XZ hello\n^XA^XZ').map(
      ([code, data]) => [code, data.trim()],
    ),
  ).toEqual([
    ['', 'N'],
    ['! U1', '! U1 setvar "a" "^XA"'],
    ['{}', '{}{"b":"~JR}", "c":{}}'],
    ['^XA', ''],
    ['^XZ', ''],
    ['', 'hello'],
    ['^XA', ''],
    ['^XZ', ''],
  ])
})

test('a mark of UTF-8 at the front is nothing', () => {
  expect(cut('\ufeff^XA^XZ').map(([code]) => code)).toEqual(['^XA', '^XZ'])
})

// Were the time not linear, none of these would end.
test.each([
  '^',
  '~',
  '\n',
  ' ',
  '{',
  '{}',
  '{}{',
  '{}{"\\',
  '!',
  '! U1 ',
  '^X',
  'A',
  '^GFB,1,1,1,',
  '\0',
])('a megabyte of %j is cut in linear time, without overlaps', (piece) => {
  const text = piece.repeat(Math.ceil(1_000_000 / piece.length))
  let last = 0
  for (const { from, parametersFrom, to } of zplCommands(text)) {
    if (from < last || parametersFrom < from || to < parametersFrom) throw new Error('overlaps')
    last = to
  }
  expect(last).toBeLessThanOrEqual(text.length)
})
