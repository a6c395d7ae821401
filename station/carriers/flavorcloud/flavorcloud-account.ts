import { z } from 'zod'
import type { Answered, FlavorCloudCalls } from './flavorcloud-call.ts'
import { CUSTOMER_KEY } from './flavorcloud-assumptions.ts'
import type {
  ClassificationRequest,
  CustomerRequest,
  SubscribeRequest,
  UnsubscribeRequest,
} from './flavorcloud-bodies.ts'
import { decimal, id, listOf, reading, text } from './flavorcloud-values.ts'

const ClassificationsSchema = z.object({
  Reference: text,
  /** `Classification` is an HS code. */
  Products: z.array(
    z.object({ Title: text, Description: text, Image: text, Classification: text }),
  ),
})
export type Classifications = z.infer<typeof ClassificationsSchema>

const WebhookAnswerSchema = z.object({ Reference: text, Status: text, Message: text })
export type WebhookAnswer = z.infer<typeof WebhookAnswerSchema>

const InvoiceSchema = z.object({
  InvoiceNumber: id,
  InvoiceStatus: text,
  InvoiceType: text,
  InvoiceDate: text,
  InvoiceAmount: decimal,
  InvoiceURL: text,
  InvoiceURLXLS: text,
  InvoiceDetail: z
    .array(
      z.object({
        OrderNumber: text,
        TrackingNumber: text,
        ShippingCost: decimal,
        Commission: decimal,
        LandedCost: z
          .object({ Duties: decimal, Fees: decimal, Taxes: decimal, Total: decimal })
          .nullable()
          .catch(null),
        Insurance: decimal,
        TotalShipmentCharges: decimal,
      }),
    )
    .catch([]),
})
/** A bill of the account; amounts are decimal text. Not the customs invoice of a parcel. */
export type Invoice = z.infer<typeof InvoiceSchema>

const CustomerSchema = z
  .object({ [CUSTOMER_KEY]: id, CustomerInfo: z.looseObject({}).nullable().catch(null) })
  .transform((customer) => ({
    customerKey: customer[CUSTOMER_KEY],
    info: customer.CustomerInfo,
  }))
/** A managed customer; its key is a secret. */
export type Customer = z.infer<typeof CustomerSchema>

export interface FlavorCloudAccount {
  /** POST /Classifications: HS codes for products. */
  classifications(body: ClassificationRequest, merchant: string): Answered<Classifications>
  subscribeWebhooks(body: SubscribeRequest, merchant: string): Answered<WebhookAnswer>
  unsubscribeWebhooks(body: UnsubscribeRequest, merchant: string): Answered<WebhookAnswer>
  invoice(invoiceNumber: string): Answered<Invoice>
  /** Days as YYYY-MM-DD; `InvoiceType` is Standard, Reconciliation, Subscription or Manual. */
  invoices(
    query: { readonly FromDate: string; readonly ToDate: string; readonly InvoiceType: string },
    merchant: string,
  ): Answered<readonly Invoice[]>
  /** Old, and off unless the settings say otherwise. */
  createCustomer(body: CustomerRequest): Answered<Customer>
  /** Old, and off unless the settings say otherwise. None where it is not known. */
  getCustomer(customerKey: string): Answered<readonly Customer[]>
}

/** What concerns the account rather than a parcel. */
export function createFlavorCloudAccount(calls: FlavorCloudCalls): FlavorCloudAccount {
  const readCustomers = reading(listOf(CustomerSchema))
  const readInvoices = reading(listOf(InvoiceSchema))
  return {
    classifications: (body, merchant) =>
      calls.ask(
        {
          name: 'classifications',
          method: 'POST',
          path: '/Classifications',
          body,
          merchant,
          kind: 'repeatable',
        },
        reading(ClassificationsSchema),
      ),
    subscribeWebhooks: (body, merchant) =>
      calls.ask(
        {
          name: 'subscribe webhooks',
          method: 'POST',
          path: '/Webhooks/Subscribe',
          body,
          merchant,
          kind: 'once',
          // Such an address is guarded by nothing but its own secrecy.
          secrets: body.WebHooksList.map(({ URL }) => URL),
        },
        reading(WebhookAnswerSchema),
      ),
    unsubscribeWebhooks: (body, merchant) =>
      calls.ask(
        {
          name: 'unsubscribe webhooks',
          method: 'POST',
          path: '/Webhooks/UnSubscribe',
          body,
          merchant,
          kind: 'once',
        },
        reading(WebhookAnswerSchema),
      ),
    invoice: (invoiceNumber) =>
      calls.ask(
        {
          name: 'invoice',
          method: 'GET',
          path: `/Invoice/${encodeURIComponent(invoiceNumber)}`,
          kind: 'repeatable',
          bearerOnly: true,
        },
        (answer) => readInvoices(answer)?.[0],
      ),
    invoices: ({ FromDate, ToDate, InvoiceType }, merchant) =>
      calls.ask(
        {
          name: 'invoices',
          method: 'GET',
          path: '/Invoices',
          query: { FromDate, ToDate, InvoiceType },
          merchant,
          kind: 'repeatable',
          bearerOnly: true,
        },
        readInvoices,
      ),
    createCustomer: (body) =>
      calls.ask(
        {
          name: 'create customer',
          method: 'POST',
          path: '/Customer',
          body,
          kind: 'once',
          secrets: [body.PaymentKey],
          unconfirmed: true,
        },
        (answer) => readCustomers(answer)?.[0],
      ),
    getCustomer: (customerKey) =>
      calls.ask(
        {
          name: 'get customer',
          method: 'GET',
          path: '/Customers/Get/Customer',
          query: { [CUSTOMER_KEY]: customerKey },
          kind: 'repeatable',
          secrets: [customerKey],
          unconfirmed: true,
        },
        readCustomers,
      ),
  }
}
