import type { CarrierAnswer } from '../carrier-http.ts'
import { labelPdf, labelPng } from './label-picture.ts'

/** What a label link answers: `NAME.zpl`, `.png` or `.pdf`; undefined where the ending is another. */
export async function labelFile(name: string, zpl: string): Promise<CarrierAnswer | undefined> {
  switch (name.slice(name.lastIndexOf('.') + 1)) {
    case 'zpl':
      return { status: 200, type: 'application/zpl', body: zpl }
    case 'png':
      return { status: 200, type: 'image/png', body: await labelPng(zpl) }
    case 'pdf':
      return { status: 200, type: 'application/pdf', body: await labelPdf(zpl) }
    default:
      return undefined
  }
}
