import { randomUUID } from 'node:crypto'
import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'
import type { CarrierRequest } from '../carrier-server.ts'
import { notFound, refused } from './errors.ts'
import type { CustomerRequest } from './requests.ts'
import type { FlavorCloudSwitches } from './switches.ts'

/** The merchants that the account acts for. */
export function createCustomers(switches: FlavorCloudSwitches) {
  const customers = new Map<string, object>()
  return {
    /** What a call for a merchant that was never given a key is refused with; undefined where it may go on. */
    refusal({ query, json }: CarrierRequest): CarrierAnswer | undefined {
      const { CustomerKey: inBody } = (json ?? {}) as { CustomerKey?: unknown }
      const key = inBody ?? query.get('CustomerKey')
      const isKnown =
        typeof key !== 'string' || customers.has(key) || switches.customerKeys.includes(key)
      const status = switches.unknownCustomerStatus
      return status === 0 || isKnown
        ? undefined
        : refused('CUSTOMER_KEY_UNKNOWN', { status, message: 'The CustomerKey is not known' })
    },
    create({ AppID: _appId, RestApiKey: _restApiKey, ...info }: CustomerRequest): CarrierAnswer {
      const key = `ck-${randomUUID()}`
      customers.set(key, info)
      return jsonAnswer(200, { CustomerKey: key, CustomerInfo: info })
    },
    /** Answers one customer, or without a key all. */
    read(key: string | null): CarrierAnswer {
      const found = [...customers].filter(([one]) => key === null || one === key)
      return key !== null && found.length === 0
        ? notFound('No customer has this key')
        : jsonAnswer(
            200,
            found.map(([one, info]) => ({ CustomerKey: one, CustomerInfo: info })),
          )
    },
  }
}
