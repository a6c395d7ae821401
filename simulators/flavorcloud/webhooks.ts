import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'
import type { WebhookDelivery } from '../webhook-delivery.ts'
import type { SubscribeRequest, UnSubscribeRequest } from './requests.ts'

export interface Webhooks {
  /** Answers `POST /Webhooks/Subscribe`; a second address for an event takes the place of the first. */
  subscribe(asked: SubscribeRequest): CarrierAnswer
  /** Answers `POST /Webhooks/UnSubscribe`. */
  unsubscribe(asked: UnSubscribeRequest): CarrierAnswer
  /** Sends an event to the address subscribed to it, if any. */
  tell(event: string, body: object): void
}

export function createWebhooks(delivery: WebhookDelivery): Webhooks {
  const urls = new Map<string, string>()
  const answer = (reference: string | undefined, message: string) =>
    jsonAnswer(200, { Reference: reference, Status: 'Success', Message: message })
  return {
    subscribe({ Reference, WebHooksList }) {
      for (const { EventName, URL } of WebHooksList) urls.set(EventName, URL)
      return answer(Reference, `Subscribed to ${counted(WebHooksList.length)}`)
    },
    unsubscribe({ Reference, Events }) {
      const removed = Events.filter((name) => urls.delete(name)).length
      return answer(Reference, `Removed ${counted(removed)}`)
    },
    tell(event, body) {
      const url = urls.get(event)
      if (url === undefined) return
      delivery.send({ url, method: 'POST', auth: { kind: 'none' } }, { EventName: event, ...body })
    },
  }
}

function counted(events: number): string {
  return events === 1 ? '1 event' : `${events} events`
}
