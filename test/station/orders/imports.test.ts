import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { importText, openOrders, orderInput, storedOrders, TACOMA } from './stand.ts'

const HEADER =
  'reference,merchant,shipTo.name,shipTo.street1,shipTo.city,shipTo.state,shipTo.zip,shipTo.country,item.sku,item.description,item.quantity'
const to = 'Ana Núñez,4 Mill Lane,Tacoma,WA,98402,US'
const csv = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`

/** A text in pieces, cut where `cuts` says. */
function cutUp(text: string, cuts: readonly number[]): string[] {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b)
  return [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length))
}

describe('our own CSV', () => {
  test('rows of one reference are one order, also when they do not stand together', async () => {
    const orders = openOrders()
    const progress = await importText(
      orders,
      csv(
        `LK-1,larkspur,${to},A,Mug,1`,
        `LK-2,larkspur,${to},C,Lid,3`,
        'lk-1,,,,,,,,B,Plate,2',
        `LK-1,fernside,${to},D,Bowl,1`,
      ),
    )
    expect(progress).toMatchObject({
      format: 'shipbench',
      state: 'done',
      rows: 4,
      created: 3,
      refusedCount: 0,
    })
    expect(progress.bytesRead).toBe(progress.bytesTotal)
    expect(storedOrders(orders)).toMatchObject([
      {
        reference: 'LK-1',
        merchant: 'larkspur',
        shipTo: TACOMA,
        items: [
          { line: 1, sku: 'A', quantity: 1 },
          { line: 2, sku: 'B', quantity: 2 },
        ],
      },
      { reference: 'LK-1', merchant: 'fernside', items: [{ sku: 'D' }] },
      { reference: 'LK-2', items: [{ sku: 'C', quantity: 3 }] },
    ])
  })

  test.each([
    ['item members with a dot', 'item.sku;item.description;item.quantity;item.barcodes'],
    ['as in JSON', 'items.sku;items.description;items.quantity;items.barcodes'],
    ['numbered', 'items.0.sku;items.0.description;items.0.quantity;items.0.barcodes'],
    ['bare', 'SKU;Description;Quantity;Barcodes'],
  ])('takes item columns %s', async (_, columns) => {
    const orders = openOrders()
    const text = `\uFEFFReference;shipTo.Name;shipto.street1;shipTo.city;shipTo.zip;shipTo.state;shipTo.country;${columns}\r\nLK-1;Ana;"4 Mill; Lane";Tacoma;98402;WA;US;A;"Mug ""large""";2;5391234567892|036000291452\r\n`
    expect(await importText(orders, text)).toMatchObject({ state: 'done', created: 1 })
    expect(storedOrders(orders)).toMatchObject([
      {
        merchant: '',
        shipTo: { street1: '4 Mill; Lane' },
        items: [
          {
            sku: 'A',
            description: 'Mug "large"',
            quantity: 2,
            barcodes: ['5391234567892', '036000291452'],
          },
        ],
      },
    ])
  })

  test('carries every field of an order', async () => {
    const orders = openOrders()
    const fields: [string, string][] = [
      ['reference', 'LK-20417'],
      ['merchant', 'larkspur'],
      ['shipTo.name', 'Mairead Quinlan'],
      ['shipTo.company', 'Quinlan Ltd'],
      ['shipTo.street1', '14 Castle Row'],
      ['shipTo.street2', 'Floor 2'],
      ['shipTo.city', 'Galway'],
      ['shipTo.state', 'G'],
      ['shipTo.zip', 'H91 XY12'],
      ['shipTo.country', 'ie'],
      ['shipTo.phone', '+353915550142'],
      ['shipTo.email', 'mairead.quinlan@mail.example'],
      ['shipTo.residential', 'yes'],
      ['carrier', 'flavorcloud'],
      ['service', 'STANDARD'],
      ['box', 'B1'],
      ['note', 'gift wrap'],
      ['item.sku', 'LK-PUL'],
      ['item.barcodes', '5391234567892'],
      ['item.description', 'Pullover'],
      ['item.quantity', '2'],
      ['item.weight.value', '0.45'],
      ['item.weight.unit', 'kg'],
      ['item.price.amount', '64.00'],
      ['item.price.currency', 'USD'],
      ['item.hsCode', '6110.20'],
      ['item.originCountry', 'pt'],
      ['item.material', '100% cotton'],
      ['customs.termsOfTrade', 'DDP'],
      ['customs.reasonForExport', 'merchandise'],
      ['customs.hashKey', 'h1'],
      ['customs.dutyHashKey', 'h2'],
      ['customs.rated.weight.value', '1.15'],
      ['customs.rated.weight.unit', 'kg'],
      ['customs.rated.serviceCode', 'STANDARD'],
      ['customs.rated.termsOfTrade', 'DDP'],
      ['customs.rated.carrier', 'DHL eCommerce'],
      ['customs.rated.price.amount', '21.40'],
      ['customs.rated.price.currency', 'USD'],
      ['customs.rated.shipFrom.zip', "'08421"],
      ['customs.rated.shipFrom.country', 'US'],
      ['customs.rated.shipTo.street1', '14 Castle Row'],
      ['customs.rated.shipTo.city', 'Galway'],
    ]
    const text = [0, 1].map((part) => fields.map((field) => field[part as 0 | 1]).join('\t'))
    expect(await importText(orders, text.join('\n'))).toMatchObject({ created: 1 })
    expect(storedOrders(orders)).toEqual([
      {
        id: 1,
        reference: 'LK-20417',
        merchant: 'larkspur',
        state: 'ready',
        shipTo: {
          name: 'Mairead Quinlan',
          company: 'Quinlan Ltd',
          street1: '14 Castle Row',
          street2: 'Floor 2',
          city: 'Galway',
          state: 'G',
          zip: 'H91 XY12',
          country: 'IE',
          phone: '+353915550142',
          email: 'mairead.quinlan@mail.example',
          residential: true,
        },
        carrier: 'flavorcloud',
        service: 'STANDARD',
        box: 'B1',
        note: 'gift wrap',
        items: [
          {
            line: 1,
            sku: 'LK-PUL',
            barcodes: ['5391234567892'],
            description: 'Pullover',
            quantity: 2,
            unitGrams: 450,
            unitPrice: { minor: 6400, currency: 'USD' },
            hsCode: '611020',
            originCountry: 'PT',
            material: '100% cotton',
          },
        ],
        customs: {
          termsOfTrade: 'DDP',
          reasonForExport: 'merchandise',
          hashKey: 'h1',
          dutyHashKey: 'h2',
          rated: {
            weight: { value: 1.15, unit: 'kg' },
            serviceCode: 'STANDARD',
            termsOfTrade: 'DDP',
            carrier: 'DHL eCommerce',
            price: { amount: '21.40', currency: 'USD' },
            shipFrom: { zip: '08421', country: 'US' },
            shipTo: { street1: '14 Castle Row', city: 'Galway' },
          },
        },
        shippedAt: null,
      },
    ])
  })

  test('a unit or a currency without its number says nothing', async () => {
    const orders = openOrders()
    const columns = [
      'item.weight.unit',
      'item.price.currency',
      'customs.rated.weight.unit',
      'customs.rated.price.currency',
    ]
    const text = `${HEADER},${columns.join(',')}\nLK-1,larkspur,${to},A,Mug,1,kg,USD,kg,USD\n`
    expect(await importText(orders, text)).toMatchObject({ created: 1 })
    expect(storedOrders(orders)[0]).not.toHaveProperty('customs')
  })

  test('names the line and the field of what is refused, and takes the rest', async () => {
    const orders = openOrders()
    const progress = await importText(
      orders,
      csv(
        `LK-1,larkspur,${to},A,"Mug\r\nwith\nbreaks",1`,
        '',
        `LK-2,larkspur,${to},A,Mug,1`,
        `LK-2,larkspur,${to},B,Plate,none`,
        `LK-3,larkspur,${to},A,Mug,1`,
        `LK-3,larkspur,Bo Person,4 Mill Lane,Tacoma,WA,98402,US,B,Plate,1`,
        `,larkspur,${to},A,Mug,1`,
        `LK-4,larkspur,${to},A,Mug,1,too,many`,
        `LK-5,larkspur,${to.replace('98402', '')},A,Mug,1`,
      ),
    )
    expect(progress).toMatchObject({ state: 'done', created: 1, refusedCount: 5 })
    expect(
      progress.refused.map(({ reference, problems }) => [
        reference,
        ...problems.map(({ line, path }) => `${line} ${path}`),
      ]),
    ).toEqual([
      ['LK-2', '7 items.1.quantity'],
      ['LK-3', '9 shipTo.name'],
      ['', '10 reference'],
      ['LK-4', '11 '],
      ['LK-5', '12 shipTo.zip'],
    ])
    expect(storedOrders(orders).map(({ reference }) => reference)).toEqual(['LK-1'])
  })

  test.each([
    ['', 'is empty', undefined],
    ['\n\n', 'is empty', undefined],
    ['a,b,c\n1,2,3\n', 'is not known', 'header'],
    ['reference,item.sku\nLK-1,A\n', 'lacks the columns shipTo.name', 'header'],
    [csv(`LK-1,larkspur,${to},A,Mug,1`).replace('merchant', 'reference'), 'twice', 'header'],
    [csv(`LK-1,larkspur,${to},A,"Mug,1`), 'never closed', ''],
    [csv(`LK-1,larkspur,${to},A,10" plate,1`), 'in the middle of a cell', ''],
    [csv(`LK-1,larkspur,${to},A,M\uFFFDg,1`), 'not UTF-8', ''],
  ])('says what is wrong with a whole file %#', async (text, message, path) => {
    const orders = openOrders()
    const progress = await importText(orders, text)
    expect(progress).toMatchObject({ state: 'failed', created: 0 })
    expect(progress.problem?.message).toContain(message)
    expect(progress.problem?.path).toBe(path ?? '')
    expect(orders.counts().all).toBe(0)
  })
})

