import { expect, test } from 'vitest'
import { flavorcloudFailure } from '../../../../station/carriers/flavorcloud/flavorcloud-failures.ts'

function failureOf(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return flavorcloudFailure({ status, headers, bytes: Buffer.from(text) }, ['secret-key'])
}

const inner = { statusCode: 422, name: 'E', code: 'C', message: 'Why', requestId: 'r-1' }

test.each<[string, unknown, object]>([
  ['with its wrapper', { error: inner }, { carrierSaid: 'Why', correlationId: 'r-1' }],
  ['without it', inner, { carrierSaid: 'Why', correlationId: 'r-1' }],
  ['as a text', { error: 'Why' }, { carrierSaid: 'Why' }],
  ['with nothing but a code', { error: { code: 'C' } }, {}],
  ['with details that are none', { error: { ...inner, details: 'x' } }, { carrierSaid: 'Why' }],
  [
    'with details among others',
    { error: { ...inner, details: [null, 7, { message: 'Because' }] } },
    { carrierSaid: 'Why · Because' },
  ],
])('the envelope %s explains itself', (_, body, failure) => {
  expect(failureOf(422, body)).toMatchObject({
    explained: true,
    failure: { code: 'request-refused', httpStatus: 422, ...failure },
  })
})

test.each<[string, unknown]>([
  ['nothing', ''],
  ['a page', '<html><h1>Blocked</h1></html>'],
  ['an empty object', {}],
  ['data of ours', { ShipToAddress: { Name: 'Mairead Quinlan' } }],
  ['a bare text', '"No rates"'],
  ['half an envelope', '{"error":{"message":"Wh'],
])('%s explains nothing', (_, body) => {
  for (const status of [400, 404, 422])
    expect(failureOf(status, body)).toMatchObject({
      explained: false,
      failure: { code: 'carrier-answer-not-understood' },
    })
  expect(JSON.stringify(failureOf(422, body))).not.toContain('Quinlan')
})

test.each<[number, string]>([
  [401, 'credentials-refused'],
  [403, 'permission-missing'],
  [409, 'carrier-conflict'],
  [423, 'account-locked'],
  [429, 'carrier-busy'],
  [500, 'carrier-trouble'],
  [503, 'carrier-trouble'],
  [302, 'carrier-answer-not-understood'],
  [400, 'request-refused'],
  [404, 'request-refused'],
])('%i is %s', (status, code) => {
  expect(failureOf(status, { error: inner }).failure).toMatchObject({ code })
})

test.each<[object, string, string?]>([
  [{ message: 'HashKey has expired' }, 'rate-expired'],
  [{ details: [{ path: '/DutyHashKey' }] }, 'rate-expired', 'customs.dutyHashKey'],
  [{ code: 'NO_RATES' }, 'no-rates'],
  [{ message: 'No rates available for this shipment' }, 'no-rates'],
  [{ message: 'The shipment is cancelled already' }, 'already-cancelled'],
  [{ details: [{ path: '/ShipToAddress/Zip' }] }, 'address-refused', 'shipTo.zip'],
  [
    { details: [{ path: '/ShipFromAddress', info: { missingProperty: 'Phone' } }] },
    'address-refused',
    'shipFrom.phone',
  ],
  [{ details: [{ path: 'Shipments[0].Package.Weight' }] }, 'dimensions-refused', 'box.weight'],
  [{ details: [{ path: '/Package/Length' }] }, 'dimensions-refused', 'box.length'],
  [{ details: [{ path: '/Pieces/1/HSCode' }] }, 'customs-incomplete', 'items.1.hsCode'],
  [{ details: [{ path: '/Shipments/0/Piece/1' }] }, 'customs-incomplete', 'items.1'],
  [{ details: [{ path: '/ServiceCode' }] }, 'service-not-available', 'service'],
  [
    { details: [{ path: '' }, { path: '', info: { missingProperty: 'ServiceCode' } }] },
    'service-not-available',
    'service',
  ],
  [{ details: [{ path: '/Currency' }] }, 'request-refused', 'Currency'],
])('%j is %s', (error, code, field) => {
  const { failure } = failureOf(422, { error: { message: 'See details', ...error } })
  expect(failure).toMatchObject({ code, ...(field && { field }) })
  expect(failure.field).toBe(field)
})

test('tells how long to wait, and no secret', () => {
  expect(failureOf(429, '', { 'retry-after': '7' }).failure.retryAfterSeconds).toBe(7)
  for (const endless of ['9'.repeat(400), '99999999999999', 'Fri, 31 Dec 9999 23:59:59 GMT'])
    expect(failureOf(429, '', { 'retry-after': endless }).failure.retryAfterSeconds).toBe(86_400)
  const { failure } = failureOf(422, {
    error: { ...inner, message: 'No secret-key for a@b.example' },
  })
  expect(failure.carrierSaid).toBe('No [hidden] for [hidden]')
})
