import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'
import type { CarrierRequest } from '../carrier-server.ts'
import type { Subscriber, WebhookDelivery } from '../webhook-delivery.ts'
import { problem } from './problems.ts'
import { ACCOUNT_ID } from './tracking-events.ts'
import type { StoredEvent } from './tracking-events.ts'

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** As the description says. */
interface WebhookBody {
  readonly type: string
  readonly url: string
  readonly method: 'POST' | 'PUT'
  readonly authMethod: 'NONE' | 'BASIC_AUTH' | 'TOKEN'
  readonly username?: string
  readonly password?: string
  readonly token?: string
  readonly tokenHeader?: string
}

export interface Webhooks {
  create(request: CarrierRequest): CarrierAnswer
  list(): CarrierAnswer
  get(request: CarrierRequest): CarrierAnswer
  delete(request: CarrierRequest): CarrierAnswer
  tell(event: StoredEvent): void
}

export function createWebhooks(delivery: WebhookDelivery): Webhooks {
  const webhooks = new Map<number, WebhookBody & { readonly id: number }>()
  let lastId = 3_380

  const idOf = (request: CarrierRequest) => Number(request.params.webhookId)
  const unknown = (request: CarrierRequest) =>
    problem(request, 404, `There is no webhook ${request.params.webhookId}`)

  return {
    create(request) {
      const asked = request.json as WebhookBody
      const wrong = wrongIn(asked)
      if (wrong) return problem(request, 422, wrong)
      const isTwice = [...webhooks.values()].some(
        ({ type, url }) => type === asked.type && url === asked.url,
      )
      if (isTwice) return problem(request, 409, 'This address is subscribed to this type')
      lastId += 1
      const webhook = { id: lastId, ...asked }
      webhooks.set(lastId, webhook)
      return jsonAnswer(202, webhook)
    },
    list: () => jsonAnswer(200, [...webhooks.values()]),
    get(request) {
      const webhook = webhooks.get(idOf(request))
      return webhook ? jsonAnswer(200, webhook) : unknown(request)
    },
    delete: (request) =>
      webhooks.delete(idOf(request))
        ? { status: 200, type: 'application/json', body: '' }
        : unknown(request),
    tell({ id, type, time, payload }) {
      const body = {
        logisticsAccountId: ACCOUNT_ID,
        logisticsEventId: id,
        logisticsEventType: type,
        logisticsEventTime: time,
        ...payload,
      }
      for (const webhook of webhooks.values())
        if (webhook.type === type) delivery.send(subscriber(webhook), body)
    },
  }
}

/** Https only, as the real one, but on this machine itself, where nobody has a certificate. */
function wrongIn({ url, authMethod, username, password, token, tokenHeader }: WebhookBody) {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.has(hostname)))
    return 'url: must be https'
  if (authMethod === 'BASIC_AUTH' && (!username || !password))
    return 'BASIC_AUTH needs username and password'
  if (authMethod === 'TOKEN' && (!token || !tokenHeader)) return 'TOKEN needs token and tokenHeader'
  return undefined
}

function subscriber(webhook: WebhookBody): Subscriber {
  const { url, method, username = '', password = '', token = '', tokenHeader = '' } = webhook
  if (webhook.authMethod === 'BASIC_AUTH')
    return { url, method, auth: { kind: 'basic', username, password } }
  if (webhook.authMethod === 'TOKEN')
    return { url, method, auth: { kind: 'token', header: tokenHeader, token } }
  return { url, method, auth: { kind: 'none' } }
}
