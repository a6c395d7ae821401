import { describe, expect, test } from 'vitest'
import { importText, openOrders, storedOrders } from './stand.ts'

describe('a Shopify order export', () => {
  const header =
    'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Id,Tags,Risk Level,Source,Lineitem discount'
  const columns = header.split(',')
  const row = (cells: Record<string, string>) =>
    columns.map((column) => `"${(cells[column] ?? '').replaceAll('"', '""')}"`).join(',')
  const first = {
    Name: '#1001',
    Email: 'ana@mail.example',
    'Financial Status': 'paid',
    'Fulfillment Status': 'unfulfilled',
    Currency: 'USD',
    'Lineitem quantity': '2',
    'Lineitem name': 'Mug - Blue',
    'Lineitem price': '12.50',
    'Lineitem sku': 'MUG-BLUE',
    'Lineitem requires shipping': 'true',
    'Lineitem fulfillment status': 'pending',
    'Shipping Name': 'Ana Núñez',
    'Shipping Street': '4 Mill Lane, Apt 2',
    'Shipping Address1': '4 Mill Lane',
    'Shipping Address2': 'Apt 2',
    'Shipping City': 'Tacoma',
    'Shipping Zip': "'98402",
    'Shipping Province': 'WA',
    'Shipping Country': 'US',
    'Shipping Phone': "'+12535550144",
    Notes: 'Leave at door',
    Vendor: 'Larkspur',
  }
  const next = {
    Name: '#1001',
    Email: 'ana@mail.example',
    'Lineitem quantity': '1',
    'Lineitem name': 'Plate',
    'Lineitem price': '8.00',
    'Lineitem sku': 'PLATE',
    Vendor: 'Fernside',
  }

  test('gives one order for its rows, of which the first alone has the address', async () => {
    const orders = openOrders()
    const giftCard = {
      ...next,
      'Lineitem name': 'Gift card',
      'Lineitem requires shipping': 'false',
    }
    const progress = await importText(
      orders,
      [header, row(first), row(next), row(giftCard)].join('\r\n'),
      'orders_export.csv',
    )
    expect(progress).toMatchObject({ format: 'shopify', rows: 3, created: 1, refused: [] })
    expect(storedOrders(orders)).toEqual([
      {
        id: 1,
        reference: '#1001',
        merchant: '',
        state: 'ready',
        shipTo: {
          name: 'Ana Núñez',
          street1: '4 Mill Lane',
          street2: 'Apt 2',
          city: 'Tacoma',
          state: 'WA',
          zip: '98402',
          country: 'US',
          phone: '+12535550144',
          email: 'ana@mail.example',
        },
        note: 'Leave at door',
        items: [
          {
            line: 1,
            sku: 'MUG-BLUE',
            barcodes: [],
            description: 'Mug - Blue',
            quantity: 2,
            unitPrice: { minor: 1250, currency: 'USD' },
          },
          {
            line: 2,
            sku: 'PLATE',
            barcodes: [],
            description: 'Plate',
            quantity: 1,
            unitPrice: { minor: 800, currency: 'USD' },
          },
        ],
        shippedAt: null,
      },
    ])
  })

  test('what is cancelled or fulfilled is refused with its line', async () => {
    const orders = openOrders()
    const { refused, created } = await importText(
      orders,
      [
        header,
        row({ ...first, Name: '#1', 'Cancelled at': '2026-11-20 10:00:00 -0500' }),
        row({ ...first, Name: '#2', 'Fulfillment Status': 'fulfilled' }),
        row({ ...first, Name: '#3', 'Fulfillment Status': 'partial' }),
        row({ ...next, Name: '#3', 'Lineitem fulfillment status': 'fulfilled' }),
      ].join('\n'),
    )
    expect(created).toBe(1)
    expect(
      refused.map(({ reference, problems }) => [reference, problems[0]?.path, problems[0]?.line]),
    ).toEqual([
      ['#1', 'Cancelled at', 2],
      ['#2', 'Fulfillment Status', 3],
    ])
    expect(storedOrders(orders)).toMatchObject([{ reference: '#3', items: [{ sku: 'MUG-BLUE' }] }])
  })
})

