import { parcelOfShipment } from './rate-book.ts'
import { addressLines, endsOf } from './shipment-label.ts'
import type { StoredShipment } from './shipments.ts'

/** The customs paper of a shipment: one Letter page. The PDF library loads when it is first asked for. */
export async function commercialInvoicePdf(shipment: StoredShipment): Promise<Uint8Array> {
  const { asked, index, terms } = shipment
  const { pieces, packageWeight, weightUnit, currency } = parcelOfShipment(asked, index)
  const ends = endsOf(shipment)
  const total = pieces.reduce((sum, piece) => sum + piece.Quantity * piece.SalePrice, 0)
  return textPage('Commercial invoice', [
    `Reference ${shipment.reference}   Tracking ${shipment.trackingNumber}   ${shipment.askedAt.slice(0, 10)}`,
    '',
    `Exporter: ${addressLines(ends.from).join(', ')}`,
    `Consignee: ${addressLines(ends.to).join(', ')}`,
    `Terms of trade: ${terms}   Reason for export: ${asked.ReasonForExport ?? 'merchandise'}`,
    '',
    ...pieces.map(
      (piece) =>
        `${piece.Quantity} x ${piece.Description}   HS ${piece.HSCode}   origin ${piece.OriginCountryCode ?? '-'}   ${(piece.Quantity * piece.SalePrice).toFixed(2)} ${currency}`,
    ),
    '',
    `Total value ${total.toFixed(2)} ${currency}   Gross weight ${packageWeight} ${weightUnit}`,
  ])
}

/** A Letter page with a heading and lines of text. */
export async function textPage(title: string, lines: readonly string[]): Promise<Uint8Array> {
  const { PDFDocument, StandardFonts } = await import('pdf-lib')
  const pdf = await PDFDocument.create()
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  const page = pdf.addPage([612, 792])
  page.drawText(title, { x: 48, y: 730, size: 20, font })
  lines.forEach((line, index) => {
    page.drawText(latin(line), { x: 48, y: 695 - index * 16, size: 10, font })
  })
  return pdf.save()
}

/** The built-in fonts know Latin-1 alone: accents that it lacks are dropped, other scripts become `?`. */
function latin(text: string): string {
  return Array.from(text)
    .map((character) =>
      character <= 'ÿ' ? character : character.normalize('NFKD').replaceAll(/\p{M}/gu, ''),
    )
    .join('')
    .replaceAll(/[^\u0020-\u007e\u00a0-\u00ff]/g, '?')
}
