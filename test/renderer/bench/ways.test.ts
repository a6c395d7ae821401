import { expect, test } from 'vitest'
import { waysOf, type OfferView } from '../../../renderer/bench/ways.ts'
import type { BenchView } from '../../../shared/packing.ts'
import type { RateComparison } from '../../../shared/shipping.ts'
import { openOrder, viewWith } from './bench-views.ts'

function offer(service: string, minor: number, isChosen = false): OfferView {
  return {
    service,
    termsOfTrade: 'DDP',
    price: { minor, currency: 'USD' },
    landedCost: null,
    days: null,
    carriedBy: null,
    isChosen,
  }
}

function quoted(offers: readonly OfferView[], warnings: string[] = []): BenchView['quote'] {
  const price = { minor: 100, currency: 'USD' }
  return { price, days: null, landedCost: null, warnings, offers: [...offers], forGrams: 900 }
}

const RATE: RateComparison = {
  changes: [],
  atCheckout: { minor: 900, currency: 'USD' },
  now: { minor: 900, currency: 'USD' },
  verdict: 'within',
  isApproved: false,
}

function ways(different: Partial<BenchView>, isOld = false) {
  const view = viewWith({ step: 'scan-items', order: openOrder(), ...different })
  return waysOf(view, { offers: view.quote?.offers ?? [], isOld })
}

test('one offer without a remark leaves the place to the label', () => {
  expect(ways({ quote: quoted([offer('STANDARD', 100, true)]) })).toBeUndefined()
  expect(ways({ rate: RATE })).toBeUndefined()
  expect(ways({})).toBeUndefined()
})

test('several offers, a warning or a difference since checkout take the place', () => {
  const two = [offer('STANDARD', 100, true), offer('EXPRESS', 300)]
  expect(ways({ quote: quoted(two) })).toMatchObject({ offers: two, moreOffers: 0, rate: null })
  expect(ways({ quote: quoted([], ['Address not verified']) })?.warnings).toHaveLength(1)
  const above = { ...RATE, verdict: 'above' as const }
  expect(ways({ rate: above })?.rate).toBe(above)
  const changed = {
    ...RATE,
    changes: [{ what: 'weight' as const, atCheckout: '1 kg', now: '2 kg' }],
  }
  expect(ways({ rate: changed })?.rate).toBe(changed)
})

test('the purchase gives the place back', () => {
  const quote = quoted([offer('STANDARD', 100, true), offer('EXPRESS', 300)])
  for (const step of ['shipping', 'printing', 'scan-label', 'in-doubt'] as const)
    expect(ways({ quote, step })).toBeUndefined()
})

test('beside a difference only as many offers as fit are shown, the chosen one among them', () => {
  const five = [1, 2, 3, 4, 5].map((n) => offer(`S${n}`, n * 100, n === 5))
  const shown = ways({ quote: quoted(five), rate: { ...RATE, verdict: 'above' } })
  expect(shown?.offers.map(({ service }) => service)).toEqual(['S1', 'S2', 'S5'])
  expect(shown?.moreOffers).toBe(2)
  expect(ways({ quote: quoted(five) })?.offers).toHaveLength(5)
})

test('old offers give way to a refusal', () => {
  const quote = quoted([offer('STANDARD', 100, true), offer('EXPRESS', 300)])
  const problem: BenchView['problem'] = {
    code: 'address-refused',
    kind: 'attention',
    params: {},
    offers: ['CORRECT'],
  }
  expect(ways({ quote }, true)?.isOld).toBe(true)
  expect(ways({ quote, problem }, true)).toBeUndefined()
})

test('while the carrier is down the place says so, unless a supervisor has to see the prices', () => {
  const outage = {
    carrier: 'flavorcloud',
    code: 'carrier-unreachable',
    since: '2026-11-22T10:42:07.000Z',
  } as const
  const quote = quoted([offer('ECONOMY', 100), offer('STANDARD', 120, true)])
  expect(ways({ quote, outage })).toBeUndefined()
  const problem: BenchView['problem'] = {
    code: 'rate-changed',
    kind: 'attention',
    params: {},
    offers: ['APPROVE', 'HOLD'],
  }
  expect(ways({ quote, outage, problem })?.offers).toHaveLength(2)
})
