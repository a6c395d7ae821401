import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { done } from '../../../shared/outcome.ts'
import { parcelFor } from '../carriers/made-up-parcel.ts'
import { BOUGHT, fails, startStand, type Stand } from './stand.ts'

let stand: Stand

beforeEach(() => {
  stand = startStand()
})
afterEach(() => stand.stop())

const cancelled = { ...BOUGHT, standing: 'cancelled' as const, said: 'Cancelled' }
const lost = fails('carrier-timed-out').failure

function buy(parcel = 1, weightLineage = '{}') {
  return stand
    .shipping()
    .buy(
      { ...parcelFor('flavorcloud'), parcel },
      { weightLineage, goods: [], operator: null, quoted: null },
    )
}

async function buyInDoubt(): Promise<string> {
  stand.script.buy = { kind: 'in-doubt', failure: lost, raw: '' }
  const result = await buy()
  if (result.kind !== 'in-doubt') throw new Error(result.kind)
  return result.shipment.id
}

describe('the weight of a purchase', () => {
  const at = '2026-11-22T09:59:58.000Z'
  const report = { grams: 1152, shown: '2.54 lb', raw: '<LF>  2.54LB<CR>', at }
  const weighed = { ...report, reports: [report, report, report], scale: 'nci tcp://scale:4001' }

  test('keeps its reports and bytes, after a restart too', async () => {
    const { shipment } = (await buy(1, JSON.stringify(weighed))) as { shipment: { id: string } }
    expect(stand.shipping().detail(shipment.id)?.weight).toEqual(weighed)
    stand.crash()
    stand.start()
    expect(stand.shipping().detail(shipment.id)?.weight).toEqual(weighed)
  })

  test('says who let it pass where it was typed', async () => {
    const typed = { ...weighed, raw: '', reports: [], typed: { operator: 'Ana' } }
    const { shipment } = (await buy(1, JSON.stringify(typed))) as { shipment: { id: string } }
    expect(stand.shipping().detail(shipment.id)?.weight?.typed).toEqual({ operator: 'Ana' })
  })

  test('is unknown in detail where an earlier version kept less', async () => {
    const { shipment } = (await buy(1, '{}')) as { shipment: { id: string } }
    expect(stand.shipping().detail(shipment.id)?.weight).toBeNull()
  })
})

describe('the answer to a purchase', () => {
  test('P-10: that shows a cancelled shipment buys no label: a person looks', async () => {
    stand.script.buy = { kind: 'bought', parcel: cancelled, raw: '{"Status":"Cancelled"}' }
    expect(await buy()).toMatchObject({
      kind: 'in-doubt',
      shipment: {
        state: 'in-doubt',
        failure: { code: 'already-cancelled', carrierSaid: 'Cancelled' },
        carrierShipmentId: null,
        nextAttemptAt: null,
      },
    })
    await stand.pass(3600)
    expect(stand.newCalls()).toEqual(['buy'])
  })

  test('P-11: that shows the shipment of another parcel buys nothing for this one', async () => {
    const first = await stand.buy(1)
    stand.sellAgain()
    const result = await buy(2)
    expect(result).toMatchObject({
      kind: 'in-doubt',
      shipment: { failure: { code: 'carrier-conflict' }, trackingNumber: null },
    })
    expect(stand.shipping().find(first)).toMatchObject({ state: 'bought' })
  })

  test('P-4: that meets a bug of ours leaves the purchase in doubt, not without an end', async () => {
    stand.breakPurchases()
    expect(await buy()).toMatchObject({
      kind: 'in-doubt',
      shipment: { failure: { code: 'carrier-answer-not-understood' } },
    })
    expect(stand.errors).toHaveLength(1)
    await expect(buy()).rejects.toThrow(/has the purchase/)
  })
})

describe('P-11: a finding', () => {
  test('P-10: that names a cancelled shipment is not adopted', async () => {
    const id = await buyInDoubt()
    stand.script.readBack = done(cancelled)
    const settled = await stand
      .shipping()
      .settle(id, { finding: 'bought', carrierShipmentId: 'FCS-1' })
    expect(settled).toMatchObject({
      failure: {
        code: 'not-found-at-carrier',
        carrier: { code: 'already-cancelled', carrierSaid: 'Cancelled' },
      },
    })
    expect(stand.shipping().find(id)?.state).toBe('in-doubt')
  })

  test('may be the barcode of the label in hand: every form that it can be read in is looked for', async () => {
    const id = await buyInDoubt()
    const finding = {
      finding: 'bought',
      carrierShipmentId: '420981019400100000000000000013',
    } as const
    stand.script.readBack = fails('shipment-not-found')
    stand.newCalls()
    expect(await stand.shipping().settle(id, finding)).toMatchObject({
      failure: { code: 'not-found-at-carrier', carrier: { code: 'shipment-not-found' } },
    })
    expect(stand.newCalls()).toEqual([
      'readBack',
      'byTracking 420981019400100000000000000013',
      'byTracking 9400100000000000000013',
    ])
    stand.script.byTrackingNumber = done(BOUGHT)
    expect(await stand.shipping().settle(id, finding)).toMatchObject({ value: { state: 'bought' } })
  })

  test('on a line that is down nothing more is asked, and the doubt stays', async () => {
    const id = await buyInDoubt()
    stand.script.readBack = fails('carrier-unreachable')
    stand.newCalls()
    const finding = { finding: 'bought', carrierShipmentId: '9400100000000000000013' } as const
    expect(await stand.shipping().settle(id, finding)).toMatchObject({
      failure: { carrier: { code: 'carrier-unreachable' } },
    })
    expect(stand.newCalls()).toEqual(['readBack'])
    expect(stand.shipping().find(id)?.state).toBe('in-doubt')
  })

  test('comes with the evidence: what was sent, without contact data, and what was done since', async () => {
    const id = await buyInDoubt()
    expect(stand.shipping().detail(id)?.doubt).toMatchObject({
      request: '{}',
      noneFound: 0,
      calledAgainAt: null,
    })
    await stand.shipping().settle(id, { finding: 'not-bought' })
    expect(stand.shipping().detail(id)?.doubt).toBeNull()
  })

  test('is adopted where the shipment goes, and its label is fetched', async () => {
    const id = await buyInDoubt()
    const settled = await stand
      .shipping()
      .settle(id, { finding: 'bought', carrierShipmentId: 'FCS-1' })
    expect(settled).toMatchObject({ ok: true, value: { state: 'bought', label: { kind: 'zpl' } } })
  })
})
