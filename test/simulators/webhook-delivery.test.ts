import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  createWebhookDelivery,
  WEBHOOKS_AS_THEY_SHOULD,
} from '../../simulators/webhook-delivery.ts'
import type { Subscriber, WebhookDelivery } from '../../simulators/webhook-delivery.ts'
import { webhookListener } from './webhook-listener.ts'

let switches: { -readonly [Key in keyof typeof WEBHOOKS_AS_THEY_SHOULD]: boolean | number }
let delivery: WebhookDelivery
beforeEach(() => {
  switches = { ...WEBHOOKS_AS_THEY_SHOULD }
  delivery = createWebhookDelivery(switches as typeof WEBHOOKS_AS_THEY_SHOULD)
})
afterEach(() => delivery.stop())

function subscriber(url: string, auth: Subscriber['auth'] = { kind: 'none' }): Subscriber {
  return { url, method: 'POST', auth }
}
const bodies = (heard: readonly { readonly body: unknown }[]) => heard.map(({ body }) => body)

describe('a webhook', () => {
  test('is sent as JSON by the method asked for, in order', async () => {
    const listener = await webhookListener()
    for (const number of [1, 2, 3])
      delivery.send({ ...subscriber(listener.url), method: 'PUT' }, { number })
    const heard = await listener.first(3)
    expect(bodies(heard)).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }])
    expect(heard[0]).toMatchObject({
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
    })
  })

  test('proves its sender by a token or by a password', async () => {
    const listener = await webhookListener()
    delivery.send(subscriber(listener.url, { kind: 'token', header: 'x-hook', token: 's3' }), 1)
    delivery.send(subscriber(listener.url, { kind: 'basic', username: 'fx', password: 'pw' }), 2)
    const [token, basic] = await listener.first(2)
    expect(token?.headers['x-hook']).toBe('s3')
    expect(basic?.headers.authorization).toBe(`Basic ${btoa('fx:pw')}`)
  })

  test('with the secret switched wrong does not', async () => {
    const listener = await webhookListener()
    switches.webhookSecretWrong = true
    delivery.send(subscriber(listener.url, { kind: 'token', header: 'x-hook', token: 's3' }), 1)
    const [heard] = await listener.first(1)
    expect(heard?.headers['x-hook']).toBe('not-s3')
  })

  test('comes again after a failure', async () => {
    const listener = await webhookListener(500)
    delivery.send(subscriber(listener.url), { number: 1 })
    expect(bodies(await listener.first(2))).toEqual([{ number: 1 }, { number: 1 }])
    await expect
      .poll(() => delivery.tries())
      .toMatchObject([{ status: 500 }, { status: 200, url: listener.url }])
  })

  test('comes twice where that is switched on', async () => {
    const listener = await webhookListener()
    switches.webhookDoubled = true
    delivery.send(subscriber(listener.url), { number: 1 })
    expect(await listener.first(2)).toHaveLength(2)
  })

  test('is overtaken by the next one where that is switched on', async () => {
    const listener = await webhookListener()
    switches.webhookOutOfOrder = true
    delivery.send(subscriber(listener.url), 'first')
    delivery.send(subscriber(listener.url), 'second')
    expect(bodies(await listener.first(2))).toEqual(['second', 'first'])
  })

  test('comes late where that is switched on', async () => {
    const listener = await webhookListener()
    switches.webhookLateMs = 30
    const sentAt = performance.now()
    delivery.send(subscriber(listener.url), 1)
    await listener.first(1)
    expect(performance.now() - sentAt).toBeGreaterThanOrEqual(29)
  })

  test('to nobody is a try without an answer, and stopping ends the tries', async () => {
    delivery.send(subscriber('http://127.0.0.1:1/'), 1)
    await expect.poll(() => delivery.tries()).toMatchObject([{ status: null }])
    delivery.stop()
    expect(delivery.tries()).toHaveLength(1)
  })
})
