import { describe, expect, test } from 'vitest'
import { flexportDescription, PARCEL } from './flexport-caller.ts'

const segments = (path: string) => path.split('/').slice(1)
const operationOf = (method: string, path: string) =>
  flexportDescription.match(method, segments(path))
const nothing = {
  params: {},
  query: new URLSearchParams(),
  header: () => undefined,
  body: undefined,
}
const problemsOf = (operationId: string, more: object) =>
  flexportDescription.requestProblems(operationId, { ...nothing, ...more })

describe('the operation that a call is for', () => {
  test('has what stands in its path in place of parameters', () => {
    expect(operationOf('GET', '/logistics/api/2023-07/parcels/7c1e/tracking_url')).toEqual({
      operationId: 'getTrackingUrl',
      params: { parcelId: '7c1e' },
    })
  })

  test('is the one with the literal segment where two match', () => {
    expect(operationOf('GET', '/logistics/api/2023-07/parcels/tracking/9400')).toEqual({
      operationId: 'getParcelTrackingByTrackingCode',
      params: { trackingCode: '9400' },
    })
  })

  test.each(['2023-04', '2026-02', 'unstable'])('is the same in version %s', (version) => {
    expect(operationOf('POST', `/logistics/api/${version}/parcels`)?.operationId).toBe(
      'createParcel',
    )
  })

  test.each([
    ['GET', '/logistics/api/v1/parcels/x'],
    ['GET', '/logistics/api/2023-07/parcels/jobs/1'],
    ['PATCH', '/logistics/api/2023-07/parcels'],
    ['GET', '/logistics/api/2023-07/parcels/'],
  ])('%s %s is for none', (method, path) => {
    expect(operationOf(method, path)).toBeUndefined()
  })
})

describe('a request', () => {
  test('that is as described has no problems; members beside it are allowed', () => {
    expect(problemsOf('createParcel', { body: { ...PARCEL, colour: 'red' } })).toEqual([])
  })

  test('that lacks a member names it and where it belongs', () => {
    const { zip: _zip, ...address } = PARCEL.shipToAddress
    expect(problemsOf('createParcel', { body: { ...PARCEL, shipToAddress: address } })).toEqual([
      {
        in: 'body',
        pointer: '/shipToAddress',
        keyword: 'required',
        message: "must have required property 'zip'",
        missingProperty: 'zip',
      },
    ])
  })

  test('with a wrong word is told which there are; a body that is needed must be there', () => {
    const dimensions = { ...PARCEL.dimensions, weightUnit: 'stone' }
    expect(problemsOf('createParcel', { body: { ...PARCEL, dimensions } })).toMatchObject([
      {
        pointer: '/dimensions/weightUnit',
        keyword: 'enum',
        message: 'must be one of oz, kg, lb, g',
      },
    ])
    expect(problemsOf('createParcel', {})).toMatchObject([{ in: 'body', keyword: 'required' }])
  })

  test('has numbers, lists and times in its query as texts', () => {
    const query = (text: string) => problemsOf('getEvents', { query: new URLSearchParams(text) })
    expect(query('limit=50&ids[]=a&ids[]=b&after=2026-05-20T00:00:00Z')).toEqual([])
    expect(query('limit=101')).toMatchObject([{ in: 'query', pointer: '/limit' }])
    expect(query('limit=many')).toMatchObject([{ keyword: 'type' }])
    expect(query('after=yesterday')).toMatchObject([{ pointer: '/after', keyword: 'format' }])
  })

  test('has its path and what it must ask for checked too', () => {
    expect(problemsOf('getWebhook', { params: { webhookId: 'x' } })).toMatchObject([
      { in: 'path', pointer: '/webhookId' },
    ])
    expect(problemsOf('authorizationRedirect', {})).toMatchObject([
      { in: 'query', missingProperty: 'response_type' },
      { in: 'query', missingProperty: 'client_id' },
      { in: 'query', missingProperty: 'scope' },
    ])
  })
})

describe('an answer', () => {
  const problems = (status: number, body: unknown) =>
    flexportDescription.answerProblems('getTrackingUrl', status, body)

  test('is checked by its status, also where the description has a whole range', () => {
    expect(problems(200, 'https://tracking.carrier.example/1')).toEqual([])
    expect(problems(200, {})).toMatchObject([{ in: 'body', keyword: 'type' }])
    expect(problems(503, { type: 'about:blank', title: 'Later' })).toEqual([])
    expect(problems(503, {})).not.toEqual([])
  })

  test('with a status that is not described is a problem', () => {
    expect(problems(418, {})).toMatchObject([{ message: 'status 418 is not described' }])
  })
})