describe('JSON', () => {
  test('an array, or one order', async () => {
    const orders = openOrders()
    const text = JSON.stringify([orderInput('LK-1'), orderInput('LK-2')], null, 2)
    expect(await importText(orders, text)).toMatchObject({ format: 'json', rows: 2, created: 2 })
    expect(await importText(orders, ` ${JSON.stringify(orderInput('LK-3'))}\n`)).toMatchObject({
      created: 1,
    })
    expect(await importText(orders, '[]')).toMatchObject({ state: 'done', rows: 0 })
  })

  test('names the line of an order that is refused', async () => {
    const orders = openOrders()
    const text = JSON.stringify(
      [orderInput('LK-1'), orderInput('LK-2', { items: [] }), orderInput('LK-1', { note: 'x' })],
      null,
      1,
    )
    const line = (part: string, from = 0) =>
      text.slice(0, text.indexOf(part, from)).split('\n').length - 1
    const { refused } = await importText(orders, text)
    expect(refused.map(({ problems }) => problems[0])).toMatchObject([
      { path: 'items', line: line('"LK-2"') },
      { path: 'reference', line: line('"LK-1"', text.indexOf('LK-2')) },
    ])
  })

  test.each([
    ['[', 'cut short', 1],
    ['[\n{"reference": "LK-1"', 'cut short', 2],
    ['[{}\n{}]', 'where "," or "]" should be', 2],
    ['[{},\n]', 'where an order should be', 2],
    ['[{"a": 1,}]', 'not valid JSON', 1],
    ['{} {}', 'where the end of the file should be', 1],
    ['[1]', 'where an order or "]" should be', 1],
  ])('says what is wrong with %j', async (text, message, line) => {
    const { problem, state } = await importText(openOrders(), text)
    expect(state).toBe('failed')
    expect(problem).toMatchObject({ line, message: expect.stringContaining(message) as string })
  })

  test('orders before a broken place are kept, whole', async () => {
    const orders = openOrders()
    const text = JSON.stringify([orderInput('LK-1'), orderInput('LK-2')]).slice(0, -20)
    expect(await importText(orders, text)).toMatchObject({ state: 'failed', created: 1 })
    expect(storedOrders(orders)).toMatchObject([{ reference: 'LK-1', shipTo: TACOMA }])
  })
})

