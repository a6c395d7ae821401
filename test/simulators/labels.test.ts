import { decode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startFlexportSimulator } from '../../simulators/flexport/flexport.ts'
import type { FlexportSimulator } from '../../simulators/flexport/flexport.ts'
import { labelPng } from '../../simulators/labels/label-picture.ts'
import { escapeZpl, shippingLabelZpl } from '../../simulators/labels/shipping-label.ts'
import type { ShippingLabel } from '../../simulators/labels/shipping-label.ts'
import { labelBarcodes } from '../barcode-reader.ts'

const LABEL: ShippingLabel = {
  carrier: 'USPS',
  service: 'Standard',
  sender: ['Harbor & Pine', '2210 Dockside Rd', 'Tacoma WA 98421'],
  recipient: ['Zoë Fairweather', '6 Quarry Street', 'Burlington VT 05401'],
  reference: 'LK-20423-P1',
  weight: '2.4 lb',
  barcode: { kind: 'usps', zip5: '05401', trackingCode: '9400111827300000000016' },
}
const ABROAD: ShippingLabel = {
  ...LABEL,
  recipient: ['山田みどり', 'Sakura-cho 3-12-8', 'Sapporo 060-0042', 'JP'],
  barcode: { kind: 'plain', text: 'GM605112874003000001' },
  customs: {
    terms: 'DDP',
    reason: 'merchandise',
    total: '448.00 USD',
    lines: Array.from({ length: 7 }, () => ({
      quantity: 1,
      description: 'Knitted cotton pullover, adult',
      hsCode: '611020',
      origin: 'PT',
      value: '64.00 USD',
    })),
  },
}

describe('a label as ZPL', () => {
  test('is one ^XA…^XZ block in UTF-8 for 812 dots', () => {
    const zpl = shippingLabelZpl(ABROAD)
    expect(zpl).toMatch(/^\^XA\n\^CI28\n\^PW812\n/)
    expect(zpl.trimEnd()).toMatch(/\^XZ$/)
    expect(zpl.match(/\^XA/g)).toHaveLength(1)
    expect(zpl).toContain('山田みどり')
    expect(zpl).toContain('CUSTOMS  DDP  merchandise')
    expect(zpl).toContain('(2 more lines)')
  })

  test('no text can become a command', () => {
    expect(escapeZpl('a^XZ~JR_b\r\nc')).toBe('a_5EXZ_7EJR_5Fb c')
    const zpl = shippingLabelZpl({ ...LABEL, reference: '^XZ~JR', recipient: ['^XA', '~HS'] })
    expect(zpl).not.toContain('~')
    expect(zpl.match(/\^X[AZ]/g)).toEqual(['^XA', '^XZ'])
  })
})

describe('a label as a picture', () => {
  test('has 812×1218 pixels and reads as 420, postcode and tracking code', async () => {
    const png = await labelPng(shippingLabelZpl(LABEL))
    const { width, height } = decode(png)
    expect([width, height]).toEqual([812, 1218])
    expect(await labelBarcodes(png)).toEqual(['420054019400111827300000000016'])
  })

  test('of an international parcel reads as its tracking number', async () => {
    const png = await labelPng(shippingLabelZpl(ABROAD))
    expect(await labelBarcodes(png)).toEqual(['GM605112874003000001'])
  })
})

describe('the label links of Flexport', () => {
  let carrier: FlexportSimulator
  beforeAll(async () => {
    carrier = await startFlexportSimulator()
  })
  afterAll(() => carrier.stop())

  async function buy(labelFormat: string) {
    const answer = await fetch(`${carrier.url}/logistics/api/2023-07/parcels`, {
      method: 'POST',
      headers: { authorization: `Bearer ${carrier.token}` },
      body: JSON.stringify({
        serviceLevel: 'Standard',
        labelFormat,
        shipToAddress: {
          name: 'Tobias Renner',
          street1: '915 Alder Court',
          city: 'Boise',
          zip: '83702-1234',
          state: 'ID',
          country: 'US',
        },
        dimensions: {
          height: 4,
          length: 8,
          width: 6,
          lengthUnit: 'in',
          weight: 300,
          weightUnit: 'g',
        },
      }),
    })
    return (await answer.json()) as { shippingLabelUrl: string; carrierBarcode: string }
  }

  test('PNG decodes to the carrierBarcode, without a token', async () => {
    const { shippingLabelUrl, carrierBarcode } = await buy('PNG')
    const answer = await fetch(shippingLabelUrl)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(await labelBarcodes(new Uint8Array(await answer.arrayBuffer()))).toEqual([
      carrierBarcode,
    ])
  })

  test('ZPL is the text of the label itself', async () => {
    const { shippingLabelUrl, carrierBarcode } = await buy('ZPL203')
    const zpl = await (await fetch(shippingLabelUrl)).text()
    expect(zpl).toMatch(/^\^XA/)
    expect(zpl).toContain(carrierBarcode.slice(8))
  })

  test('PDF is a page of 4×6 inches', async () => {
    const { shippingLabelUrl } = await buy('PDF')
    const { PDFDocument } = await import('pdf-lib')
    const pdf = await PDFDocument.load(await (await fetch(shippingLabelUrl)).arrayBuffer())
    expect(pdf.getPages().map((page) => page.getSize())).toEqual([{ width: 288, height: 432 }])
  })

  test('an unknown label or ending is 404', async () => {
    const { shippingLabelUrl } = await buy('PNG')
    expect((await fetch(shippingLabelUrl.replace('.png', '.gif'))).status).toBe(404)
    expect((await fetch(`${carrier.url}/labels/nope.zpl`)).status).toBe(404)
  })
})
