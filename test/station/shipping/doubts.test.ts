import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { done } from '../../../shared/outcome.ts'
import type { PurchaseAnswer } from '../../../station/carriers/carriers.ts'
import { BOUGHT, fails, LABEL, startStand } from './stand.ts'

const LOST: PurchaseAnswer = {
  kind: 'in-doubt',
  failure: { code: 'carrier-connection-lost', carrier: 'flavorcloud' },
  raw: '',
}
const SOLD: PurchaseAnswer = { kind: 'bought', parcel: BOUGHT, raw: '{}' }
const REFUSED: PurchaseAnswer = {
  kind: 'refused',
  failure: { code: 'rate-expired', carrier: 'flavorcloud', httpStatus: 422 },
  raw: '{}',
}
const NONE = fails('shipment-not-found', { httpStatus: 404 })

let stand: ReturnType<typeof startStand>

beforeEach(() => {
  stand = startStand()
  stand.script.buy = LOST
})
afterEach(() => stand.stop())

const stateOf = (id: string) => stand.shipping().find(id)?.state
const count = (call: string) => stand.calls.filter((one) => one === call).length

describe('P-15: a purchase in doubt is looked up by our reference', () => {
  test('and adopted where the carrier has it, label and all, without a person', async () => {
    stand.script.find = done(BOUGHT)
    const id = await stand.doubt()
    expect(stateOf(id)).toBe('in-doubt')
    await stand.pass(3)
    expect(stateOf(id)).toBe('bought')
    expect(stand.calls).toContain(`doubt ended ${id}`)
    await stand.pass(10)
    expect(stand.shipping().labelOf(id)?.sha256).toBe(LABEL.sha256)
    expect(count('buy')).toBe(1)
  })

  test('with growing waits, as long as the line is down', async () => {
    stand.script.find = fails('carrier-unreachable')
    const id = await stand.doubt()
    await stand.pass(2 + 5 + 15 + 30 + 60)
    expect(count('find')).toBe(5)
    await stand.pass(3600)
    expect(count('find')).toBeLessThan(16)
    expect([stateOf(id), count('buy')]).toEqual(['in-doubt', 1])
    stand.script.find = done(BOUGHT)
    await stand.pass(600)
    expect(stateOf(id)).toBe('bought')
  })

  test('but not while the carrier is known to be down, which counts as no look-up', async () => {
    stand.script.find = fails('carrier-unreachable')
    const id = await stand.doubt()
    const since = new Date().toISOString()
    stand.script.outage = { code: 'carrier-timed-out', since, nextProbeAt: since }
    await stand.pass(3600)
    expect(count('find')).toBe(0)
    expect(stand.shipping().find(id)?.tries).toBe(0)
    stand.script.outage = undefined
    stand.script.find = done(BOUGHT)
    await stand.pass(2)
    expect(stateOf(id)).toBe('bought')
  })

  test('also after a restart, and after a crash in the middle of the call (P-6)', async () => {
    stand.script.find = fails('carrier-unreachable')
    const id = await stand.doubt()
    stand.crash()
    stand.script.find = done(BOUGHT)
    stand.start()
    await stand.pass(60)
    expect(stateOf(id)).toBe('bought')
  })

  test('and not adopted where it is of another service or another purchase', async () => {
    stand.script.find = done({ ...BOUGHT, serviceLevel: 'EXPRESS' })
    const id = await stand.doubt()
    await stand.pass(3600)
    expect(stateOf(id)).toBe('in-doubt')
    expect(stand.shipping().find(id)?.failure?.code).toBe('carrier-conflict')
    expect([count('find'), count('buy')]).toEqual([1, 1])
  })

  test('until a person has decided', async () => {
    stand.script.find = NONE
    const id = await stand.doubt()
    await stand.shipping().settle(id, { finding: 'not-bought' })
    await stand.pass(3600)
    expect([stateOf(id), count('find'), count('buy')]).toEqual(['not-bought', 0, 1])
  })
})

