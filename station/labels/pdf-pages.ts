import type { PrintFailure } from '../../shared/printing.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { blankDots, type BlackDots } from './black-dots.ts'
import { startPdfium, type Pdfium } from './pdfium.ts'
import { SAME_DPI } from './png-dpi.ts'

export interface PdfPage {
  /** The page at this many dots per inch, black where it is darker than half. */
  draw(dpi: number): Outcome<BlackDots, PrintFailure>
  /** The lines of its text layer. */
  texts(): string[]
}

/** A page of A4 at 600 dpi has 35 million. */
const MOST_DOTS = 48_000_000
const MOST_CHARACTERS = 20_000
/** Where a file has made it grow beyond this, the next one starts with new memory. */
const ROOMY_BYTES = 192 * 1024 * 1024

const POINTS_PER_INCH = 72
const GREY = 1
const WITH_ANNOTATIONS = 1
const IN_GREY = 8
const IMAGE = 3
const NEEDS_PASSWORD = [4, 5]

let started: Promise<Pdfium> | undefined

/** Starts PDFium before the first PDF needs it. */
export async function loadPdfium(): Promise<Pdfium> {
  started ??= startPdfium()
  return started
}

/** Opens a PDF for as long as `use` takes. Whatever the file does to PDFium costs this one call. */
export async function withPdf<T>(
  bytes: Uint8Array,
  use: (pages: readonly PdfPage[]) => Promise<Outcome<T, PrintFailure>>,
): Promise<Outcome<T, PrintFailure>> {
  const pdfium = await loadPdfium()
  const closing: (() => void)[] = []
  try {
    const at = pdfium.malloc(bytes.length)
    closing.push(() => pdfium.free(at))
    pdfium.heap().set(bytes, at)
    const document = pdfium.FPDF_LoadMemDocument(at, bytes.length, 0)
    if (document === 0)
      return notReadable(
        NEEDS_PASSWORD.includes(pdfium.FPDF_GetLastError())
          ? 'The PDF is encrypted with a password'
          : 'The PDF is damaged',
      )
    closing.push(() => pdfium.FPDF_CloseDocument(document))
    const count = pdfium.FPDF_GetPageCount(document)
    const pages = Array.from({ length: Math.min(count, MOST_PAGES) }, (_, index) =>
      openPage(pdfium, document, index),
    )
    return await use(pages)
  } catch (error) {
    started = undefined
    closing.length = 0
    return notReadable(
      `The PDF cannot be drawn (${error instanceof Error ? error.message : String(error)})`,
    )
  } finally {
    for (const close of closing.toReversed()) close()
    if (pdfium.heap().length > ROOMY_BYTES) started = undefined
  }
}

/** A carrier puts the label before its papers; this many are looked through for it. */
const MOST_PAGES = 8

function openPage(pdfium: Pdfium, document: number, index: number): PdfPage {
  return {
    draw(dpi) {
      // From the page's description alone, before its content is looked at.
      const size = floatsOf(pdfium, 2, (at) => pdfium.FPDF_GetPageSizeByIndexF(document, index, at))
      const [widthPoints = 0, heightPoints = 0] = size ?? []
      const dots = (points: number, dpi: number) => Math.round((points * dpi) / POINTS_PER_INCH)
      const [width, height] = [dots(widthPoints, dpi), dots(heightPoints, dpi)]
      if (!(width >= 1 && height >= 1))
        return notReadable(`Page ${index + 1} of the PDF has no size`)
      if (width * height > MOST_DOTS)
        return failed({
          code: 'label-does-not-fit',
          detail: `page ${index + 1} is ${width} × ${height} dots at ${dpi} dpi, larger than any label`,
        })
      return withPage(pdfium, document, index, (page) => {
        const own = pictureDpi(pdfium, page)
        // A scan by 1.5 % makes bars of uneven width: such a picture keeps its own dots.
        const drawnAt = own !== undefined && Math.abs(own / dpi - 1) <= SAME_DPI ? own : dpi
        return drawPage(pdfium, page, dots(widthPoints, drawnAt), dots(heightPoints, drawnAt))
      })
    },
    texts() {
      const texts = withPage(pdfium, document, index, (page) => done(textsOf(pdfium, page)))
      return texts.ok ? texts.value : []
    },
  }
}