describe('a ShipStation order export', () => {
  test.each([
    [
      'with the names of its columns in groups',
      'Order - Status,Order - Number,Date - Order Date,Item - SKU,Item - Name,Item - Qty,Item - Weight (oz),Ship To - Name,Ship To - Company,Ship To - Address 1,Ship To - Address 2,Ship To - City,Ship To - State,Ship To - Postal Code,Ship To - Country,Ship To - Phone,Customer Email,Notes - Internal',
      (item: string, status: string) =>
        `${status},SS-7,11/20/2026,${item},Bo Person,Pine Ltd,9 Oak St,Unit 3,Olympia,WA,98501,US,253-555-0133,bo@mail.example,fragile`,
    ],
    [
      'of its older kind',
      'Order Status,Order Number,Order Date,Item SKU,Item Name,Item Quantity,Item Weight (oz),Recipient Full Name,Recipient Company,Address Line 1,Address Line 2,City,State,Postal Code,Country Code,Recipient Phone,Buyer Email,Order Internal Notes',
      (item: string, status: string) =>
        `${status},SS-7,11/20/2026,${item},Bo Person,Pine Ltd,9 Oak St,Unit 3,Olympia,WA,98501,US,253-555-0133,bo@mail.example,fragile`,
    ],
  ])('%s', async (_, header, row) => {
    const orders = openOrders()
    const text = [
      header,
      row('A-1,Mug,2,16', 'awaiting_shipment'),
      row('B-1,Plate,1,0', 'awaiting_shipment'),
    ].join('\n')
    expect(await importText(orders, text)).toMatchObject({
      format: 'shipstation',
      created: 1,
      refused: [],
    })
    expect(storedOrders(orders)).toMatchObject([
      {
        reference: 'SS-7',
        shipTo: {
          name: 'Bo Person',
          company: 'Pine Ltd',
          street1: '9 Oak St',
          street2: 'Unit 3',
          city: 'Olympia',
          state: 'WA',
          zip: '98501',
          country: 'US',
          phone: '253-555-0133',
          email: 'bo@mail.example',
        },
        note: 'fragile',
        items: [
          { sku: 'A-1', description: 'Mug', quantity: 2, unitGrams: 454 },
          { sku: 'B-1', description: 'Plate', quantity: 1 },
        ],
      },
    ])
    expect(storedOrders(orders)[0]?.items[1]).not.toHaveProperty('unitGrams')
    const shipped = await importText(orders, [header, row('A-1,Mug,1,16', 'Shipped')].join('\n'))
    expect(shipped).toMatchObject({ created: 0, updated: 0, refusedCount: 1 })
  })
})

describe('a WooCommerce order export', () => {
  const expected = {
    reference: '5012',
    shipTo: {
      name: 'Cleo Moreau',
      street1: '8 Rue du Port',
      city: 'Lyon',
      zip: '69001',
      country: 'FR',
      email: 'cleo@mail.example',
    },
    items: [
      { sku: 'A-1', description: 'Mug', quantity: 2 },
      { sku: 'B-1', description: 'Plate', quantity: 1 },
    ],
  }
  const address = 'Cleo,Moreau,,8 Rue du Port,,Lyon,,69001,FR,cleo@mail.example'

  test.each([
    [
      'one row per item',
      'order_id,order_number,order_date,status,order_currency,shipping_first_name,shipping_last_name,shipping_company,shipping_address_1,shipping_address_2,shipping_city,shipping_state,shipping_postcode,shipping_country,billing_email,customer_note,item_name,item_sku,item_quantity,item_price',
      [
        `12,5012,2026-11-20,processing,EUR,${address},,Mug,A-1,2,10.00`,
        `12,5012,2026-11-20,processing,EUR,${address},,Plate,B-1,1,5.00`,
      ],
    ],
    [
      'all items in one row',
      'order_number,status,shipping_first_name,shipping_last_name,shipping_company,shipping_address_1,shipping_address_2,shipping_city,shipping_state,shipping_postcode,shipping_country,customer_email,Product Item 1 Name,Product Item 1 SKU,Product Item 1 Quantity,Product Item 2 Name,Product Item 2 SKU,Product Item 2 Quantity,Product Item 3 Name,Product Item 3 SKU,Product Item 3 Quantity',
      [`5012,processing,${address},Mug,A-1,2,Plate,B-1,1,,,`],
    ],
    [
      'with the titles of its columns',
      'Order Number,Order Status,First Name (Shipping),Last Name (Shipping),Company (Shipping),Address 1 (Shipping),Address 2 (Shipping),City (Shipping),State Code (Shipping),Postcode (Shipping),Country Code (Shipping),Email (Billing),SKU,Item Name,Quantity (- Refund),Item Cost',
      [
        `5012,Processing,${address},A-1,Mug,2,10`,
        `5012,Processing,${address},B-1,Plate,1,5`,
        `5012,Processing,${address},C-1,Bowl,0,5`,
      ],
    ],
  ])('%s', async (_, header, rows) => {
    const orders = openOrders()
    const text = [header, ...rows].join('\n')
    expect(await importText(orders, text)).toMatchObject({
      format: 'woocommerce',
      created: 1,
      refused: [],
    })
    expect(storedOrders(orders)).toMatchObject([expected])
    const finished = text.replaceAll(/processing/gi, 'completed').replaceAll('5012', '5013')
    expect(await importText(orders, finished)).toMatchObject({ created: 0, refusedCount: 1 })
  })

  test('a price counts where the file has a currency', async () => {
    const header =
      'order_number,shipping_full_name,shipping_address_1,shipping_city,shipping_postcode,shipping_country,item_name,item_quantity,item_price'
    const row = '7,Cleo Moreau,8 Rue du Port,Lyon,69001,FR,Mug,1,10.00'
    const without = openOrders()
    await importText(without, `${header}\n${row}`)
    expect(storedOrders(without)[0]?.items[0]).not.toHaveProperty('unitPrice')
    const orders = openOrders()
    await importText(orders, `${header},order_currency\n${row},EUR`)
    expect(storedOrders(orders)[0]?.items[0]?.unitPrice).toEqual({ minor: 1000, currency: 'EUR' })
  })
})
