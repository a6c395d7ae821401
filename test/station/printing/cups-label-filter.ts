import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BlackDots } from '../../../station/labels/labels.ts'

const FILTER = '/usr/lib/cups/filter/rastertolabel'
const PPD_COMPILER = '/usr/bin/ppdc'
const SAMPLE_DRIVERS = '/usr/share/cups/drv/sample.drv'

/** Why CUPS's label filter cannot be asked here; undefined where it can. */
export function cupsLabelFilterMissing(): string | undefined {
  const missing = [FILTER, PPD_COMPILER, SAMPLE_DRIVERS].find((path) => !existsSync(path))
  return missing && `${missing} is not installed (Debian: cups and cups-ppdc)`
}

/** CUPS's own drivers for label printers, written by others from the same manuals. */
export type CupsLabelDriver = 'zebra' | 'zebraep2' | 'zebracpl'

/** What CUPS's `rastertolabel` makes of a picture at 203 dpi. */
export function openCupsLabelFilter(driver: CupsLabelDriver): {
  encode: (raster: Uint8Array) => Uint8Array
  close: () => void
} {
  const folder = mkdtempSync(join(tmpdir(), 'cups-label-'))
  spawnSync(PPD_COMPILER, ['-d', folder, SAMPLE_DRIVERS])
  return {
    encode(raster) {
      const run = spawnSync(FILTER, ['1', 'bench', 'label', '1', ''], {
        input: raster,
        env: { PPD: join(folder, `${driver}.ppd`) },
        maxBuffer: 64 * 1024 * 1024,
      })
      if (run.status !== 0) throw new Error(`rastertolabel: ${run.stderr.toString()}`)
      return run.stdout
    },
    close: () => rmSync(folder, { recursive: true }),
  }
}

/** One page of one colour in the CUPS raster format, version 3: a header of 1796 bytes, then the rows as they are. */
export function cupsRaster({ width, height, bytesPerRow, bits }: BlackDots): Uint8Array {
  const BLACK = 3
  const header = Buffer.alloc(1796)
  const numbers: readonly (readonly [offset: number, value: number])[] = [
    [276, 203], // HWResolution
    [280, 203],
    [340, 1], // NumCopies
    [352, Math.round((width * 72) / 203)], // PageSize in points
    [356, Math.round((height * 72) / 203)],
    [372, width],
    [376, height],
    [384, 1], // bits a colour
    [388, 1], // bits a dot
    [392, bytesPerRow],
    [400, BLACK],
    [420, 1], // colours
  ]
  for (const [offset, value] of numbers) header.writeUInt32BE(value, offset)
  return Buffer.concat([Buffer.from('RaS3'), header, bits])
}
