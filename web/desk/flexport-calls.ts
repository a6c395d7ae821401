import { z } from 'zod'
import { done } from '../../shared/outcome.ts'
import { deskCall } from './desk-call.ts'

const parcel = z.string().describe('ID')
const webhook = z.coerce.number().int().positive().describe('NUMBER')
const listed = (what: string) =>
  z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .describe(`${what},…`)

const WebhookBodySchema = z.intersection(
  z.object({
    type: z.string(),
    // Simulated carriers call plain addresses of this machine, and no others do.
    url: z
      .string()
      .regex(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/, 'must be https'),
    method: z.enum(['POST', 'PUT']),
  }),
  z.discriminatedUnion('authMethod', [
    z.object({ authMethod: z.literal('NONE') }),
    z.object({ authMethod: z.literal('BASIC_AUTH'), username: z.string(), password: z.string() }),
    z.object({ authMethod: z.literal('TOKEN'), token: z.string(), tokenHeader: z.string() }),
  ]),
)

/** Every call of Flexport Parcels but the one that buys. */
export const FLEXPORT_CALLS = [
  deskCall({
    carrier: 'flexport',
    name: 'test',
    words: 'whether token, address and version are good',
    members: z.object({}),
    run: ({ flexport }) => flexport.test(),
  }),
  deskCall({
    carrier: 'flexport',
    name: 'parcel',
    words: 'a parcel as Flexport has it',
    members: z.object({ parcel }),
    run: ({ flexport }, { parcel }) => flexport.getParcel(parcel),
  }),
  deskCall({
    carrier: 'flexport',
    name: 'track',
    words: 'where a parcel is',
    members: z.object({ parcel }),
    run: ({ flexport }, { parcel }) => flexport.trackingById(parcel),
  }),
  deskCall({
    carrier: 'flexport',
    name: 'track-code',
    words: 'the same by its tracking code',
    members: z.object({ code: z.string().describe('CODE') }),
    run: ({ flexport }, { code }) => flexport.trackingByCode(code),
  }),
  deskCall({
    carrier: 'flexport',
    name: 'tracking-url',
    words: "the tracking page for a parcel's recipient",
    members: z.object({ parcel }),
    run: ({ flexport }, { parcel }) => flexport.trackingUrl(parcel),
  }),
  deskCall({
    carrier: 'flexport',
    name: 'quote',
    words: 'what a parcel would cost',
    members: z.object({ body: z.looseObject({}) }),
    run: ({ flexport }, { body }) => flexport.quoteParcel(JSON.stringify(body)),
  }),
  deskCall({
    carrier: 'flexport',
    name: 'cancel',
    words: 'voids a label that no station knows; use VOID at the bench for all others',
    members: z.object({ parcel }),
    run: ({ flexport }, { parcel }) => flexport.cancelParcel(parcel),
  }),
  deskCall({
    carrier: 'flexport',
    name: 'webhooks',
    words: 'all subscriptions',
    members: z.object({}),
    run: ({ flexport }) => flexport.listWebhooks(),
  }),
  deskCall({
    carrier: 'flexport',
    name: 'webhook',
    words: 'one subscription',
    members: z.object({ webhook }),
    run: ({ flexport }, { webhook }) => flexport.getWebhook(webhook),
  }),
  deskCall({
    carrier: 'flexport',
    name: 'create-webhook',
    words: 'subscribes',
    members: z.object({ body: WebhookBodySchema }),
    run: ({ flexport }, { body }) => flexport.createWebhook(body),
  }),
  deskCall({
    carrier: 'flexport',
    name: 'delete-webhook',
    words: 'ends a subscription',
    members: z.object({ webhook }),
    run: ({ flexport }, { webhook }) => flexport.deleteWebhook(webhook),
  }),
  deskCall({
    carrier: 'flexport',
    name: 'events',
    words: 'a page of the event feed; `next` of the answer is the cursor of the following one',
    members: z.object({
      after: z.iso.datetime({ offset: true }).optional().describe('TIME'),
      type: z.string().optional().describe('TYPE'),
      ids: listed('ID').optional().describe('ID,…'),
      limit: z.coerce.number().int().min(1).max(100).optional().describe('1–100'),
      cursor: z.string().optional().describe('CURSOR'),
    }),
    run: ({ flexport }, { after, type, ids, limit, cursor }) =>
      flexport.listEvents({
        ...(after !== undefined && { after }),
        ...(type !== undefined && { type }),
        ...(ids !== undefined && { ids }),
        ...(limit !== undefined && { limit }),
        ...(cursor !== undefined && { cursor }),
      }),
  }),
  deskCall({
    carrier: 'flexport',
    name: 'oauth-url',
    words: 'where a browser is sent to allow a new token; it comes back with a code',
    members: z.object({
      scopes: listed('SCOPE'),
      'client-id': z.string().default('identity').describe('ID'),
      'redirect-uri': z.string().optional().describe('URL'),
      state: z.string().optional().describe('TEXT'),
    }),
    run: async (
      { flexport },
      { scopes, state, 'client-id': clientId, 'redirect-uri': redirectUri },
    ) =>
      done(
        flexport.authorizeUrl({
          clientId,
          scopes,
          ...(redirectUri !== undefined && { redirectUri }),
          ...(state !== undefined && { state }),
        }),
      ),
  }),
  deskCall({
    carrier: 'flexport',
    name: 'oauth-token',
    words: 'that code for a token, once; the token is printed',
    members: z.object({
      code: z.string().describe('CODE'),
      'redirect-uri': z.string().optional().describe('URL'),
    }),
    shows: 'access_token',
    run: ({ flexport }, { code, 'redirect-uri': redirectUri }) =>
      flexport.exchangeToken(code, redirectUri),
  }),
]
