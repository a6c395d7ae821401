import { expect, test } from 'vitest'
import { exchangeText } from '../../../renderer/shipments/exchange-text.ts'

test('JSON stands with its members one below the other', () => {
  expect(exchangeText('{"a":{"b":[1]}}')).toBe('{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}')
})

test.each(['', '<html>502</html>', '{"a":', 'grant_type=x', '12345678901234567890'])(
  '%j stays as it came',
  (body) => {
    expect(exchangeText(body)).toBe(body)
  },
)
