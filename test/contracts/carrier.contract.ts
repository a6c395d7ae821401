import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Order } from '../../shared/orders.ts'
import { OfferSchema } from '../../shared/shipping.ts'
import { TrackingSchema } from '../../shared/tracking.ts'
import type { CarrierServer } from '../../simulators/carrier-server.ts'
import type { Carrier, ParcelToShip, TrackedParcel } from '../../station/carriers/carrier.ts'
import type { Carriers } from '../../station/carriers/carriers.ts'
import type { NewExchange } from '../../station/carriers/exchange-log.ts'

type Simulator = Pick<CarrierServer<never>, 'fault' | 'script' | 'requests' | 'ledger'>

/** One carrier with the outside world behind it, started fresh for each test. */
export interface CarrierUnderTest {
  readonly carriers: Carriers
  readonly carrier: Carrier
  /** The same carrier with credentials that the outside world does not know. */
  readonly stranger: Carrier
  parcel(order?: Partial<Order>): ParcelToShip
  /** An order that lacks something that this carrier needs, and the field that `check` must name. */
  readonly incomplete: { readonly order: Partial<Order>; readonly field: string }
  /** An address that passes `check` and that the carrier refuses. */
  readonly refusedOrder: Partial<Order>
  readonly maxReferenceLength: number
  /** Whether this carrier can look a purchase up by our reference. */
  readonly offersFind: boolean
  /** What `void` answers first: some carriers take the wish and confirm it later. */
  readonly voids: 'done' | 'accepted'
  /** Makes the carrier know nothing yet of where this parcel is. */
  hideTracking(parcel: TrackedParcel): TrackedParcel
  readonly simulator: Simulator
  /** As the simulator's scripts and requests call them. */
  readonly calls: {
    readonly purchase: string
    readonly quote: string
    readonly readBack: string
    readonly test: string
  }
  readonly exchanges: readonly NewExchange[]
  /** None of these may be in an exchange. */
  readonly secrets: readonly string[]
  stop(): Promise<void>
}

type Misbehaviour = Parameters<Simulator['script']>[0][number]['do']

/** This answer of the simulator in place of its own, before or after the work was done. */
function oddly(when: 'before' | 'after', status: number) {
  return { kind: 'answer', when, status } as const
}