function withPage<T>(
  pdfium: Pdfium,
  document: number,
  index: number,
  use: (page: number) => Outcome<T, PrintFailure>,
): Outcome<T, PrintFailure> {
  const page = pdfium.FPDF_LoadPage(document, index)
  if (page === 0) return notReadable(`Page ${index + 1} of the PDF is damaged`)
  const outcome = use(page)
  pdfium.FPDF_ClosePage(page)
  return outcome
}

function drawPage(
  pdfium: Pdfium,
  page: number,
  width: number,
  height: number,
): Outcome<BlackDots, PrintFailure> {
  const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, GREY, 0, 0)
  if (bitmap === 0) return notReadable('The PDF needs more memory than a label does')
  pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff)
  pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, WITH_ANNOTATIONS | IN_GREY)
  const stride = pdfium.FPDFBitmap_GetStride(bitmap)
  const at = pdfium.FPDFBitmap_GetBuffer(bitmap)
  const dots = thresholded(pdfium.heap().subarray(at, at + stride * height), stride, width, height)
  pdfium.FPDFBitmap_Destroy(bitmap)
  return done(dots)
}

function thresholded(grey: Uint8Array, stride: number, width: number, height: number): BlackDots {
  const dots = blankDots(width, height)
  for (let y = 0; y < height; y++) {
    const from = y * stride
    const to = y * dots.bytesPerRow
    for (let x = 0; x < width; x++)
      if ((grey[from + x] ?? 255) < 128)
        dots.bits[to + (x >> 3)] = (dots.bits[to + (x >> 3)] ?? 0) | (0x80 >> (x & 7))
  }
  return dots
}

/** The dots per inch of the one picture that the page is; undefined where it is anything else. */
function pictureDpi(pdfium: Pdfium, page: number): number | undefined {
  if (pdfium.FPDFPage_CountObjects(page) !== 1) return undefined
  const object = pdfium.FPDFPage_GetObject(page, 0)
  if (pdfium.FPDFPageObj_GetType(object) !== IMAGE) return undefined
  const bounds = floatsOf(pdfium, 4, (at) =>
    pdfium.FPDFPageObj_GetBounds(object, at, at + 4, at + 8, at + 12),
  )
  const pixels = wordsOf(pdfium, 2, (at) =>
    pdfium.FPDFImageObj_GetImagePixelSize(object, at, at + 4),
  )
  if (bounds === undefined || pixels === undefined) return undefined
  const [left = 0, bottom = 0, right = 0, top = 0] = bounds
  const across = ((pixels[0] ?? 0) * POINTS_PER_INCH) / (right - left)
  const down = ((pixels[1] ?? 0) * POINTS_PER_INCH) / (top - bottom)
  return Math.abs(across / down - 1) < 0.005 ? (across + down) / 2 : undefined
}

function textsOf(pdfium: Pdfium, page: number): string[] {
  const text = pdfium.FPDFText_LoadPage(page)
  if (text === 0) return []
  const count = Math.min(Math.max(0, pdfium.FPDFText_CountChars(text)), MOST_CHARACTERS)
  const at = pdfium.malloc((count + 1) * 2)
  const written = pdfium.FPDFText_GetText(text, 0, count, at)
  const words = Buffer.from(pdfium.heap().subarray(at, at + Math.max(0, written - 1) * 2))
  pdfium.free(at)
  pdfium.FPDFText_ClosePage(text)
  return words
    .toString('utf16le')
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function floatsOf(
  pdfium: Pdfium,
  count: number,
  write: (at: number) => number,
): number[] | undefined {
  return numbersOf(pdfium, count, write, (view, at) => view.getFloat32(at, true))
}

function wordsOf(
  pdfium: Pdfium,
  count: number,
  write: (at: number) => number,
): number[] | undefined {
  return numbersOf(pdfium, count, write, (view, at) => view.getUint32(at, true))
}

/** What PDFium writes to `count` places of four bytes; undefined where it says that it has nothing. */
function numbersOf(
  pdfium: Pdfium,
  count: number,
  write: (at: number) => number,
  read: (view: DataView, at: number) => number,
): number[] | undefined {
  const at = pdfium.malloc(count * 4)
  const isWritten = write(at) !== 0
  const view = new DataView(pdfium.heap().buffer)
  const numbers = Array.from({ length: count }, (_, index) => read(view, at + index * 4))
  pdfium.free(at)
  return isWritten ? numbers : undefined
}

function notReadable(detail: string): Outcome<never, PrintFailure> {
  return failed({ code: 'label-not-readable', detail })
}
