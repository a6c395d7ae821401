import type { FlexportClient } from '../../../../station/carriers/flexport/flexport-client.ts'

export const HOOK = {
  type: 'Parcel.TrackingUpdated',
  url: 'https://hooks.harborpine.example/fx/parcels',
  method: 'POST',
  authMethod: 'TOKEN',
  token: 'hook-secret-made-up',
  tokenHeader: 'x-hook-token',
} as const

/** Every call that buys nothing, with made-up members. */
export const FLEXPORT_CALLS = {
  cancelParcel: (client) => client.cancelParcel('p-1'),
  getParcel: (client) => client.getParcel('p-1'),
  trackingById: (client) => client.trackingById('p-1'),
  trackingByCode: (client) => client.trackingByCode('T-1'),
  trackingUrl: (client) => client.trackingUrl('p-1'),
  quoteParcel: (client) => client.quoteParcel('{}'),
  createWebhook: (client) => client.createWebhook(HOOK),
  listWebhooks: (client) => client.listWebhooks(),
  getWebhook: (client) => client.getWebhook(1),
  deleteWebhook: (client) => client.deleteWebhook(1),
  listEvents: (client) => client.listEvents(),
  exchangeToken: (client) => client.exchangeToken('code'),
} satisfies Record<string, (client: FlexportClient) => Promise<{ readonly ok: boolean }>>

/** Those of them that are never repeated. */
export const SENT_ONCE = new Set([
  'cancelParcel',
  'createWebhook',
  'deleteWebhook',
  'exchangeToken',
])
