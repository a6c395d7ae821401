import { expect, test } from 'vitest'
import { sentText } from '../../../renderer/scanner-setup/hear-lines.ts'

test('a scan of the log is read as it was sent, with its identifier and with GS', () => {
  expect(sentText({ text: '90A<GS>91B', aim: ']C1' })).toBe(']C190A\u001d91B')
  expect(sentText({ text: ']C190A<GS>91B', aim: ']C1' })).toBe(']C190A\u001d91B')
  expect(sentText({ text: '~]C190A', aim: ']C1' })).toBe('~]C190A')
  expect(sentText({ text: '90A', aim: null })).toBe('90A')
})
