import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { done } from '../../../shared/outcome.ts'
import { BOUGHT, fails, LABEL, startStand, type Stand } from './stand.ts'

let stand: Stand

beforeEach(() => {
  stand = startStand()
})
afterEach(() => {
  expect(stand.errors).toEqual([])
  stand.stop()
})

const pending = { ...BOUGHT, standing: 'pending' as const, trackingNumber: null, labelUrl: null }

describe('P-12: a label that the carrier still makes', () => {
  beforeEach(() => {
    stand.script.buy = { kind: 'bought', parcel: pending, raw: '{}' }
    stand.script.readBack = done(pending)
  })

  test('is asked for after 1, 2, 3, 5 and 8 seconds, comes by itself, and is bought once', async () => {
    const id = await stand.buy()
    expect(await stand.shipping().fetchLabel(id)).toMatchObject({
      failure: { code: 'label-not-made-yet' },
    })
    expect(stand.newCalls()).toEqual(['buy', 'readBack'])
    for (const seconds of [1, 2, 3, 5]) {
      await stand.pass(seconds - 0.1)
      expect(stand.newCalls()).toEqual([])
      await stand.pass(0.1)
      expect(stand.newCalls()).toEqual(['readBack'])
    }
    stand.script.readBack = done(BOUGHT)
    await stand.pass(8)
    expect(stand.newCalls()).toEqual(['readBack', 'download LK-20417-P1', `label came ${id}`])
    expect(stand.shipping().find(id)).toMatchObject({
      label: { kind: 'zpl' },
      trackingNumber: 'GM605112874003000001',
      failure: null,
      nextAttemptAt: null,
    })
    await stand.pass(3600)
    expect(stand.newCalls()).toEqual([])
  })

  test('is asked for also where its time comes between two looks at the clock', async () => {
    stand.stop()
    let isBusy = false
    stand = startStand(0, () => {
      const now = new Date()
      if (isBusy) vi.setSystemTime(now.getTime() + 1)
      return now
    })
    stand.script.buy = { kind: 'bought', parcel: pending, raw: '{}' }
    stand.script.readBack = done(pending)
    await stand.shipping().fetchLabel(await stand.buy())
    stand.newCalls()
    await stand.pass(0.5)
    // A timer may come a millisecond before its time.
    vi.setSystemTime(Date.now() - 1)
    isBusy = true
    await stand.pass(0.6)
    expect(stand.newCalls()).toEqual(['readBack'])
  })

  test('is asked for again after a restart, when its time came meanwhile', async () => {
    const id = await stand.buy()
    await stand.shipping().fetchLabel(id)
    stand.crash()
    stand.script.readBack = done(BOUGHT)
    await stand.pass(30)
    stand.newCalls()
    stand.start()
    await stand.pass(0)
    expect(stand.newCalls()).toEqual(['readBack', 'download LK-20417-P1', `label came ${id}`])
  })

  test('that the carrier gave up on is not asked for any more, and its words are kept', async () => {
    const id = await stand.buy()
    stand.script.readBack = done({ ...pending, standing: 'failed', said: 'No carrier takes it' })
    await stand.pass(5)
    expect(stand.newCalls()).toEqual(['buy', 'readBack'])
    expect(stand.shipping().find(id)).toMatchObject({
      state: 'bought',
      failure: { code: 'label-link-missing', carrierSaid: 'No carrier takes it' },
      nextAttemptAt: null,
    })
    await stand.pass(7200)
    expect(stand.newCalls()).toEqual([])
  })
})

