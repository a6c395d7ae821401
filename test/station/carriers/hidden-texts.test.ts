import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keptText } from '../../../station/carriers/exchange-log.ts'
import { withoutHidden, withoutSecrets } from '../../../station/carriers/hidden-texts.ts'
import { wordsForPeople } from '../../../station/carriers/carrier-call.ts'

const SECRET = 'sekr/et+42 "ü"'

describe('our own credentials', () => {
  test.each([
    ['as they are', SECRET],
    ['inside JSON', JSON.stringify({ said: `you sent ${SECRET}` })],
    ['in a path', `/a/${encodeURIComponent(SECRET)}/b`],
    ['in a path, in small letters', encodeURIComponent(SECRET).toLowerCase()],
    ['in a query', `/a?x=${new URLSearchParams({ x: SECRET }).toString()}`],
    ['as base64', Buffer.from(SECRET).toString('base64')],
    ['as base64 behind a name', Buffer.from(`user:${SECRET}`).toString('base64')],
    ['as base64 behind a longer name', Buffer.from(`user1:${SECRET}`).toString('base64')],
    ['as base64 between others', Buffer.from(`user12:${SECRET}:more`).toString('base64')],
    ['as base64 for addresses', Buffer.from(SECRET).toString('base64url')],
  ])('%s are hidden', (_, text) => {
    const clean = withoutSecrets(text, [SECRET])
    expect(clean).toContain('[hidden]')
    expect(clean).not.toMatch(/sekr|et\+42|c2Vrci9ld|ldCs0Mi|ZXQrNDIg/i)
  })

  test('that hold one another leave nothing behind', () => {
    expect(withoutSecrets('abcd-efgh abcd', ['abcd', 'abcd-efgh'])).toBe('[hidden] [hidden]')
  })

  test('of any letters are in no text afterwards', () => {
    const secret = fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme' })
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (own, before, after) => {
        fc.pre(own.length >= 6 && !'[hidden]'.includes(own.toLowerCase()))
        const clean = withoutSecrets(`${before} ${own} ${after}`, [own])
        expect(clean.split('[hidden]').join('\u0000')).not.toContain(own)
      }),
    )
  })
})

describe('what is kept of a body', () => {
  const body = {
    shipToAddress: { name: 'Tobias', phone: '2085550163', Email: 'a@b.example', e_mail: 1 },
    shipper: { Phone: 12_085_550_163, EMAIL: 'x "y" z' },
    access_token: 'abc',
    'Customer-Key': 'k1',
    customer_key: 'k2',
    trackingCode: '9400100000000000000017',
    carrierBarcode: '420837029400100000000000000017',
    detail:
      'call +1 (208) 555-0163 or write to tobias.renner@mail.example\nor \u00e9é@mail.example',
    time: '2026-05-20T11:40:00.000+0000',
    price: 6.84,
    code: 401,
  }
  const kept = JSON.parse(keptText(JSON.stringify(body), []))

  test('is JSON as before, without contact data and credentials', () => {
    expect(kept).toEqual({
      ...body,
      shipToAddress: {
        ...body.shipToAddress,
        phone: '[hidden]',
        Email: '[hidden]',
        e_mail: '[hidden]',
      },
      shipper: { Phone: '[hidden]', EMAIL: '[hidden]' },
      access_token: '[hidden]',
      'Customer-Key': '[hidden]',
      customer_key: '[hidden]',
      detail: 'call [hidden] or write to [hidden]\nor [hidden]',
    })
  })

  test('that was cut loses half a credential too', () => {
    expect(withoutHidden('{"a":1,"token":"half of', [])).toBe('{"a":1,"token":"[hidden]"')
    expect(withoutHidden('{"phone":"half \\', [])).toBe('{"phone":"[hidden]"')
  })

  test('in a query counts as in a body', () => {
    expect(withoutHidden('/a?Reference=R-1&customer_key=k1&email=a%40b.example', [])).toBe(
      '/a?Reference=R-1&customer_key=[hidden]&email=[hidden]',
    )
  })

  test('stays JSON, whatever it holds', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4, stringUnit: 'grapheme' }), (json) => {
        JSON.parse(withoutHidden(json, ['made-up']))
      }),
    )
    const escapes = JSON.stringify('\u00e9\n\t"a"\\b@c.example\u2028 "x"@y.example')
    JSON.parse(withoutHidden(escapes.replaceAll('é', '\\u00e9'), []))
  })

  test('is cut with a mark where it is very long', () => {
    const long = keptText('x'.repeat(70_000), [])
    expect(long).toHaveLength(65_536 + '… [4464 more characters]'.length)
    expect(long.endsWith('… [4464 more characters]')).toBe(true)
  })

  test('holds no half of a credential where it was cut before it was cleaned', () => {
    const secret = 'made-up-secret-of-thirty-chars'
    const members = '{"token":"'.padEnd(1000, 't') + '"},'
    const before = members.repeat(130)
    const text = `${before.padEnd(131_060, '.')}${secret}${'.'.repeat(200_000)}`
    const kept = keptText(text, [secret])
    expect(kept).not.toContain('made-up')
    expect(kept).toMatch(/more characters\]$/)
  })

  test('keeps no signature of a link, wherever the link stands', () => {
    const url = 'https://labels.example/1.zpl?X-Amz-Date=2026&X-Amz-Signature=5eCrEt&v=2'
    for (const text of [
      JSON.stringify({ url }),
      JSON.stringify({ url }).replaceAll('&', '\\u0026'),
    ]) {
      const { url: kept } = JSON.parse(keptText(text, []))
      expect(kept).toBe(url.replace('5eCrEt', '[hidden]'))
    }
    const quoted = JSON.stringify({ said: `see "${url}" or ?sig=abc"` })
    expect(JSON.parse(keptText(quoted, [])).said).not.toMatch(/5eCrEt|abc/)
  })

  // What looks again at every character from every other would take hours.
  test('of a megabyte is done within the time of a test', () => {
    for (const text of ['?a'.repeat(500_000), 'QUJD'.repeat(250_000)])
      keptText(text, ['some-secret', 'another-secret', 's'.repeat(900)])
  })

  test('a long text of anything is done within the time of a test', () => {
    for (const unit of ['a', '"a":', '<', '<script', '+1 ', 'a@', '\\u00']) {
      const text = unit.repeat(200_000 / unit.length)
      expect(keptText(text, ['some-secret']).length).toBeLessThan(66_000)
      expect(wordsForPeople(text, ['some-secret'])?.length ?? 0).toBeLessThanOrEqual(300)
    }
  })
})
