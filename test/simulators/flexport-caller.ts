import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { openDescription } from '../../simulators/api-description.ts'
import type { FlexportSimulator } from '../../simulators/flexport/flexport.ts'

const FILE = new URL('../../simulators/flexport/flexport.openapi.json', import.meta.url)
export const flexportDescription = openDescription(JSON.parse(readFileSync(FILE, 'utf8')))

export const ADDRESS = {
  name: 'Tobias Renner',
  street1: '915 Alder Court',
  city: 'Boise',
  zip: '83702',
  state: 'ID',
  country: 'US',
}
export const DIMENSIONS = {
  height: 4.5,
  length: 12,
  width: 9,
  lengthUnit: 'in',
  weight: 2.4,
  weightUnit: 'lb',
}
export const PARCEL = {
  customerParcelId: 'LK-20502-P1',
  serviceLevel: 'Standard',
  injectionLocation: 'LAX',
  shipToAddress: ADDRESS,
  dimensions: DIMENSIONS,
  labelFormat: 'ZPL203',
}

interface CallOptions {
  readonly version?: string
  readonly headers?: Readonly<Record<string, string>>
}

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Undefined where the body is no JSON. */
  readonly json: unknown
}

/** Calls a simulated Flexport; every answer must be as the description says. */
export function flexportCaller(carrier: FlexportSimulator) {
  return async function call(
    method: string,
    path: string,
    body?: unknown,
    { version = '2023-07', headers = {} }: CallOptions = {},
  ): Promise<Answer> {
    const url = new URL(`${carrier.url}/logistics/api/${version}/${path}`)
    const answer = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${carrier.token}`,
        'content-type': 'application/json',
        ...headers,
      },
      redirect: 'manual',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const json: unknown = text === '' ? undefined : JSON.parse(text)
    const matched = flexportDescription.match(method, url.pathname.split('/').slice(1))
    if (matched)
      expect(flexportDescription.answerProblems(matched.operationId, answer.status, json)).toEqual(
        [],
      )
    return { status: answer.status, headers: answer.headers, text, json }
  }
}

type Caller = ReturnType<typeof flexportCaller>
export type Members = Record<string, unknown>

/** Buys a parcel, which must go well. */
export async function buyFrom(call: Caller, body: object = PARCEL, version?: string) {
  const answer = await call('POST', 'parcels', body, { ...(version && { version }) })
  expect(answer.status).toBe(201)
  return answer.json as Members & {
    parcelId: string
    trackingCode: string
    shippingLabelUrl: string
  }
}

export async function trackingFrom(call: Caller, parcelId: string) {
  return (await call('GET', `parcels/${parcelId}/tracking`)).json as Members & {
    eventTimestamps: Record<string, string | null>
  }
}

/** An admin call of a simulated carrier. */
export async function admin(
  carrier: { adminUrl: string },
  method: string,
  name: string,
  body?: unknown,
) {
  const answer = await fetch(`${carrier.adminUrl}/__admin/${name}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, json: (await answer.json()) as unknown }
}