describe('wherever a file is cut', () => {
  const names = ['Ana "Nan" Núñez', '山田 花子', '😀 Smile', 'O; Connor, Jr.', 'a\\"b', '{[}]']
  const orderList = fc.array(
    fc.record({
      name: fc.constantFrom(...names),
      note: fc.constantFrom('', 'two\r\nlines', 'gift'),
      quantities: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  const cuts = fc.array(fc.nat(5000), { maxLength: 30 })

  test('the same orders come out of a JSON file', async () => {
    await fc.assert(
      fc.asyncProperty(orderList, cuts, async (list, places) => {
        const orders = openOrders()
        const inputs = list.map(({ name, note, quantities }, index) =>
          orderInput(`P-${index}`, {
            shipTo: { ...TACOMA, name },
            note,
            items: quantities.map((quantity) => ({ sku: 'A', description: 'Mug', quantity })),
          }),
        )
        const progress = await importText(orders, cutUp(JSON.stringify(inputs), places))
        expect(progress).toMatchObject({ state: 'done', created: list.length, refused: [] })
        expect(progress.bytesRead).toBe(Buffer.byteLength(JSON.stringify(inputs)))
        expect(
          storedOrders(orders).map(({ shipTo, items }) => [shipTo.name, items.length]),
        ).toEqual(list.map(({ name, quantities }) => [name, quantities.length]))
      }),
      { numRuns: 15 },
    )
  })

  test('the same orders come out of a CSV file, whatever its line breaks', async () => {
    const cell = (text: string | number) => `"${String(text).replaceAll('"', '""')}"`
    await fc.assert(
      fc.asyncProperty(
        orderList,
        cuts,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom(',', ';', '\t'),
        async (list, places, lineBreak, delimiter) => {
          const orders = openOrders()
          const rows = list.flatMap(({ name, note, quantities }, index) =>
            quantities.map((quantity) =>
              [`P-${index}`, '', name, '4 Mill Lane', 'Tacoma', 'WA', '98402', 'US', 'A']
                .concat('Mug', String(quantity), note)
                .map(cell)
                .join(delimiter),
            ),
          )
          const header = `\uFEFF${HEADER.replaceAll(',', delimiter)}${delimiter}note`
          const text = [header, ...rows].join(lineBreak)
          const progress = await importText(orders, cutUp(text, places))
          expect(progress).toMatchObject({ state: 'done', created: list.length, refused: [] })
          expect(
            storedOrders(orders).map(({ shipTo, items, note }) => [
              shipTo.name,
              note ?? '',
              items.map(({ quantity }) => quantity),
            ]),
          ).toEqual(
            list.map(({ name, note, quantities }) => [
              name,
              note.replace('\r\n', '\n'),
              quantities,
            ]),
          )
        },
      ),
      { numRuns: 15 },
    )
  })
})

describe('a file of tens of thousands of rows', () => {
  const big = (count: number) => {
    const row = (index: number) =>
      `LK-${index % (count / 2)},larkspur,${to},SKU-${index % 500},Mug number ${index},1`
    return csv(...Array.from({ length: count }, (_, index) => row(index)))
  }
  const pieces = (text: string) =>
    Array.from({ length: Math.ceil(text.length / 1_000_000) }, (_, index) =>
      text.slice(index * 1_000_000, (index + 1) * 1_000_000),
    )

  test('shows its progress, can be stopped, and leaves no half order', async () => {
    const orders = openOrders()
    const seen: { bytesRead: number; rows: number; created: number }[] = []
    orders.imports.changes.subscribe(() => {
      const [progress] = orders.imports.list()
      if (!progress || progress.state !== 'reading') return
      const { bytesRead, rows, created } = progress
      seen.push({ bytesRead, rows, created })
      if (created >= 3000) orders.imports.stop(progress.id)
    })
    const progress = await importText(orders, pieces(big(30_000)))
    expect(progress).toMatchObject({ state: 'stopped', rows: 30_000, refusedCount: 0 })
    expect(progress.created).toBeGreaterThanOrEqual(3000)
    expect(progress.created).toBeLessThan(4000)
    expect(orders.counts().all).toBe(progress.created)
    expect(new Set(seen.map(({ bytesRead }) => bytesRead)).size).toBeGreaterThan(20)
    expect(new Set(seen.map(({ created }) => created)).size).toBeGreaterThan(20)
    const incomplete = orders.deps.database
      .prepare('SELECT count(*) FROM orders WHERE units <> 2')
      .pluck()
      .get()
    expect(incomplete).toBe(0)
    expect(await orders.imports.piece(progress.id, 'more', true)).toBe(false)
    expect(orders.imports.stop(progress.id)).toBe(false)
  })

  test('keeps the first 1,000 reports and counts them all', async () => {
    const orders = openOrders()
    const text = csv(...Array.from({ length: 1500 }, (_, index) => `LK-${index},,${to},A,Mug,0`))
    const progress = await importText(orders, text)
    expect(progress).toMatchObject({ state: 'done', refusedCount: 1500, created: 0 })
    expect(progress.refused).toHaveLength(1000)
    expect(progress.refused.at(-1)?.problems).toMatchObject([
      { path: 'items.0.quantity', line: 1001 },
    ])
  })
})

test('a stop while the file is being read stores nothing of a CSV file', async () => {
  const orders = openOrders()
  const id = orders.imports.begin('orders.csv', 1_000_000)
  const rows = Array.from({ length: 2000 }, (_, index) => `LK-${index},,${to},A,Mug,1`)
  await orders.imports.piece(id, csv(...rows), false)
  expect(orders.imports.list()[0]).toMatchObject({ state: 'reading', created: 0 })
  expect(orders.imports.list()[0]?.rows).toBeGreaterThan(1000)
  expect(orders.imports.stop(id)).toBe(true)
  expect(await orders.imports.piece(id, `LK-2,,${to},A,Mug,1`, true)).toBe(false)
  expect(orders.imports.list()[0]).toMatchObject({ state: 'stopped', created: 0 })
  expect(orders.counts().all).toBe(0)
})

test('the last 20 imports are kept, newest first', async () => {
  const orders = openOrders()
  const open = orders.imports.begin('open.csv', 0)
  for (let index = 0; index < 25; index += 1) await importText(orders, '[]', `${index}.json`)
  const list = orders.imports.list()
  expect(list).toHaveLength(20)
  expect(list[0]?.fileName).toBe('24.json')
  expect(list.at(-1)).toMatchObject({ id: open, state: 'reading' })
})
