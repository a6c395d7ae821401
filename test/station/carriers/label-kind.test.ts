import { expect, test } from 'vitest'
import { labelKindOf } from '../../../station/carriers/label-kind.ts'

const kind = (text: string) => labelKindOf(Buffer.from(text))

test.each([
  ['^XA^FO10,10^FDx^FS^XZ', 'zpl'],
  ['\ufeff  \r\n^XA^XZ', 'zpl'],
  ['^FX made by nobody ^FS\n^XA^XZ', 'zpl'],
  ['^FX a comment\n^XA^XZ', 'zpl'],
  ['CT~~CD,~CC^~CT~\r\n^XA^XZ', 'zpl'],
  ['~JA\n^xa^xz', 'zpl'],
  ['%PDF-1.7\n', 'pdf'],
  ['\n%PDF-1.4', 'pdf'],
  ['<html>^XA</html>', undefined],
  ['{"label":"^XA"}', undefined],
  ['', undefined],
  ['PNG', undefined],
])('%j is %s', (text, expected) => {
  expect(kind(text)).toBe(expected)
})

test('PNG by its eight first bytes', () => {
  const png = Buffer.from('89504e470d0a1a0a0000', 'hex')
  expect(labelKindOf(png)).toBe('png')
  expect(labelKindOf(png.subarray(0, 7))).toBeUndefined()
})
