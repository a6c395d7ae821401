import { PDFDocument } from 'pdf-lib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  BY_REFERENCE,
  openAccount,
  PACKAGE,
  PIECES,
  SHIPMENT,
  TO,
  type Account,
  type Json,
} from './flavorcloud-account.ts'

let account: Account
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

const read = () => account.ask('GET', BY_REFERENCE)

describe('a purchase', () => {
  test('answers links and tracking, as an array and as an object in turn', async () => {
    const { url } = account.carrier
    const first = await account.ask('POST', '/Shipments', SHIPMENT)
    expect(first).toEqual([
      {
        ShipmentID: expect.stringMatching(/^FCS-\d+$/),
        Status: 'Completed',
        Reference: 'LK-20417-P1',
        Message: '',
        TrackingNumber: expect.stringMatching(/^GM\d{18}$/),
        TrackingUrl: expect.any(String),
        LabelUrl: `${url}/labels/${first[0].ShipmentID}.zpl`,
        CommercialInvoiceUrl: `${url}/invoices/${first[0].ShipmentID}.pdf`,
        ConsolidateLabel: expect.any(String),
      },
    ])
    const second = { ...SHIPMENT, Reference: 'LK-20418-P1' }
    expect(await account.ask('POST', '/Shipments', second)).toHaveProperty('Reference')
    expect(account.carrier.ledger()).toMatchObject([
      {
        id: first[0].ShipmentID,
        reference: 'LK-20417-P1',
        trackingNumber: first[0].TrackingNumber,
        price: { minor: 2140, currency: 'USD' },
        voidedAt: null,
      },
      { reference: 'LK-20418-P1' },
    ])
  })

  test('answers in the shape and with the words that it is told', async () => {
    account.carrier.switch({ answerAs: 'object', madeStatus: 'Label Ready' })
    expect(await account.ask('POST', '/Shipments', SHIPMENT)).toMatchObject({
      Status: 'Label Ready',
    })
    account.carrier.switch({ answerAs: 'array' })
    expect(await account.ask('POST', '/Shipments', SHIPMENT)).toHaveLength(1)
    const other = { ...SHIPMENT, Reference: 'LK-20418-P1', Async: true }
    expect(await account.ask('POST', '/Shipments', other)).toEqual([
      { ShipmentID: expect.any(String) },
    ])
  })

  test('with a known Reference answers the first shipment', async () => {
    const first = await account.buy()
    expect(await account.buy({ ...SHIPMENT, TermsOfTrade: 'DDU' })).toEqual(first)
    expect(account.carrier.ledger()).toHaveLength(1)
  })

  test('of two parcels answers and sells two', async () => {
    const parcel = (Reference: string) => ({ Piece: PIECES, Package: { ...PACKAGE, Reference } })
    const body = {
      ...SHIPMENT,
      Reference: 'LK-20417',
      Shipments: [parcel('LK-20417-P1'), parcel('LK-20417-P2')],
    }
    const answer = await account.ask('POST', '/Shipments/Multi', body)
    expect(answer.map((one: Json) => one.Reference)).toEqual(['LK-20417-P1', 'LK-20417-P2'])
    expect(account.carrier.ledger()).toHaveLength(2)
    const together = await (await fetch(answer[0].ConsolidateLabel)).arrayBuffer()
    expect((await PDFDocument.load(together)).getPageCount()).toBe(2)
  })

  test('goes DDU, unasked, where an HS code is none', async () => {
    const Shipments = [{ Piece: [{ ...PIECES[0], HSCode: '990000' }], Package: PACKAGE }]
    const { LabelUrl } = await account.buy({ ...SHIPMENT, Shipments })
    expect(account.carrier.ledger()[0]).not.toHaveProperty('landedCost')
    expect(await (await fetch(LabelUrl)).text()).toContain('STANDARD DDU')
  })

  const lacking: [path: string, missing: string, body: object][] = [
    ['', 'Reference', { ...SHIPMENT, Reference: undefined }],
    ['', 'ServiceCode', { ...SHIPMENT, ServiceCode: undefined }],
    ['', 'TermsOfTrade', { ...SHIPMENT, TermsOfTrade: undefined }],
    ['/ShipToAddress', 'City', { ...SHIPMENT, ShipToAddress: { ...TO, City: undefined } }],
    ['/ShipToAddress', 'Phone', { ...SHIPMENT, ShipToAddress: { ...TO, Phone: undefined } }],
    [
      '/Shipments/0/Piece/0',
      'HSCode',
      {
        ...SHIPMENT,
        Shipments: [{ Piece: [{ ...PIECES[0], HSCode: undefined }], Package: PACKAGE }],
      },
    ],
    [
      '/Shipments/0/Package',
      'Height',
      {
        ...SHIPMENT,
        Shipments: [{ Piece: PIECES, Package: { ...PACKAGE, Height: undefined } }],
      },
    ],
  ]
  test.each(lacking)('that lacks %s/%s is refused by that name', async (path, missing, body) => {
    const error = await account.refused(422, 'POST', '/Shipments', body)
    expect(error.details).toMatchObject([
      { path, code: 'required', info: { missingProperty: missing } },
    ])
    expect(account.carrier.ledger()).toEqual([])
  })

  test('with a member of a wrong kind is refused by its path', async () => {
    const Shipments = [{ Piece: PIECES, Package: { ...PACKAGE, Weight: '1.15' } }]
    const error = await account.refused(422, 'POST', '/Shipments', { ...SHIPMENT, Shipments })
    expect(error.details).toMatchObject([{ path: '/Shipments/0/Package/Weight' }])
  })

  test('that is not JSON is 400', async () => {
    const answer = await fetch(`${account.carrier.url}/Shipments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${account.token}` },
      body: '[',
    })
    expect(answer.status).toBe(400)
  })
})