describe('P-16: the call goes out again only after "none" for long enough, once, with the same bytes', () => {
  test('after five of them and a minute', async () => {
    stand.script.find = NONE
    const id = await stand.doubt()
    await stand.pass(2 + 5 + 15 + 30)
    expect([count('find'), count('buy')]).toEqual([4, 1])
    stand.script.buy = SOLD
    await stand.pass(60)
    expect([stateOf(id), count('buy')]).toEqual(['bought', 2])
    expect(stand.sent[1]).toEqual(stand.sent[0])
  })

  test('never on damaged records', async () => {
    stand.script.find = NONE
    stand.script.mayBuy = false
    const id = await stand.doubt()
    await stand.pass(3600)
    expect([stateOf(id), count('buy')]).toEqual(['in-doubt', 1])
  })

  test('never after an answer that is not "none"', async () => {
    stand.script.find = fails('not-found-yet')
    const id = await stand.doubt()
    await stand.pass(24 * 3600)
    expect([stateOf(id), count('buy')]).toEqual(['in-doubt', 1])
  })

  test('never twice, whatever comes of it', async () => {
    stand.script.find = NONE
    const id = await stand.doubt()
    await stand.pass(24 * 3600)
    expect([stateOf(id), count('buy')]).toEqual(['in-doubt', 2])
  })

  test('P-17: its refusal ends no doubt, since the first call may have been sold', async () => {
    stand.script.find = NONE
    const id = await stand.doubt()
    stand.script.buy = REFUSED
    await stand.pass(200)
    expect([stateOf(id), count('buy')]).toEqual(['in-doubt', 2])
    expect(stand.shipping().find(id)?.failure?.code).toBe('rate-expired')
    stand.script.find = done(BOUGHT)
    await stand.pass(3600)
    expect(stateOf(id)).toBe('bought')
  })
})

describe('P-17: a carrier without a look-up', () => {
  test('is asked nothing again, as long as its replay is not proved', async () => {
    const id = await stand.doubt('flexport')
    // Nor does the station say that it will ask.
    expect(stand.shipping().find(id)?.nextAttemptAt).toBeNull()
    await stand.pass(24 * 3600)
    expect([stateOf(id), count('buy')]).toEqual(['in-doubt', 1])
  })

  test('is asked again under the same key where it is, at most three times', async () => {
    stand.script.isReplayProved = true
    const id = await stand.doubt('flexport')
    await stand.pass(24 * 3600)
    expect([stateOf(id), count('buy')]).toEqual(['in-doubt', 4])
    expect(new Set(stand.sent.map((one) => JSON.stringify(one))).size).toBe(1)
  })

  test('and what it answers is taken', async () => {
    stand.script.isReplayProved = true
    const id = await stand.doubt('flexport')
    stand.script.buy = SOLD
    await stand.pass(3)
    expect([stateOf(id), count('buy')]).toEqual(['bought', 2])
  })

  test('is asked no more once it has answered with a shipment that is void', async () => {
    stand.script.isReplayProved = true
    const id = await stand.doubt('flexport')
    stand.script.buy = {
      kind: 'bought',
      parcel: { ...BOUGHT, standing: 'cancelled' },
      raw: '{}',
    }
    await stand.pass(24 * 3600)
    expect([stateOf(id), count('buy')]).toEqual(['in-doubt', 2])
    expect(stand.shipping().find(id)?.nextAttemptAt).toBeNull()
  })

  test('wastes no repeat on a carrier that is known to be down', async () => {
    stand.script.isReplayProved = true
    const id = await stand.doubt()
    const since = new Date().toISOString()
    const nextProbeAt = new Date(Date.now() + 20_000).toISOString()
    stand.script.outage = { code: 'carrier-timed-out', since, nextProbeAt }
    await stand.pass(300)
    expect([count('buy'), stand.shipping().find(id)?.calledAgainAt]).toEqual([1, null])
    stand.script.outage = undefined
    stand.script.buy = SOLD
    await stand.pass(31)
    expect([stateOf(id), count('buy')]).toEqual(['bought', 2])
  })

  test('but not after the time for which the key is sure to be known', async () => {
    stand.script.isReplayProved = true
    const id = await stand.doubt('flexport')
    stand.crash()
    await stand.pass(16 * 60)
    stand.start()
    await stand.pass(3600)
    expect([stateOf(id), count('buy')]).toEqual(['in-doubt', 1])
  })
})
