import { afterEach, describe, expect, test } from 'vitest'
import { done } from '../../../shared/outcome.ts'
import { fails, ON_ITS_WAY, startStand, type Stand } from './stand.ts'

let stand: Stand

async function boughtStand(everyHours = 6): Promise<string> {
  stand = startStand(everyHours)
  const id = await stand.buy()
  await stand.shipping().fetchLabel(id)
  stand.newCalls()
  return id
}

afterEach(() => {
  expect(stand.errors).toEqual([])
  stand.stop()
})

const HOUR = 3600
const tracked = (id: string) => stand.shipping().detail(id)

describe('P-14: on demand', () => {
  test('is kept with its time', async () => {
    const id = await boughtStand()
    expect(tracked(id)).toMatchObject({ tracking: null, trackingFailure: null })
    expect(await stand.shipping().track(id)).toEqual({
      ok: true,
      value: { ...ON_ITS_WAY, readAt: '2026-11-22T10:00:00.000Z' },
    })
    expect(tracked(id)?.tracking?.status).toBe('in-transit')
    expect(stand.shipping().search({ limit: 1 }).rows[0]?.trackingStatus).toBe('in-transit')
  })

  test('a look that fails keeps what is known and says why', async () => {
    const id = await boughtStand()
    await stand.shipping().track(id)
    stand.script.track = fails('not-found-yet')
    expect(await stand.shipping().track(id)).toMatchObject({
      failure: { code: 'tracking-failed', carrier: { code: 'not-found-yet' } },
    })
    expect(tracked(id)).toMatchObject({
      tracking: { status: 'in-transit' },
      trackingFailure: { code: 'not-found-yet' },
    })
    stand.script.track = done(ON_ITS_WAY)
    await stand.shipping().track(id)
    expect(tracked(id)?.trackingFailure).toBeNull()
  })

  test('a number that the carrier changed is shown, and the label keeps its own', async () => {
    const id = await boughtStand()
    stand.script.track = done({ ...ON_ITS_WAY, trackingNumber: 'OTHER-1' })
    await stand.shipping().track(id)
    expect(tracked(id)).toMatchObject({
      trackingNumber: 'GM605112874003000001',
      tracking: { trackingNumber: 'OTHER-1' },
    })
    expect(stand.shipping().byScan('OTHER-1')).toBeUndefined()
  })

  test('what was never bought cannot be tracked', async () => {
    await boughtStand()
    expect(await stand.shipping().track('none')).toMatchObject({
      failure: { code: 'shipment-not-found' },
    })
    const refused = fails('no-rates').failure
    stand.script.buy = { kind: 'refused', failure: refused, raw: '{}' }
    await expect(stand.buy(2)).rejects.toThrow('refused')
    const [row] = stand.shipping().search({ state: 'refused', limit: 1 }).rows
    expect(await stand.shipping().track(row?.id ?? '')).toEqual({
      ok: false,
      failure: { code: 'not-bought' },
    })
    expect(stand.newCalls()).toEqual(['buy'])
  })

  test('tells listeners only what is new', async () => {
    const id = await boughtStand()
    let told = 0
    stand.shipping().changes.subscribe(() => (told += 1))
    await stand.shipping().track(id)
    await stand.shipping().track(id)
    expect(told).toBe(1)
  })
})

describe('P-14: in the background', () => {
  test('a parcel is looked at every so many hours until it has arrived', async () => {
    await boughtStand()
    await stand.pass(6 * HOUR - 1)
    expect(stand.newCalls()).toEqual([])
    await stand.pass(61)
    expect(stand.newCalls()).toEqual(['track FCS-1'])
    stand.script.track = done({ ...ON_ITS_WAY, status: 'delivered' })
    await stand.pass(6 * HOUR + 60)
    expect(stand.newCalls()).toEqual(['track FCS-1'])
    await stand.pass(48 * HOUR)
    expect(stand.newCalls()).toEqual([])
  })

  test('one after the other, the longest not looked at first', async () => {
    await boughtStand()
    await stand.pass(HOUR)
    const second = await stand.buy(2)
    await stand.shipping().fetchLabel(second)
    await stand.pass(HOUR)
    await stand.shipping().fetchLabel(await stand.buy(3, 'flexport'))
    stand.crash()
    await stand.pass(24 * HOUR)
    stand.start()
    stand.newCalls()
    await stand.pass(2)
    expect(stand.newCalls()).toEqual(['track FCS-1'])
    await stand.pass(2)
    expect(stand.newCalls()).toEqual(['track FCS-2'])
    await stand.pass(2)
    expect(stand.newCalls()).toEqual(['track FCS-3'])
    stand.crash()
    stand.start()
    await stand.pass(5 * HOUR)
    expect(stand.newCalls()).toEqual([])
  })

  test('0 hours: never', async () => {
    await boughtStand(0)
    await stand.pass(48 * HOUR)
    expect(stand.newCalls()).toEqual([])
  })

  test('not what is void, nor what is older than 60 days', async () => {
    const id = await boughtStand()
    await stand.shipping().void(id)
    await stand.shipping().fetchLabel(await stand.buy(2))
    stand.crash()
    await stand.pass(61 * 24 * HOUR)
    stand.start()
    stand.newCalls()
    await stand.pass(HOUR)
    expect(stand.newCalls()).toEqual([])
  })

  test('a carrier in trouble is left alone for longer and longer, the other is not', async () => {
    await boughtStand()
    await stand.pass(1)
    await stand.shipping().fetchLabel(await stand.buy(2))
    await stand.shipping().fetchLabel(await stand.buy(3, 'flexport'))
    await stand.shipping().fetchLabel(await stand.buy(4))
    stand.crash()
    await stand.pass(24 * HOUR)
    stand.start()
    stand.newCalls()
    stand.script.track = fails('carrier-unreachable')
    await stand.pass(60)
    expect(stand.newCalls()).toEqual(['track FCS-1', 'track FCS-3'])
    await stand.pass(60)
    expect(stand.newCalls()).toEqual(['track FCS-2'])
    await stand.pass(60)
    expect(stand.newCalls()).toEqual([])
    stand.script.track = fails('not-found-yet')
    await stand.pass(60)
    expect(stand.newCalls()).toEqual(['track FCS-4'])
  })
})

test('what was said about a shipment is looked up by its reference, carrier id and tracking number', async () => {
  const id = await boughtStand()
  expect(stand.shipping().exchanges(id)).toEqual([])
  expect(stand.asked).toEqual([['LK-20417-P1', 'FCS-1', 'GM605112874003000001']])
  expect(stand.shipping().exchanges('none')).toBeUndefined()
})
