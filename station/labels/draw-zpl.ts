import { withMemoryCeiling } from './wasm-memory.ts'

/** ZPL and the size of the paper that it is drawn on. */
export interface ZplCanvas {
  readonly zpl: Uint8Array
  readonly widthDots: number
  readonly heightDots: number
  readonly dpi: 203 | 300 | 600
}

const DOTS_PER_MILLIMETRE = { 203: 8, 300: 12, 600: 24 } as const
/** A label at 600 dpi takes a quarter of it. */
const MOST_BYTES = 512 * 1024 * 1024

let started: ReturnType<typeof startRenderer> | undefined

/** Starts the renderer, which takes most of a second; it is a Go program that runs until it fails. */
export function loadZplRenderer(): ReturnType<typeof startRenderer> {
  started ??= startRenderer()
  return started
}

async function startRenderer() {
  // It instantiates itself as it is imported.
  const { ready } = await withMemoryCeiling(MOST_BYTES, () => import('zpl-renderer-js'))
  return (await ready).api
}

/** A PNG for each format of the ZPL, the first first; in words why there is none. */
export async function drawZpl({
  zpl,
  widthDots,
  heightDots,
  dpi,
}: ZplCanvas): Promise<Uint8Array[] | string> {
  const renderer = await loadZplRenderer()
  const dotsPerMillimetre = DOTS_PER_MILLIMETRE[dpi]
  // It rounds millimetres up to the next dot; a hair less gives exactly the dots wanted.
  const millimetres = (dots: number) => (dots - 0.001) / dotsPerMillimetre
  try {
    const pictures = await renderer.zplToBase64MultipleAsync(
      Buffer.from(zpl.buffer, zpl.byteOffset, zpl.byteLength).toString('utf8'),
      millimetres(widthDots),
      millimetres(heightDots),
      dotsPerMillimetre,
    )
    return pictures.map((picture) => Buffer.from(picture, 'base64'))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
