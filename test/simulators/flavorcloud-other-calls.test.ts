import { PDFDocument } from 'pdf-lib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  BATCHED,
  CUSTOMER,
  FROM,
  LANDED,
  openAccount,
  PACKAGE,
  PERIOD,
  PIECES,
  RATE,
  SHIPMENT,
  type Account,
  type Json,
} from './flavorcloud-account.ts'

let account: Account
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

describe('tracking', () => {
  test('starts with the label and goes on as it is told', async () => {
    const { TrackingNumber } = await account.buy()
    const path = `/Tracking/Get/Detail/${TrackingNumber}`
    expect(await account.ask('GET', path)).toMatchObject({
      Reference: 'LK-20417-P1',
      TrackingNumber,
      EstimatedDelivery: '',
      TrackingHistory: [{ Status: 'In Progress', Location: 'Tacoma, WA, US' }],
    })
    const move = {
      TrackingNumber,
      Location: 'Dublin, IE',
      StatusDetail: 'Cleared import customs',
      Status: 'In Transit',
      at: '2026-05-22T06:41:00Z',
      EstimatedDelivery: '2026-05-27',
    }
    expect((await account.admin('tracking', move)).status).toBe(200)
    expect((await account.admin('tracking', { ...move, TrackingNumber: 'GM0' })).status).toBe(400)
    expect(await account.ask('GET', path)).toMatchObject({
      EstimatedDelivery: '2026-05-27',
      TrackingHistory: [
        { Status: 'In Transit', StatusDate: '2026-05-22T06:41:00', Location: 'Dublin, IE' },
        { Status: 'In Progress' },
      ],
    })
    const tested = await account.ask('GET', `${path}?SetTestTrackingStatus=Delivered`)
    expect(tested.TrackingHistory[0].Status).toBe('Delivered')
  })

  test('of a cancelled parcel is still told', async () => {
    const { ShipmentID, TrackingNumber } = await account.buy()
    await account.ask('PUT', '/CancelShipment', { ShipmentID })
    await account.buy()
    await account.ask('GET', `/Tracking/Get/Detail/${TrackingNumber}`)
  })
})

describe('the catalogue', () => {
  test('classifies by a word in the text', async () => {
    const Products = [{ Title: 'Oat pullover', Description: 'Knitted' }]
    const body = { Reference: 'C1', Products }
    expect(await account.ask('POST', '/Classifications', body)).toMatchObject({
      Reference: 'C1',
      Products: [{ Title: 'Oat pullover', Classification: '611020' }],
    })
  })

  test('reckons the landed cost as rates do', async () => {
    const cost = await account.ask('POST', '/LandedCost', LANDED)
    expect(cost).toMatchObject({ Reference: 'LC-1', Duty: 18.06, AIT: 3.5 })
    expect(cost.LandedCost).toBeCloseTo(cost.Duty + cost.SalesTax + cost.AIT, 2)
  })
})

describe('bills', () => {
  const bills = () => account.ask('GET', `/Invoices?${PERIOD}&InvoiceType=STANDARD`)

  test('have a line for each label of an order, and none for one given back', async () => {
    const first = await account.buy()
    const again = await account.buy({ ...SHIPMENT, Reference: 'LK-20417-P1-R1' })
    const other = await account.buy({ ...SHIPMENT, Reference: 'LK-20418-P1' })
    await account.ask('PUT', '/CancelShipment', { ShipmentID: other.ShipmentID })
    const [bill] = (await bills()) as [Json]
    const line = { OrderNumber: 'LK-20417', ShippingCost: 21.4 }
    expect(bill.InvoiceDetail).toMatchObject([
      { ...line, TrackingNumber: first.TrackingNumber, LandedCost: { Duties: 18.06, Fees: 3.5 } },
      { ...line, TrackingNumber: again.TrackingNumber },
    ])
    const [{ TotalShipmentCharges: charges }] = bill.InvoiceDetail
    expect(bill.InvoiceAmount).toBeCloseTo(2 * charges, 2)
    expect(await account.ask('GET', `/Invoice/${bill.InvoiceNumber}`)).toEqual(bill)
    const pdf = await (await fetch(bill.InvoiceURL)).arrayBuffer()
    expect((await PDFDocument.load(pdf)).getPageCount()).toBe(1)
  })

  test('of another type are none', async () => {
    await account.buy()
    expect(await account.ask('GET', `/Invoices?${PERIOD}&InvoiceType=Manual`)).toEqual([])
  })
})

