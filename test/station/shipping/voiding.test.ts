import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { done } from '../../../shared/outcome.ts'
import { BOUGHT, fails, startStand, type Stand } from './stand.ts'

let stand: Stand
let id: string

const cancelled = done({ ...BOUGHT, standing: 'cancelled' as const })

beforeEach(async () => {
  stand = startStand()
  id = await stand.buy()
  await stand.shipping().fetchLabel(id)
  stand.script.void = done('accepted')
  stand.newCalls()
})
afterEach(() => {
  expect(stand.errors).toEqual([])
  stand.stop()
})

const state = () => stand.shipping().find(id)?.state
const waits = () => stand.shipping().waiting(10, true)

describe('P-13: a void that the carrier only took', () => {
  test('is done where the first look says so: two calls in all', async () => {
    stand.script.readBack = cancelled
    expect(await stand.shipping().void(id)).toMatchObject({ ok: true, value: { state: 'void' } })
    await stand.pass(3600)
    expect(stand.newCalls()).toEqual(['void', 'readBack'])
    expect(stand.shipping().find(id)?.voidAcceptedAt).toBe('2026-11-22T10:00:00.000Z')
  })

  test('P-10: stays open until the carrier says that it is done; its label is not printed meanwhile', async () => {
    expect(await stand.shipping().void(id)).toEqual({
      ok: false,
      failure: { code: 'void-accepted' },
    })
    expect(await stand.shipping().print(id, 'label')).toMatchObject({
      failure: { code: 'label-void' },
    })
    expect(stand.newCalls()).toEqual(['void', 'readBack'])
    expect(waits()).toMatchObject([
      {
        state: 'void-asked',
        voidAcceptedAt: '2026-11-22T10:00:00.000Z',
        nextAttemptAt: '2026-11-22T10:00:01.000Z',
        failure: null,
      },
    ])
    for (const seconds of [1, 2, 5, 15, 30, 60, 600, 600]) {
      await stand.pass(seconds - 0.1)
      expect(stand.newCalls()).toEqual([])
      await stand.pass(0.1)
      expect(stand.newCalls()).toEqual(['readBack'])
      expect(state()).toBe('void-asked')
    }
    stand.script.readBack = cancelled
    await stand.pass(600)
    expect(stand.newCalls()).toEqual(['readBack', `void done ${id}`])
    expect(state()).toBe('void')
    expect(waits()).toEqual([])
  })

  test('is asked about after a restart too', async () => {
    await stand.shipping().void(id)
    stand.crash()
    stand.newCalls()
    stand.script.readBack = fails('shipment-not-found', { httpStatus: 404 })
    await stand.pass(60)
    stand.start()
    await stand.pass(0)
    expect(stand.newCalls()).toEqual(['readBack', `void done ${id}`])
    expect(state()).toBe('void')
  })

  test.each([
    fails('carrier-unreachable'),
    fails('credentials-refused', { httpStatus: 401 }),
    fails('carrier-trouble', { httpStatus: 500 }),
    done({ ...BOUGHT, standing: 'failed' as const }),
  ])('is not ended by anything else that a look gives: %j', async (answer) => {
    stand.script.readBack = answer
    await stand.shipping().void(id)
    await stand.pass(60)
    expect(state()).toBe('void-asked')
  })

  test('asked again and refused, after another look, leaves the label as good as before', async () => {
    await stand.shipping().void(id)
    stand.script.void = fails('request-refused', { httpStatus: 400, carrierSaid: 'In transit' })
    stand.newCalls()
    expect(await stand.shipping().void(id)).toMatchObject({
      failure: { code: 'void-refused', carrier: { carrierSaid: 'In transit' } },
    })
    expect(stand.newCalls()).toEqual(['void', 'readBack'])
    expect(stand.shipping().find(id)).toMatchObject({
      state: 'void-refused',
      voidAcceptedAt: null,
      nextAttemptAt: null,
    })
    await stand.pass(3600)
    expect(stand.newCalls()).toEqual([])
  })

  test('asked again and refused because it is done is void', async () => {
    await stand.shipping().void(id)
    stand.script.void = fails('request-refused', { httpStatus: 400 })
    stand.script.readBack = cancelled
    expect(await stand.shipping().void(id)).toMatchObject({ ok: true, value: { state: 'void' } })
  })

  test('asked again without an answer is still the one that was taken', async () => {
    await stand.shipping().void(id)
    stand.script.void = fails('carrier-unreachable')
    expect(await stand.shipping().void(id)).toMatchObject({ failure: { code: 'void-accepted' } })
    expect(state()).toBe('void-asked')
    stand.script.readBack = cancelled
    await stand.pass(5)
    expect(state()).toBe('void')
  })

  test('that is confirmed while it is asked again is void once', async () => {
    await stand.shipping().void(id)
    stand.script.readBack = cancelled
    const again = stand.shipping().void(id)
    await stand.pass(1)
    expect(await again).toMatchObject({ ok: true, value: { state: 'void' } })
  })
})