describe('P-12: a label that could not be fetched', () => {
  test('P-7: is fetched again with growing waits, by a fresh link, never by buying', async () => {
    stand.script.download = fails('label-download-failed')
    const id = await stand.buy()
    await stand.shipping().fetchLabel(id)
    expect(stand.newCalls()).toEqual(['buy', 'download LK-20417-P1', 'readBack'])
    await stand.pass(5)
    expect(stand.newCalls()).toEqual(['download LK-20417-P1', 'readBack'])
    await stand.pass(14)
    expect(stand.newCalls()).toEqual([])
    stand.script.readBack = done({ ...BOUGHT, labelUrl: 'https://labels.example/2' })
    await stand.pass(1)
    expect(stand.newCalls()).toHaveLength(3)
    stand.script.download = done({ kind: 'png', bytes: Buffer.from('x'), sha256: 'cd' })
    await stand.pass(30)
    expect(stand.newCalls()).toEqual(['download LK-20417-P1', `label came ${id}`])
  })

  test('is fetched by itself where whoever bought it never came to it', async () => {
    const id = await stand.buy()
    await stand.pass(5)
    expect(stand.newCalls()).toEqual(['buy', 'download LK-20417-P1', `label came ${id}`])
  })

  test('waits at least as long as the carrier asks for', async () => {
    stand.script.buy = { kind: 'bought', parcel: { ...BOUGHT, labelUrl: null }, raw: '{}' }
    stand.script.readBack = fails('carrier-busy', { retryAfterSeconds: 40 })
    const id = await stand.buy()
    await stand.shipping().fetchLabel(id)
    expect(stand.shipping().find(id)?.nextAttemptAt).toBe('2026-11-22T10:00:40.000Z')
  })

  test('of a shipment that is void at the carrier is not printed and not asked for any more', async () => {
    stand.script.download = fails('label-download-failed')
    stand.script.readBack = done({ ...BOUGHT, standing: 'cancelled' })
    const id = await stand.buy()
    expect(await stand.shipping().fetchLabel(id)).toMatchObject({
      failure: { code: 'already-cancelled' },
    })
    expect(stand.shipping().find(id)?.nextAttemptAt).toBeNull()
  })

  test('known to be void at the carrier is not fetched by its old link, though that works again', async () => {
    stand.script.download = fails('label-download-failed')
    stand.script.readBack = done({ ...BOUGHT, standing: 'cancelled' })
    const id = await stand.buy()
    await stand.shipping().fetchLabel(id)
    stand.script.download = done(LABEL)
    expect(await stand.shipping().fetchLabel(id)).toMatchObject({
      failure: { code: 'already-cancelled' },
    })
  })

  test.each(['label-not-readable', 'label-too-large', 'label-link-forbidden'] as const)(
    'whose link has ended in %s comes by a fresh link',
    async (code) => {
      stand.script.download = fails(code)
      stand.script.readBack = done({ ...BOUGHT, labelUrl: 'https://labels.example/fresh' })
      const id = await stand.buy()
      await stand.shipping().fetchLabel(id)
      expect(stand.shipping().find(id)).toMatchObject({
        failure: { code },
        labelUrl: 'https://labels.example/fresh',
      })
      stand.script.download = done(LABEL)
      await stand.pass(5)
      expect(stand.shipping().find(id)?.label).not.toBeNull()
    },
  )

  test('waits no longer than half an hour, whatever pause a carrier asks for', async () => {
    stand.script.buy = { kind: 'bought', parcel: { ...BOUGHT, labelUrl: null }, raw: '{}' }
    stand.script.readBack = fails('carrier-busy', { retryAfterSeconds: 1e300 })
    const id = await stand.buy()
    await stand.shipping().fetchLabel(id)
    expect(stand.shipping().find(id)?.nextAttemptAt).toBe('2026-11-22T10:30:00.000Z')
  })

  test('is not fetched while it may be void, and is again when it certainly is not', async () => {
    stand.script.download = fails('label-download-failed')
    const id = await stand.buy()
    stand.script.void = fails('carrier-timed-out')
    await stand.shipping().void(id)
    stand.newCalls()
    await stand.pass(600)
    expect(stand.newCalls()).toEqual([])
    stand.script.void = fails('request-refused', { httpStatus: 400 })
    stand.script.download = done({ kind: 'zpl', bytes: Buffer.from('^XA^XZ'), sha256: 'ab' })
    await stand.shipping().void(id)
    await stand.pass(0)
    expect(stand.newCalls()).toEqual([
      'void',
      'readBack',
      'download LK-20417-P1',
      `label came ${id}`,
    ])
  })
})

describe('the price of a purchase whose answer names none', () => {
  beforeEach(() => {
    stand.script.buy = { kind: 'bought', parcel: { ...BOUGHT, price: null }, raw: '{}' }
  })

  test('is the one that was quoted, without another call', async () => {
    const id = await stand.buy(1, 'flavorcloud', { minor: 1900, currency: 'USD' })
    expect(stand.newCalls()).toEqual(['buy'])
    expect(stand.shipping().find(id)?.price).toEqual({ minor: 1900, currency: 'USD' })
  })

  test('is asked for where none was quoted', async () => {
    const chosen = {
      service: 'STANDARD',
      termsOfTrade: null,
      price: { minor: 2000, currency: 'USD' },
      landedCost: null,
      days: null,
      carriedBy: null,
    }
    stand.script.quote = done({ chosen, offers: [chosen], warnings: [] })
    const id = await stand.buy()
    await stand.pass(0)
    expect(stand.newCalls()).toEqual(['buy', 'quote'])
    expect(stand.shipping().find(id)?.price).toEqual({ minor: 2000, currency: 'USD' })
  })
})
