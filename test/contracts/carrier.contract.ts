import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CarrierFault } from '../../shared/drill.ts'
import type { Order } from '../../shared/orders.ts'
import type { Carrier, ParcelToShip } from '../../station/carriers/carrier.ts'
import type { Carriers } from '../../station/carriers/carriers.ts'

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
  /** What was sold so far, as the carrier's own books have it. */
  sold(): readonly { readonly id: string; readonly voidedAt: string | null }[]
  fault(fault: CarrierFault): void
  stop(): Promise<void>
}

/** What every `Carrier` promises, whatever API it speaks. */
export function carrierContract(name: string, start: () => Promise<CarrierUnderTest>) {
  describe(`${name} as a carrier`, () => {
    let under: CarrierUnderTest
    beforeEach(async () => {
      under = await start()
    })
    afterEach(() => under.stop())

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

    test('test works, quote gives a price, and neither buys', async () => {
      expect(await under.carrier.test()).toEqual({ ok: true, value: null })
      const quote = await under.carrier.quote(under.parcel())
      expect(quote.ok && quote.value.price.minor).toBeGreaterThan(0)
      expect(under.sold()).toEqual([])
    })

    test('buy sells one label, which can be read back, downloaded and voided, even twice', async () => {
      const { carrier } = under
      const { parcel, raw } = await bought()
      expect(under.sold()).toMatchObject([{ id: parcel.carrierShipmentId, voidedAt: null }])
      expect(raw).toContain(parcel.carrierShipmentId)
      expect(parcel.trackingNumber).toBeTruthy()

      const back = await carrier.readBack(parcel.carrierShipmentId, 'larkspur')
      expect(back.ok && back.value.trackingNumber).toBe(parcel.trackingNumber)
      const { reference } = carrier.prepare(under.parcel())
      expect(back.ok && back.value.reference).toBe(reference)
      const label = await under.carriers.download(carrier.id, parcel.labelUrl ?? '')
      expect(label.ok && label.value.kind).toBe('zpl')

      expect(await carrier.void(parcel.carrierShipmentId, 'larkspur')).toEqual({
        ok: true,
        value: null,
      })
      expect(await carrier.void(parcel.carrierShipmentId, 'larkspur')).toEqual({
        ok: true,
        value: null,
      })
      expect(under.sold()).toHaveLength(1)
      expect(under.sold()[0]?.voidedAt).toBeTruthy()
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
      expect(under.sold()).toEqual([])
    })

    test('wrong credentials sell nothing', async () => {
      const parcel = under.parcel()
      const answer = await under.stranger.buy(under.carrier.prepare(parcel), 'larkspur')
      expect(answer).toMatchObject({ kind: 'refused', failure: { code: 'credentials-refused' } })
      expect(await under.stranger.test()).toMatchObject({
        failure: { code: 'credentials-refused' },
      })
      expect(under.sold()).toEqual([])
    })

    test('a lost answer is in doubt: sold once, never sent again', async () => {
      under.fault('lost-answer')
      const answer = await buy()
      expect(answer).toMatchObject({
        kind: 'in-doubt',
        failure: { code: 'carrier-connection-lost' },
      })
      expect(under.sold()).toHaveLength(1)
    })

    test('a carrier that is down is refused as unreachable, and works again afterwards', async () => {
      await under.carrier.test()
      under.fault('down')
      expect(await buy()).toMatchObject({
        kind: 'refused',
        failure: { code: 'carrier-unreachable' },
      })
      expect(under.sold()).toEqual([])
      under.fault('none')
      expect((await buy()).kind).toBe('bought')
    })
  })
}
