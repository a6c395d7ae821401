import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readEnvironmentCredentials } from '../../../station/host/environment-credentials.ts'
import { createLog } from '../../../station/host/log.ts'
import { redacted, redactedText } from '../../../station/host/redaction.ts'

const PERSON = {
  name: 'Ines Doyle',
  street1: '3 Quay Row',
  phone: '+1 253 555 0118',
  email: 'ines@mail.example',
}

test('secrets and personal data go, at any depth; the rest stays', () => {
  const error = Object.assign(new Error('refused ines@mail.example with Bearer abc.def'), {
    shipTo: PERSON,
    status: 422,
  })
  const seen = JSON.stringify(
    redacted({
      orderId: 7,
      headers: { Authorization: 'Bearer abc.def', accept: 'application/json' },
      list: [
        { deep: { shipTo: PERSON, token: 't0ken', apiKey: 'k3y', customerKeys: { a: 'k3y' } } },
      ],
      recipient: 'Ines Doyle',
      error,
    }),
  )
  for (const secret of ['Ines', 'Quay', '0118', 'mail.example', 'abc.def', 't0ken', 'k3y'])
    expect(seen).not.toContain(secret)
  expect(seen).toContain('"orderId":7')
  expect(seen).toContain('application/json')
  expect(seen).toContain('"status":422')
})

test('a thing that holds itself does not break the log', () => {
  const loop: Record<string, unknown> = {}
  loop['self'] = loop
  expect(JSON.stringify(redacted(loop))).toContain('[too deep]')
})

test('sentences are masked too', () => {
  expect(redactedText('GET /rpc?token=abc123&x=1 for +12535550118')).toBe(
    'GET /rpc?token=[redacted]&x=1 for [phone]',
  )
})

test('the file in the data folder has the line, without them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-log-'))
  const log = await createLog(folder, '1.2.3')
  log.info({ shipTo: PERSON, orderId: 7 }, 'Wrote to ines@mail.example')
  await log.close()
  const [file = ''] = readdirSync(join(folder, 'logs'))
  const line = JSON.parse(readFileSync(join(folder, 'logs', file), 'utf8')) as object
  expect(line).toMatchObject({
    level: 'info',
    version: '1.2.3',
    orderId: 7,
    shipTo: '[redacted]',
    msg: 'Wrote to [email]',
  })
})

test('credentials come from the environment; what is not valid is named and never quoted', () => {
  expect(
    readEnvironmentCredentials({
      SHIPBENCH_FLEXPORT_TOKEN: ' t ',
      SHIPBENCH_FLAVORCLOUD_APP_ID: '',
      SHIPBENCH_FLAVORCLOUD_CUSTOMER_KEYS: '{"larkspur":"k"}',
    }),
  ).toEqual({
    ok: true,
    value: { flexportToken: 't', flavorcloudCustomerKeys: { larkspur: 'k' } },
  })
  for (const text of ['{"a":"s3cret"', '["s3cret"]', '{"s3cret":1}']) {
    const result = readEnvironmentCredentials({ SHIPBENCH_FLAVORCLOUD_CUSTOMER_KEYS: text })
    const message = result.ok ? '' : result.failure.message
    expect(message).toMatch(/^shipbench: SHIPBENCH_FLAVORCLOUD_CUSTOMER_KEYS /)
    expect(message).not.toContain('s3cret')
  }
})