describe('a shipment asked for with Async', () => {
  const LATER = { ...SHIPMENT, Async: true }

  test('answers its id alone and is soon there', async () => {
    const { ShipmentID } = await account.buy(LATER)
    expect(await read()).toMatchObject([{ ShipmentID, TrackingNumber: expect.any(String) }])
  })

  test('can be held: sold only once it is made', async () => {
    account.carrier.switch({ holdAsync: true })
    const { ShipmentID } = await account.buy(LATER)
    const unmade = { ShipmentID, Reference: 'LK-20417-P1', Status: 'In Progress', Message: '' }
    expect(await read()).toEqual([unmade])
    expect(await account.buy(LATER)).toEqual({ ShipmentID })
    expect(account.carrier.ledger()).toEqual([])

    expect(await account.admin('complete', { ShipmentID })).toMatchObject({ status: 200 })
    const [{ TrackingNumber }] = (await read()) as [Json]
    expect(account.carrier.ledger()).toMatchObject([
      { id: ShipmentID, trackingNumber: TrackingNumber },
    ])
    expect((await account.admin('complete', { ShipmentID })).status).toBe(400)
  })

  test('can fail: nothing is sold, and the same Reference may try again', async () => {
    account.carrier.switch({ holdAsync: true })
    const { ShipmentID } = await account.buy(LATER)
    await account.admin('complete', { error: 'No rates available for this shipment' })
    expect(await read()).toMatchObject([
      { Status: 'Error', Message: 'No rates available for this shipment' },
    ])
    await account.refused(422, 'PUT', '/CancelShipment', { ShipmentID })
    expect(account.carrier.ledger()).toEqual([])
    expect(await account.buy()).toMatchObject({ ShipmentID, Status: 'Completed' })
  })

  test('need not be listed while it is not made', async () => {
    account.carrier.switch({ holdAsync: true, listsUnmade: false })
    await account.buy(LATER)
    await account.refused(404, 'GET', BY_REFERENCE)
    account.carrier.complete()
    expect(await read()).toHaveLength(1)
  })
})

describe('a cancellation', () => {
  const cancel = (ShipmentID: string) => account.ask('PUT', '/CancelShipment', { ShipmentID })

  test('is done at once; neither tracking number nor links are left', async () => {
    const { ShipmentID } = await account.buy()
    expect(await cancel(ShipmentID)).toEqual({ ShipmentID })
    expect(await read()).toEqual([
      {
        ShipmentID,
        Reference: 'LK-20417-P1',
        Status: 'Cancelled',
        Message: 'The shipment was cancelled',
      },
    ])
    const again = await account.refused(422, 'PUT', '/CancelShipment', { ShipmentID })
    expect(again.message).toContain('cancelled already')
  })

  test('lets the same Reference buy again: same id, new tracking number', async () => {
    const first = await account.buy()
    await cancel(first.ShipmentID)
    const second = await account.buy()
    expect(second.ShipmentID).toBe(first.ShipmentID)
    expect(second.TrackingNumber).not.toBe(first.TrackingNumber)
    expect(account.carrier.ledger().map(({ voidedAt }) => voidedAt === null)).toEqual([false, true])
  })

  test('can be held: the shipment stays until it is done', async () => {
    account.carrier.switch({ holdCancel: true })
    const { ShipmentID, TrackingNumber } = await account.buy()
    await cancel(ShipmentID)
    await cancel(ShipmentID)
    expect(await read()).toMatchObject([{ TrackingNumber, LabelUrl: expect.any(String) }])
    expect(account.carrier.ledger()).toMatchObject([{ voidedAt: null }])
    expect((await account.admin('finish-cancel', { ShipmentID })).status).toBe(200)
    expect(await read()).toMatchObject([{ Status: 'Cancelled' }])
    expect(account.carrier.ledger()).toMatchObject([{ voidedAt: expect.any(String) }])
    expect((await account.admin('finish-cancel', { ShipmentID })).status).toBe(400)
  })

  test('can come to nothing', async () => {
    account.carrier.switch({ holdCancel: true })
    const { ShipmentID, TrackingNumber } = await account.buy()
    await cancel(ShipmentID)
    await account.admin('finish-cancel', { ShipmentID, error: 'The carrier has it' })
    expect(await read()).toMatchObject([{ TrackingNumber, Status: 'Completed' }])
    expect(account.carrier.ledger()).toMatchObject([{ voidedAt: null }])
  })

  test('is refused once the parcel is under way', async () => {
    const { ShipmentID, TrackingNumber } = await account.buy()
    const move = { Location: 'Seattle, WA, US', StatusDetail: 'Departed', Status: 'In Transit' }
    expect((await account.admin('tracking', { TrackingNumber, ...move })).status).toBe(200)
    const error = await account.refused(422, 'PUT', '/CancelShipment', { ShipmentID })
    expect(error.message).toContain('in transit')
  })
})

