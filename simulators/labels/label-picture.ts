/** The label drawn as a printer would: a PNG of 812×1218 pixels. Slow at first, as it loads the renderer. */
export async function labelPng(zpl: string): Promise<Uint8Array> {
  const { ready } = await import('zpl-renderer-js')
  const { api } = await ready
  // Pixels are the millimetres times 8, rounded up: this is 812×1218 exactly.
  return Buffer.from(await api.zplToBase64Async(zpl, 101.5, 152.25, 8), 'base64')
}

/** Each label of the ZPL as a PDF page of 4×6 inches that holds the same picture. */
export async function labelPdf(zpl: string): Promise<Uint8Array> {
  const { PDFDocument } = await import('pdf-lib')
  const pdf = await PDFDocument.create()
  const [width, height] = [4 * 72, 6 * 72]
  for (const [label] of zpl.matchAll(/\^XA.*?\^XZ/gs)) {
    const picture = await pdf.embedPng(await labelPng(label))
    pdf.addPage([width, height]).drawImage(picture, { x: 0, y: 0, width, height })
  }
  return pdf.save()
}
