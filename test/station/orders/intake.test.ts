import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OrderInputSchema } from '../../../shared/orders.ts'
import { openOrders, orderInput, TACOMA } from './stand.ts'

describe('taking orders in', () => {
  test('a new order is created, the same unchanged, a changed one updated', () => {
    const orders = openOrders()
    expect(orders.intake([orderInput('LK-1')])).toEqual([
      { reference: 'LK-1', merchant: 'larkspur', status: 'created', problems: [] },
    ])
    expect(orders.intake([orderInput('LK-1')])[0]?.status).toBe('unchanged')
    expect(orders.intake([orderInput('lk-1', { note: 'gift' })])[0]?.status).toBe('updated')
    expect(orders.byReference('LK-1')).toMatchObject([{ reference: 'LK-1', note: 'gift' }])
    expect(orders.counts()).toEqual({ ready: 1, packing: 0, held: 0, shipped: 0, all: 1 })
  })

  test('weights become grams and prices minor units', () => {
    const orders = openOrders()
    const price = { amount: '64.00', currency: 'USD' }
    const item = {
      description: 'Pullover',
      quantity: 2,
      weight: { value: 0.45, unit: 'kg' },
      price,
    }
    orders.intake([orderInput('LK-1', { items: [item] })])
    expect(orders.byReference('LK-1')[0]?.items).toEqual([
      {
        line: 1,
        sku: '',
        barcodes: [],
        description: 'Pullover',
        quantity: 2,
        unitGrams: 450,
        unitPrice: { minor: 6400, currency: 'USD' },
      },
    ])
  })

  test('what is wrong is named by its field, and nothing of that order is kept', () => {
    const orders = openOrders()
    const results = orders.intake([
      orderInput('LK-1', { shipTo: { ...TACOMA, zip: '' } }),
      orderInput('LK-2', { items: [{ description: 'Mug', quantity: 1.5 }] }),
      orderInput('LK-3', {
        items: [{ description: 'Mug', quantity: 1, price: { amount: '1.005', currency: 'USD' } }],
      }),
      orderInput('LK-4', {
        items: [{ description: 'Mug', quantity: 1, weight: { value: 2e7, unit: 'kg' } }],
      }),
      'not an order',
      null,
    ])
    expect(results.map(({ status }) => status)).toEqual(Array(6).fill('refused'))
    expect(results.map(({ problems }) => problems.map(({ path }) => path))).toEqual([
      ['shipTo.zip'],
      ['items.0.quantity'],
      ['items.0.price.amount'],
      ['items.0.weight.value'],
      [''],
      [''],
    ])
    expect(results[0]?.reference).toBe('LK-1')
    expect(orders.counts().all).toBe(0)
  })

  test('what was rated at checkout is kept as it was given', () => {
    const orders = openOrders()
    const rated = {
      weight: { value: 1.15, unit: 'kg' },
      serviceCode: 'STANDARD',
      termsOfTrade: 'DDP',
      carrier: 'DHL eCommerce',
      price: { amount: '21.40', currency: 'USD' },
      shipFrom: { city: 'Tacoma', zip: '98421' },
      shipTo: { street1: '14 Castle Row', country: 'IE' },
      pieces: [
        { sku: 'LK-PUL', quantity: 2, weight: { value: 0.45, unit: 'kg' } },
        { quantity: 1 },
      ],
    }
    orders.intake([orderInput('LK-1', { customs: { hashKey: 'h', rated } })])
    expect(orders.byReference('LK-1')[0]?.customs).toEqual({ hashKey: 'h', rated })
  })

  test.each([
    ['price.amount', { price: { amount: '21.405', currency: 'USD' } }],
    ['price.amount', { price: { amount: '2,50', currency: 'USD' } }],
    ['price.currency', { price: { amount: '2.50', currency: 'dollars' } }],
    ['weight.value', { weight: { value: 2e7, unit: 'kg' } }],
    ['weight.value', { weight: { value: 0, unit: 'kg' } }],
    ['termsOfTrade', { termsOfTrade: 'EXW' }],
    ['shipTo.country', { shipTo: { country: 'USA' } }],
    ['pieces.1.quantity', { pieces: [{ quantity: 1 }, { quantity: 0 }] }],
    ['pieces.0.weight.value', { pieces: [{ quantity: 1, weight: { value: 2e7, unit: 'kg' } }] }],
  ])('what was rated at checkout is refused by its field %s', (path, rated) => {
    const [result] = openOrders().intake([orderInput('LK-1', { customs: { rated } })])
    expect(result).toMatchObject({
      status: 'refused',
      problems: [{ path: `customs.rated.${path}` }],
    })
  })

  test('a reference given twice in one call counts once; other content is refused', () => {
    const orders = openOrders()
    const results = orders.intake([
      orderInput('LK-1'),
      orderInput('LK-1'),
      orderInput('lk-1', { note: 'other' }),
      orderInput('LK-1', { merchant: 'fernside', note: 'of another merchant' }),
    ])
    expect(results.map(({ status }) => status)).toEqual([
      'created',
      'unchanged',
      'refused',
      'created',
    ])
    expect(results[2]?.problems[0]).toMatchObject({ path: 'reference' })
    expect(orders.byReference('LK-1')).toHaveLength(2)
    expect(orders.byReference('LK-1', 'fernside')).toHaveLength(1)
  })

  test('an order that is open, shipped or fixed is not changed', () => {
    let reason: string | undefined
    const orders = openOrders({ isFixed: () => reason })
    orders.intake([orderInput('LK-1')])
    const id = orders.byReference('LK-1')[0]!.id
    const change = () => orders.intake([orderInput('LK-1', { note: String(Math.random()) })])[0]!

    orders.setState(id, 'packing')
    expect(change().problems[0]?.message).toContain('open at the bench')
    orders.setState(id, 'shipped')
    expect(change().problems[0]?.message).toContain('shipped')
    orders.setState(id, 'ready')
    reason = 'its label is bought'
    expect(change().problems[0]?.message).toContain('its label is bought')
    expect(orders.intake([orderInput('LK-1')])[0]?.status).toBe('unchanged')
    reason = undefined
    expect(change().status).toBe('updated')
  })

  test('the order of the members makes no difference', () => {
    const orders = openOrders()
    const input = orderInput('LK-1', {
      note: 'gift',
      service: 'STANDARD',
      customs: { hashKey: 'h' },
    })
    orders.intake([input])
    const shuffled = (value: unknown): fc.Arbitrary<unknown> => {
      if (Array.isArray(value)) return fc.tuple(...value.map(shuffled))
      if (typeof value !== 'object' || value === null) return fc.constant(value)
      const entries = Object.entries(value)
      return fc
        .shuffledSubarray(entries, { minLength: entries.length })
        .chain((some) => fc.tuple(...some.map(([key, one]) => shuffled(one).map((v) => [key, v]))))
        .map((some) => Object.fromEntries(some as [string, unknown][]))
    }
    fc.assert(
      fc.property(shuffled(input), (same) => {
        expect(orders.intake([same])[0]?.status).toBe('unchanged')
      }),
      { numRuns: 50 },
    )
  })

  test('every order is taken whole or not at all, whatever is given', () => {
    const orders = openOrders()
    const spoil = fc.constantFrom<[string, (order: Record<string, unknown>) => void]>(
      ['fine', () => {}],
      ['no city', (order) => (order['shipTo'] = { ...TACOMA, city: ' ' })],
      ['no items', (order) => (order['items'] = [])],
      [
        'second item without description',
        (order) => (order['items'] = [order['items'], { quantity: 1 }].flat()),
      ],
      ['number for a reference', (order) => (order['reference'] = 12)],
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 3 }), spoil)),
        (given) => {
          const inputs = given.map(([number, quantity, [, change]]) => {
            const input = orderInput(`P-${number}`, {
              items: [{ sku: 'A', description: 'Mug', quantity }],
            })
            change(input)
            return input
          })
          const before = orders.counts().all
          const results = orders.intake(inputs)
          expect(results).toHaveLength(inputs.length)
          const created = results.filter(({ status }) => status === 'created').length
          expect(orders.counts().all).toBe(before + created)
          results.forEach((result, index) => {
            expect(result.status === 'refused').toBe(result.problems.length > 0)
            if (result.status === 'refused') return
            const [stored] = orders.byReference(result.reference, 'larkspur')
            expect(stored?.items).toEqual([
              {
                line: 1,
                sku: 'A',
                barcodes: [],
                description: 'Mug',
                quantity: (inputs[index]!['items'] as { quantity: number }[])[0]!.quantity,
              },
            ])
          })
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('taking many orders in', () => {
  test('others get their turn after every hundred, and the answers are those of one call', async () => {
    const orders = openOrders()
    const inputs = Array.from({ length: 450 }, (_, index) => orderInput(`LK-${index}`))
    inputs[449] = orderInput('lk-0', { note: 'other' })
    const seen: number[] = []
    let busy = true
    const look = () => {
      if (!busy) return
      seen.push(orders.counts().all)
      setImmediate(look)
    }
    setImmediate(look)
    const results = await orders.intakeAll(inputs)
    busy = false
    expect(results.slice(0, 449).every(({ status }) => status === 'created')).toBe(true)
    expect(results[449]).toEqual({
      reference: 'lk-0',
      merchant: 'larkspur',
      status: 'refused',
      problems: [
        {
          path: 'reference',
          message: 'is given twice with different content; the first was taken',
        },
      ],
    })
    const most = Math.max(...seen.map((count, index) => count - (seen[index - 1] ?? 0)))
    expect(most).toBeLessThanOrEqual(100)
    expect(orders.counts().all).toBe(449)
  })

  test('stopping waits until all that was given is taken', async () => {
    const orders = openOrders()
    const taking = orders.intakeAll(
      Array.from({ length: 250 }, (_, index) => orderInput(`LK-${index}`)),
    )
    await orders.stop()
    expect(orders.counts().all).toBe(250)
    expect(await taking).toHaveLength(250)
  })

  test('nothing in, nothing out', async () => {
    expect(await openOrders().intakeAll([])).toEqual([])
  })
})

describe('what a field must hold', () => {
  const problems = (change: object) =>
    OrderInputSchema.safeParse(orderInput('LK-1', change)).error?.issues.map(
      ({ path, message }) => `${path.join('.')} ${message}`,
    )

  test.each(['MO', 'TT', 'AE', 'HK', 'IE', 'QA', 'FJ', 'GH', 'CO', 'VN'])(
    '%s may lack a postcode',
    (country) => {
      expect(problems({ shipTo: { ...TACOMA, state: '', zip: '', country } })).toBeUndefined()
    },
  )

  test.each(['US', 'PR', 'GB', 'DE', 'SE', 'CH', 'LI', 'AU', 'JP', 'BR', 'TW', 'SG', 'UA'])(
    '%s needs a postcode',
    (country) => {
      expect(problems({ shipTo: { ...TACOMA, zip: '', country } })).toEqual([
        `shipTo.zip is needed for ${country}`,
      ])
    },
  )

  test.each([
    [0, 'must be at least 1'],
    [-2, 'must be at least 1'],
    [1.5, 'must be a whole number'],
    ['2', 'must be a whole number'],
    [100_001, 'must be at most 100000'],
  ])('quantity %j %s', (quantity, message) => {
    expect(problems({ items: [{ description: 'Mug', quantity }] })).toEqual([
      `items.0.quantity ${message}`,
    ])
  })
})
