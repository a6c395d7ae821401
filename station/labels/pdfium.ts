import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PDFiumModule } from '@hyzyla/pdfium'
import { webAssembly, type WasmImports } from './web-assembly.ts'

/** What this program calls of PDFium (fpdfview.h, fpdf_text.h, fpdf_edit.h); the library's own types lack a part of it. */
export interface Pdfium {
  /** All its memory; another array after it grew. */
  heap(): Uint8Array
  malloc(bytes: number): number
  free(at: number): void
  FPDF_InitLibrary(): void
  FPDF_LoadMemDocument(at: number, bytes: number, password: number): number
  FPDF_GetLastError(): number
  FPDF_GetPageCount(document: number): number
  FPDF_GetPageSizeByIndexF(document: number, index: number, size: number): number
  FPDF_LoadPage(document: number, index: number): number
  FPDF_ClosePage(page: number): void
  FPDF_CloseDocument(document: number): void
  FPDFBitmap_CreateEx(
    width: number,
    height: number,
    format: number,
    at: number,
    stride: number,
  ): number
  FPDFBitmap_FillRect(
    bitmap: number,
    left: number,
    top: number,
    width: number,
    height: number,
    colour: number,
  ): void
  FPDFBitmap_GetBuffer(bitmap: number): number
  FPDFBitmap_GetStride(bitmap: number): number
  FPDFBitmap_Destroy(bitmap: number): void
  FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    left: number,
    top: number,
    width: number,
    height: number,
    turned: number,
    flags: number,
  ): void
  FPDFPage_CountObjects(page: number): number
  FPDFPage_GetObject(page: number, index: number): number
  FPDFPageObj_GetType(object: number): number
  FPDFPageObj_GetBounds(
    object: number,
    left: number,
    bottom: number,
    right: number,
    top: number,
  ): number
  FPDFImageObj_GetImagePixelSize(object: number, width: number, height: number): number
  FPDFText_LoadPage(page: number): number
  FPDFText_ClosePage(text: number): void
  FPDFText_CountChars(text: number): number
  FPDFText_GetText(text: number, from: number, count: number, at: number): number
}

/** More than the largest page needs; what a hostile file asks beyond it is not given. */
const MOST_BYTES = 512 * 1024 * 1024

let compiled: Promise<object> | undefined

/** A new PDFium with memory of its own, which never shrinks. */
export async function startPdfium(): Promise<Pdfium> {
  const file = createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm')
  compiled ??= webAssembly.compile(new Uint8Array(readFileSync(file)))
  const program = await compiled
  const module = await (PDFiumModule as unknown as StartModule)({
    instantiateWasm(imports, isReady) {
      void webAssembly.instantiate(program, withMemoryLimit(imports)).then(isReady)
      return {}
    },
  })
  // Emscripten puts a line before the name of each function.
  const functions = Object.entries(module).flatMap(([name, value]) =>
    name.startsWith('_') ? [[name.slice(1), value] as const] : [],
  )
  const pdfium = { ...Object.fromEntries(functions), heap: () => module.HEAPU8 } as Pdfium
  pdfium.FPDF_InitLibrary()
  return pdfium
}

/** The library's own type speaks of WebAssembly's types, which only the DOM has. */
type StartModule = (options: {
  instantiateWasm(imports: WasmImports, isReady: (instance: object) => void): object
}) => Promise<{ readonly HEAPU8: Uint8Array }>

function withMemoryLimit(imports: WasmImports): WasmImports {
  const env = imports['env'] ?? {}
  const grow = env['emscripten_resize_heap'] as (bytes: number) => boolean
  const growSome = (bytes: number) => bytes >>> 0 <= MOST_BYTES && grow(bytes)
  return { ...imports, env: { ...env, emscripten_resize_heap: growSome } }
}