/** What every `Carrier` promises, whatever API it speaks. */
export function carrierContract(name: string, start: () => Promise<CarrierUnderTest>) {
  describe(`${name} as a carrier`, () => {
    let under: CarrierUnderTest
    beforeEach(async () => {
      under = await start()
    })
    afterEach(async () => {
      await under.stop()
      const kept = JSON.stringify(under.exchanges)
      for (const secret of under.secrets) expect(kept).not.toContain(secret)
      for (const { problems } of under.simulator.requests()) expect(problems).toEqual([])
    })

    const sold = () => under.simulator.ledger()
    const asked = (call: string) =>
      under.simulator.requests().filter(({ operationId }) => operationId === call).length

    async function buy(parcel = under.parcel()) {
      const { carrier } = under
      return carrier.buy(carrier.prepare(parcel), parcel.order.merchant)
    }

    async function bought(parcel = under.parcel()) {
      const answer = await buy(parcel)
      if (answer.kind !== 'bought') throw new Error(`not bought: ${JSON.stringify(answer)}`)
      return answer
    }

    test('check finds nothing in a whole parcel, and names what an incomplete one lacks', () => {
      expect(under.carrier.check(under.parcel())).toEqual([])
      const { order, field } = under.incomplete
      const lacks = under.carrier.check(under.parcel(order))
      expect(lacks.map((lack) => lack.field)).toContain(field)
      for (const lack of lacks) expect(lack.carrier).toBe(under.carrier.id)
    })

    test('prepare: same parcel, same bytes; another parcel or attempt, another reference', () => {
      const { carrier } = under
      const parcel = under.parcel()
      const prepared = carrier.prepare(parcel)
      expect(carrier.prepare(structuredClone(parcel))).toEqual(prepared)
      expect(prepared.serviceLevel).toBe(carrier.serviceLevel(parcel.order))
      const references = [
        prepared,
        carrier.prepare({ ...parcel, parcel: 2 }),
        carrier.prepare({ ...parcel, attempt: 2 }),
        carrier.prepare(under.parcel({ merchant: 'other' })),
        carrier.prepare(under.parcel({ reference: `${parcel.order.reference}-P1` })),
      ].map(({ reference }) => reference)
      expect(new Set(references).size).toBe(references.length)
    })

    test('a reference keeps to its length and to plain characters', () => {
      for (const reference of ['x'.repeat(100), '注文-1', 'a b/c']) {
        const prepared = under.carrier.prepare(under.parcel({ reference }))
        expect(prepared.reference.length).toBeLessThanOrEqual(under.maxReferenceLength)
        expect(prepared.reference).toMatch(/^[\x21-\x7e]+$/)
      }
    })

    test('test works, quote gives prices, cheapest first, and neither buys', async () => {
      expect(await under.carrier.test()).toEqual({ ok: true, value: null })
      const parcel = under.parcel()
      const quote = await under.carrier.quote(parcel)
      if (!quote.ok) throw new Error(quote.failure.code)
      const { chosen, offers } = quote.value
      expect(chosen.price.minor).toBeGreaterThan(0)
      expect(chosen.service.toLowerCase()).toBe(
        under.carrier.serviceLevel(parcel.order).toLowerCase(),
      )
      expect(offers).toContainEqual(chosen)
      for (const offer of offers) OfferSchema.parse(offer)
      const prices = offers.map(({ price }) => price.minor)
      expect(prices).toEqual(prices.toSorted((one, other) => one - other))
      expect(new Set(offers.map(({ service }) => service)).size).toBe(offers.length)
      expect(sold()).toEqual([])
    })

    test('buy sells one label, which can be read back, downloaded and voided, even twice', async () => {
      const { carrier } = under
      const { parcel, raw } = await bought()
      expect(sold()).toMatchObject([{ id: parcel.carrierShipmentId, voidedAt: null }])
      expect(raw).toContain(parcel.carrierShipmentId)
      expect(parcel.trackingNumber).toBeTruthy()
      expect(parcel.standing).toBe('made')

      const back = await carrier.readBack(parcel.carrierShipmentId, 'larkspur')
      expect(back.ok && back.value.trackingNumber).toBe(parcel.trackingNumber)
      const { reference } = carrier.prepare(under.parcel())
      expect(back.ok && back.value.reference).toBe(reference)
      const label = await under.carriers.download(carrier.id, parcel.labelUrl ?? '')
      expect(label.ok && label.value.kind).toBe('zpl')

      const voidIt = () => carrier.void(parcel.carrierShipmentId, 'larkspur')
      expect(await voidIt()).toEqual({ ok: true, value: under.voids })
      if (under.voids === 'accepted')
        expect(await carrier.readBack(parcel.carrierShipmentId, 'larkspur')).toMatchObject({
          ok: true,
          value: { standing: 'cancelled' },
        })
      expect(await voidIt()).toEqual({ ok: true, value: 'done' })
      expect(sold()).toHaveLength(1)
      expect(sold()[0]?.voidedAt).toBeTruthy()
    })

    test('track tells where a parcel is, or that nothing is known yet', async () => {
      const { parcel } = await bought()
      const { carrierShipmentId, trackingNumber } = parcel
      const tracked = { carrierShipmentId, trackingNumber, merchant: 'larkspur' }
      const tracking = await under.carrier.track(tracked)
      if (!tracking.ok) throw new Error(tracking.failure.code)
      expect(TrackingSchema.parse(tracking.value).trackingNumber).toBe(trackingNumber)
      expect(await under.carrier.track(under.hideTracking(tracked))).toMatchObject({
        failure: { code: 'not-found-yet' },
      })
    })

    test('find, where offered, knows what was bought and nothing else', async () => {
      const { carrier } = under
      const { reference } = carrier.prepare(under.parcel())
      expect(carrier.find !== undefined).toBe(under.offersFind)
      if (!carrier.find) return
      expect(await carrier.find(reference, 'larkspur')).toMatchObject({
        failure: { code: 'shipment-not-found' },
      })
      const { parcel } = await bought()
      const found = await carrier.find(reference, 'larkspur')
      expect(found.ok && found.value.carrierShipmentId).toBe(parcel.carrierShipmentId)
    })

    test('the number on a label in hand leads to its purchase, another number to none', async () => {
      const { carrier } = under
      const { parcel } = await bought()
      const found = await carrier.byTrackingNumber(parcel.trackingNumber ?? '', 'larkspur')
      expect(found.ok && found.value.carrierShipmentId).toBe(parcel.carrierShipmentId)
      expect(await carrier.byTrackingNumber('1Z0000000000000000', 'larkspur')).toMatchObject({
        ok: false,
      })
      expect(sold()).toHaveLength(1)
    })

    test('an unknown shipment is not found', async () => {
      expect(await under.carrier.readBack('made-up', 'larkspur')).toMatchObject({
        failure: { code: 'shipment-not-found' },
      })
      expect(await under.carrier.void('made-up', 'larkspur')).toMatchObject({
        failure: { code: 'shipment-not-found' },
      })
    })

    test('a refused address sells nothing', async () => {
      const parcel = under.parcel(under.refusedOrder)
      expect(under.carrier.check(parcel)).toEqual([])
      const answer = await buy(parcel)
      expect(answer).toMatchObject({ kind: 'refused', failure: { carrier: under.carrier.id } })
      expect(sold()).toEqual([])
    })

    test('wrong credentials sell nothing', async () => {
      const parcel = under.parcel()
      const answer = await under.stranger.buy(under.carrier.prepare(parcel), 'larkspur')
      expect(answer).toMatchObject({ kind: 'refused', failure: { code: 'credentials-refused' } })
      expect(await under.stranger.test()).toMatchObject({
        failure: { code: 'credentials-refused' },
      })
      expect(sold()).toEqual([])
    })

    test('a lost answer is in doubt: sold once, never sent again', async () => {
      under.simulator.fault('lost-answer')
      const answer = await buy()
      expect(answer).toMatchObject({
        kind: 'in-doubt',
        failure: { code: 'carrier-connection-lost' },
      })
      expect(sold()).toHaveLength(1)
    })

    test.each<[string, Misbehaviour, string, number]>([
      ['dropped before the sale', { kind: 'drop', when: 'before' }, 'in-doubt', 0],
      ['dropped after the sale', { kind: 'drop', when: 'after' }, 'in-doubt', 1],
      ['cut in the head of its answer', { kind: 'cut', bytes: 0 }, 'in-doubt', 1],
      ['cut in the middle of its answer', { kind: 'cut', bytes: 40 }, 'in-doubt', 1],
      ['answered 500 before the sale', oddly('before', 500), 'in-doubt', 0],
      ['answered 504 after the sale', oddly('after', 504), 'in-doubt', 1],
      ['answered 409', oddly('before', 409), 'in-doubt', 0],
      [
        'answered with a page',
        { ...oddly('after', 200), type: 'text/html', body: '<p>' },
        'in-doubt',
        1,
      ],
      ['answered with nothing', oddly('after', 201), 'in-doubt', 1],
      ['answered with {}', { ...oddly('after', 201), body: {} }, 'in-doubt', 1],
      ['answered 429', oddly('before', 429), 'refused', 0],
    ])('a purchase %s is asked for once', async (_, misbehaviour, kind, labels) => {
      under.simulator.script([{ call: under.calls.purchase, times: 2, do: misbehaviour }])
      expect((await buy()).kind).toBe(kind)
      expect(asked(under.calls.purchase)).toBe(1)
      expect(sold()).toHaveLength(labels)
      const exchanges = under.exchanges.filter(({ path }) => path.endsWith(purchasePath()))
      expect(exchanges).toHaveLength(1)
    })

    const purchasePath = () => {
      const call = under.simulator
        .requests()
        .find(({ operationId }) => operationId === under.calls.purchase)
      return call?.path ?? 'no purchase'
    }

    test('reads are asked again after trouble, up to three times', async () => {
      const { quote } = under.calls
      under.simulator.script([{ call: quote, times: 2, do: oddly('before', 503) }])
      expect((await under.carrier.quote(under.parcel())).ok).toBe(true)
      expect(asked(quote)).toBe(3)
      under.simulator.script([{ call: quote, times: 4, do: { kind: 'drop', when: 'before' } }])
      expect(await under.carrier.quote(under.parcel())).toMatchObject({
        failure: { code: 'carrier-connection-lost' },
      })
      expect(asked(quote)).toBe(6)
    })

    test('in a pause that the carrier asked for, nothing is bought and not a byte is sent', async () => {
      await under.carrier.test()
      const busy = { ...oddly('before', 429), headers: { 'retry-after': '60' } }
      under.simulator.script([{ call: under.calls.quote, do: busy }])
      expect(await under.carrier.quote(under.parcel())).toMatchObject({
        failure: { code: 'carrier-busy', retryAfterSeconds: 60 },
      })
      const before = under.simulator.requests().length
      expect(await buy()).toMatchObject({ kind: 'refused', failure: { code: 'carrier-busy' } })
      expect(under.simulator.requests()).toHaveLength(before)
    })

    test('a read that is answered with a page, nothing or half is told', async () => {
      const { parcel } = await bought()
      for (const odd of [
        { ...oddly('before', 200), type: 'text/html', body: '<p>Welcome' },
        oddly('before', 200),
        { ...oddly('before', 200), body: '{"half":' },
      ]) {
        under.simulator.script([{ call: under.calls.readBack, do: odd }])
        const back = await under.carrier.readBack(parcel.carrierShipmentId, 'larkspur')
        expect(back).toMatchObject({ failure: { code: 'carrier-answer-not-understood' } })
      }
    })

    describe('a carrier that is down', () => {
      const outage = () => under.carriers.outage(under.carrier.id)
      /** The next word of a breaker. */
      const news = () =>
        new Promise<void>((resolve) => {
          const stop = under.carriers.outages.subscribe(() => {
            stop()
            resolve()
          })
        })

      test('is refused as unreachable, and works again when a probe was answered', async () => {
        await under.carrier.test()
        under.simulator.fault('down')
        expect(await buy()).toMatchObject({
          kind: 'refused',
          failure: { code: 'carrier-unreachable' },
        })
        expect(outage()).toMatchObject({ code: 'carrier-unreachable' })
        expect(sold()).toEqual([])
        under.simulator.fault('none')
        // Of the station's own accord, two seconds after the trouble.
        await news()
        expect(outage()).toBeUndefined()
        expect((await buy()).kind).toBe('bought')
      })

      test('gets nothing after its first trouble but probes', async () => {
        const { carrier } = under
        const parcel = under.parcel()
        const { carrierShipmentId, trackingNumber } = (await bought()).parcel
        const second = under.parcel({ reference: 'LK-2' })
        under.simulator.script([
          { call: under.calls.purchase, do: oddly('before', 500) },
          { call: under.calls.test, do: oddly('before', 503) },
        ])
        expect((await buy(second)).kind).toBe('in-doubt')
        expect(outage()).toMatchObject({ code: 'carrier-trouble' })
        const [before, kept] = [under.simulator.requests().length, under.exchanges.length]

        const unreachable = { code: 'carrier-unreachable', carrier: carrier.id }
        expect(await buy(under.parcel({ reference: 'LK-3' }))).toEqual({
          kind: 'refused',
          failure: unreachable,
          raw: '',
        })
        const shipment = { carrierShipmentId, trackingNumber, merchant: 'larkspur' }
        const calls = [
          carrier.quote(parcel),
          carrier.readBack(carrierShipmentId, 'larkspur'),
          carrier.void(carrierShipmentId, 'larkspur'),
          carrier.track(shipment),
          carrier.find?.('LK-2', 'larkspur'),
          carrier.ratedPrice?.('hash', 'larkspur'),
        ].filter((call) => call !== undefined)
        for (const outcome of await Promise.all(calls))
          expect(outcome).toEqual({ ok: false, failure: unreachable })
        expect(under.simulator.requests()).toHaveLength(before)
        expect(under.exchanges).toHaveLength(kept)

        // A probe that meets trouble goes out once, and another one is planned.
        const planned = outage()?.nextProbeAt
        const probed = news()
        under.carriers.reconfigure()
        await probed
        expect(under.simulator.requests()).toHaveLength(before + 1)
        expect(asked(under.calls.test)).toBeGreaterThan(0)
        expect(outage()?.nextProbeAt).not.toBe(planned)

        const answered = news()
        under.carriers.reconfigure()
        await answered
        expect(outage()).toBeUndefined()
        expect(under.simulator.requests()).toHaveLength(before + 2)
        expect((await carrier.quote(parcel)).ok).toBe(true)
        expect(sold()).toHaveLength(1)
      })

      test('leaves the other one alone', async () => {
        under.simulator.script([{ call: under.calls.purchase, do: oddly('before', 500) }])
        await buy()
        const other = under.carrier.id === 'flexport' ? 'flavorcloud' : 'flexport'
        expect([outage() !== undefined, under.carriers.outage(other)]).toEqual([true, undefined])
      })

      test('is there again where it refuses our credentials', async () => {
        await under.carrier.test()
        under.simulator.script([
          { call: under.calls.purchase, do: oddly('before', 500) },
          { call: under.calls.test, do: oddly('before', 401) },
        ])
        await buy()
        const answered = news()
        under.carriers.reconfigure()
        await answered
        expect(outage()).toBeUndefined()
      })

      test('is asked nothing any more by a station that stops', async () => {
        under.simulator.script([{ call: under.calls.purchase, do: oddly('before', 500) }])
        await buy()
        const before = under.simulator.requests().length
        await under.carriers.stop()
        under.carriers.reconfigure()
        expect((await under.carrier.test()).ok).toBe(false)
        expect(under.simulator.requests()).toHaveLength(before)
      })
    })
  })
}
