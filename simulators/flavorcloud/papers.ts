import type { CarrierAnswer } from '../carrier-http.ts'
import { labelFile } from '../labels/label-links.ts'
import { labelPdf } from '../labels/label-picture.ts'
import type { billsOf } from './billing.ts'
import { commercialInvoicePdf, textPage } from './commercial-invoice.ts'
import type { Manifest } from './manifests.ts'
import { shipmentLabelZpl } from './shipment-label.ts'
import type { Shipments } from './shipments.ts'
import type { FlavorCloudSwitches } from './switches.ts'

export interface PapersDeps {
  readonly shipments: Shipments
  readonly bills: () => ReturnType<typeof billsOf>
  readonly manifest: (id: string) => Manifest | undefined
  readonly switches: FlavorCloudSwitches
}

/** What links lead to, by the first two segments of their path. They need no credentials. */
export function createPapers({ shipments, bills, manifest, switches }: PapersDeps) {
  const reads = new Map<string, number>()

  async function label(name: string): Promise<CarrierAnswer | undefined> {
    const shipment = shipments.byId(idOf(name).replace(/-all$/, ''))
    if (!shipment || shipment.state === 'unmade' || shipment.state === 'failed') return undefined
    const readsBefore = reads.get(name) ?? 0
    reads.set(name, readsBefore + 1)
    if (readsBefore < switches.labelMissesReads) return undefined
    if (!idOf(name).endsWith('-all')) return labelFile(name, shipmentLabelZpl(shipment))
    const together = shipments
      .byReference(shipment.callReference)
      .filter((one) => one.callReference === shipment.callReference)
    return pdfAnswer(await joined(await Promise.all(together.map(shipmentLabelPdf))))
  }

  async function paper(area: string, name: string): Promise<CarrierAnswer | undefined> {
    if (area === 'labels') return label(name)
    const id = idOf(name)
    if (area === 'invoices') {
      const shipment = shipments.byId(id)
      return shipment && pdfAnswer(await commercialInvoicePdf(shipment))
    }
    if (area === 'manifests') {
      const found = manifest(id)
      const lines = found?.shipments.map((one) => `${one.reference}   ${one.trackingNumber}`)
      return lines && pdfAnswer(await textPage(`Manifest ${id}`, lines))
    }
    const bill = bills().find((one) => one.InvoiceNumber === id)
    const lines = bill?.InvoiceDetail.map(
      (line) =>
        `${line.OrderNumber}   ${line.TrackingNumber}   ${line.TotalShipmentCharges.toFixed(2)}`,
    )
    return (
      bill &&
      pdfAnswer(
        await textPage(`Invoice ${id}`, [
          ...(lines ?? []),
          `Amount ${bill.InvoiceAmount.toFixed(2)}`,
        ]),
      )
    )
  }

  return async ([area = '', name = '']: readonly string[]): Promise<CarrierAnswer> =>
    (await paper(area, name)) ?? { status: 404, type: 'text/plain', body: 'No such file' }
}

function idOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.'))
}

function pdfAnswer(body: Uint8Array): CarrierAnswer {
  return { status: 200, type: 'application/pdf', body }
}

function shipmentLabelPdf(shipment: Parameters<typeof shipmentLabelZpl>[0]): Promise<Uint8Array> {
  return labelPdf(shipmentLabelZpl(shipment))
}

/** The pages of several PDFs in one. */
async function joined(files: readonly Uint8Array[]): Promise<Uint8Array> {
  const { PDFDocument } = await import('pdf-lib')
  const whole = await PDFDocument.create()
  for (const file of files) {
    const part = await PDFDocument.load(file)
    for (const page of await whole.copyPages(part, part.getPageIndices())) whole.addPage(page)
  }
  return whole.save()
}