describe('reads', () => {
  test('by Reference and by ShipmentID, exactly one of them', async () => {
    const { ConsolidateLabel: _label, ...bought } = await account.buy()
    expect(await account.ask('GET', `${BY_REFERENCE}&CustomerKey=ck`)).toEqual([bought])
    const byId = `/Shipments/Get/Details?ShipmentID=${bought.ShipmentID}`
    expect(await account.ask('GET', byId)).toEqual([bought])
    await account.refused(404, 'GET', '/Shipments/Get/Details?Reference=LK-1')
    await account.refused(422, 'GET', '/Shipments/Get/Details')
    await account.refused(422, 'GET', `${BY_REFERENCE}&ShipmentID=x`)
  })

  test('of returns are asked for; a return goes the other way', async () => {
    await account.buy({ ...SHIPMENT, IsReturn: 'Y' })
    await account.refused(404, 'GET', BY_REFERENCE)
    const [found] = (await account.ask('GET', `${BY_REFERENCE}&isReturn=true`)) as [Json]
    const label = await (await fetch(found.LabelUrl)).text()
    expect(label.indexOf('14 Castle Row')).toBeLessThan(label.indexOf('2210 Dockside Rd'))
  })
})

describe('papers', () => {
  test('links stand under other names, or under none', async () => {
    account.carrier.switch({ labelMember: 'ShippingLabel', invoiceMember: '' })
    const bought = await account.buy()
    expect(bought.ShippingLabel).toContain('/labels/')
    expect(bought).not.toHaveProperty('LabelUrl')
    expect(bought).not.toHaveProperty('CommercialInvoiceUrl')
    account.carrier.switch({ labelMember: '' })
    expect((await read())[0]).not.toHaveProperty('ShippingLabel')
  })

  test('a label is there without a token, at once or after some reads', async () => {
    const { LabelUrl } = await account.buy()
    account.carrier.switch({ labelMissesReads: 2 })
    const statuses = [await fetch(LabelUrl), await fetch(LabelUrl), await fetch(LabelUrl)]
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 200])
    expect((await statuses[2]!.text()).startsWith('^XA')).toBe(true)
    expect((await fetch(`${account.carrier.url}/labels/FCS-0.zpl`)).status).toBe(404)
  })

  test('a label comes as PDF where that was asked', async () => {
    const { LabelUrl } = await account.buy({ ...SHIPMENT, LabelFormat: 'PDF' })
    const answer = await fetch(LabelUrl)
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect((await PDFDocument.load(await answer.arrayBuffer())).getPageCount()).toBe(1)
  })

  test('the commercial invoice is a PDF, also for names that its fonts lack', async () => {
    const ShipToAddress = { ...TO, Name: 'Łucja 山田', Country: 'JP' }
    const { CommercialInvoiceUrl } = await account.buy({ ...SHIPMENT, ShipToAddress })
    const answer = await fetch(CommercialInvoiceUrl)
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect((await answer.text()).slice(0, 5)).toBe('%PDF-')
  })
})

describe('faults', () => {
  test('lost-answer sells and cuts; a look-up by Reference finds the sale', async () => {
    account.carrier.fault('lost-answer')
    await expect(account.call('POST', '/Shipments', SHIPMENT)).rejects.toThrow('fetch failed')
    const [sold] = account.carrier.ledger()
    expect(await read()).toMatchObject([{ TrackingNumber: sold?.trackingNumber }])
    account.carrier.fault('none')
    expect((await account.buy()).TrackingNumber).toBe(sold?.trackingNumber)
    expect(account.carrier.ledger()).toHaveLength(1)
  })

  test('down refuses connections and sells nothing', async () => {
    account.carrier.fault('down')
    await expect(account.call('POST', '/Shipments', SHIPMENT)).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    })
    expect(account.carrier.ledger()).toEqual([])
  })

  test('a scripted refusal comes in the envelope and sells nothing', async () => {
    account.carrier.script([{ call: 'createShipments', do: { kind: 'refuse', code: 'NO_RATES' } }])
    expect((await account.refused(422, 'POST', '/Shipments', SHIPMENT)).code).toBe('NO_RATES')
    expect(account.carrier.ledger()).toEqual([])
    await account.buy()
  })
})