describe('P-10: a label that may be void since an answer got lost, asked about again and refused', () => {
  const refused = fails('request-refused', { httpStatus: 422, carrierSaid: 'Not possible' })

  beforeEach(async () => {
    stand.script.void = fails('carrier-timed-out')
    await stand.shipping().void(id)
    stand.script.void = refused
    stand.newCalls()
  })

  test('is void where the carrier shows it cancelled', async () => {
    stand.script.readBack = cancelled
    expect(await stand.shipping().void(id)).toMatchObject({ ok: true, value: { state: 'void' } })
    expect(stand.newCalls()).toEqual(['void', 'readBack'])
  })

  test('is good where the carrier shows it as it was', async () => {
    expect(await stand.shipping().void(id)).toMatchObject({ failure: { code: 'void-refused' } })
    expect(state()).toBe('void-refused')
  })

  test.each([
    fails('carrier-unreachable'),
    fails('carrier-trouble', { httpStatus: 502 }),
    fails('shipment-not-found', { httpStatus: 404 }),
  ])('stays in doubt where the carrier cannot show it: %j', async (read) => {
    stand.script.readBack = read
    expect(await stand.shipping().void(id)).toMatchObject({
      failure: { code: 'void-in-doubt', carrier: { carrierSaid: 'Not possible' } },
    })
    expect(state()).toBe('void-asked')
  })
})

describe('P-13: a shipment that the carrier gave up making', () => {
  const refused = fails('request-refused', { httpStatus: 422, carrierSaid: 'Not made' })
  const unmade = { ...BOUGHT, trackingNumber: null, labelUrl: null }
  let other: string

  beforeEach(async () => {
    stand.script.buy = { kind: 'bought', parcel: { ...unmade, standing: 'pending' }, raw: '{}' }
    stand.script.readBack = done({ ...unmade, standing: 'failed', said: 'Error' })
    other = await stand.buy(2)
    await stand.shipping().fetchLabel(other)
    stand.script.void = refused
  })

  test('is void where its void is refused, so that the parcel can be bought again', async () => {
    expect(await stand.shipping().void(other)).toMatchObject({ value: { state: 'void' } })
    expect(await stand.buy(2)).not.toBe(other)
  })

  test.each([fails('carrier-unreachable'), done(unmade), fails('shipment-not-found')])(
    'stays live where the carrier does not say so: %j',
    async (read) => {
      stand.script.readBack = read
      expect(await stand.shipping().void(other)).toMatchObject({
        failure: { code: 'void-refused' },
      })
      expect(stand.shipping().find(other)?.state).toBe('void-refused')
    },
  )

  test('of a label that is here is not believed', async () => {
    stand.script.void = refused
    expect(await stand.shipping().void(id)).toMatchObject({ failure: { code: 'void-refused' } })
  })
})

test.each([408, 409, 500, 502])(
  'P-10: %d leaves open whether the label is void',
  async (httpStatus) => {
    stand.script.void = fails('carrier-conflict', { httpStatus })
    expect(await stand.shipping().void(id)).toMatchObject({ failure: { code: 'void-in-doubt' } })
    expect(state()).toBe('void-asked')
  },
)

test('P-13: a read that is refused, as for a wrong key, does not say that a shipment is there no more', async () => {
  stand.script.readBack = fails('shipment-not-found', { httpStatus: 422 })
  expect(await stand.shipping().void(id)).toMatchObject({ failure: { code: 'void-accepted' } })
  expect(state()).toBe('void-asked')
  stand.script.readBack = fails('shipment-not-found')
  await stand.pass(5)
  expect(state()).toBe('void')
})

test('P-10: a void whose answer got lost is not one that was taken', async () => {
  stand.script.void = fails('carrier-timed-out')
  expect(await stand.shipping().void(id)).toMatchObject({ failure: { code: 'void-in-doubt' } })
  expect(waits()).toMatchObject([
    { state: 'void-asked', voidAcceptedAt: null, nextAttemptAt: null },
  ])
  await stand.pass(3600)
  expect(stand.newCalls()).toEqual(['void'])
})