describe('batches', () => {
  const parcel = (Reference: string) => ({ Piece: PIECES, Package: { ...PACKAGE, Reference } })

  test('gather parcels, and buy them when they close', async () => {
    expect(await account.ask('POST', '/Batches', BATCHED)).toMatchObject({
      BatchID: 'TAC-A',
      Status: 'OPEN',
      PackageReferences: ['LK-20417-P1'],
    })
    await account.refused(422, 'POST', '/Batches', BATCHED)
    const change = {
      ShipmentsToAdd: [parcel('LK-20418-P1'), parcel('LK-20419-P1')],
      ReferencesToRemove: ['LK-20417-P1'],
    }
    expect((await account.call('PUT', '/Batches/TAC-A', change)).status).toBe(204)
    expect(account.carrier.ledger()).toEqual([])

    const { AppID, RestApiKey } = account.keys
    const closed = await account.call('POST', '/Batches/TAC-A/Close', { AppID, RestApiKey }, '')
    expect(closed.json).toBe('Batch TAC-A closed')
    expect(await account.ask('GET', '/Batches/Get/Batch/TAC-A')).toMatchObject({
      Status: 'CLOSED',
      PackageReferences: ['LK-20418-P1', 'LK-20419-P1'],
    })
    expect(account.carrier.ledger().map(({ reference }) => reference)).toEqual([
      'LK-20418-P1',
      'LK-20419-P1',
    ])
    await account.refused(422, 'PUT', '/Batches/TAC-A', change)
  })
})

describe('manifests', () => {
  const manifest = (ShipmentIDs: readonly string[]) => ({ Async: false, ShipmentIDs })

  test('hold shipments of one origin, each once', async () => {
    const one = await account.buy()
    const two = await account.buy({ ...SHIPMENT, Reference: 'LK-20418-P1' })
    const elsewhere = await account.buy({
      ...SHIPMENT,
      Reference: 'LK-20419-P1',
      ShipFromAddress: { ...FROM, City: 'Seattle' },
    })
    const ids = [one.ShipmentID, two.ShipmentID]
    const mixed = manifest([...ids, elsewhere.ShipmentID])
    const error = await account.refused(422, 'POST', '/ManifestShipment', mixed)
    expect(error.message).toContain('different origin')

    const made = await account.ask('POST', '/ManifestShipment', manifest(ids))
    expect(made.ConsolidatedShipmentKeys).toEqual(ids)
    await account.refused(422, 'POST', '/ManifestShipment', manifest(ids))
    const id = made.ConsolidatedShipmentID
    const path = `/ManifestShipment/Get/Manifest?ConsolidatedShipmentId=${id}`
    expect(await account.ask('GET', path)).toEqual([made])
    expect((await (await fetch(made.LabelUrl)).text()).slice(0, 5)).toBe('%PDF-')
  })
})

describe('customers', () => {
  test('are created with a key, which then is known', async () => {
    const made = await account.ask('POST', '/Customer', { ...CUSTOMER, ...account.keys })
    expect(made.CustomerInfo).toEqual(CUSTOMER)
    account.carrier.switch({ unknownCustomerStatus: 403 })
    const { CustomerKey } = made
    expect(await account.ask('GET', `/Customers/Get/Customer?CustomerKey=${CustomerKey}`)).toEqual([
      made,
    ])
    await account.ask('POST', '/Rates', { ...RATE, CustomerKey })
  })
})
