import { deflateSync } from 'node:zlib'
import type { PrinterSettings } from '../../../shared/settings.ts'
import type { BlackDots } from '../../labels/labels.ts'
import { encodeAcs } from './acs.ts'
import { blackBands, type BlackBand } from './black-bands.ts'

/** The ZPL manual's limit for the byte count of one ^GF; printers clamp what is above. */
const LARGEST_FIELD_BYTES = 99_999
const LARGEST_BAND_ROWS = 406

type Graphics = NonNullable<PrinterSettings['graphics']>

/** From how many blank rows on another field costs less: they compress to next to nothing, but not as hex. */
const LEAST_GAP: Readonly<Record<Graphics, number>> = { z64: Infinity, acs: 64, hex: 1 }

const DATA: Readonly<Record<Graphics, (band: BlackBand, bytesPerRow: number) => string>> = {
  z64: ({ bits }) => {
    const packed = deflateSync(bits, { level: 6 }).toString('base64')
    const crc = crc16Xmodem(packed).toString(16).toUpperCase().padStart(4, '0')
    return `:Z64:${packed}:${crc}`
  },
  acs: ({ bits }, bytesPerRow) => encodeAcs(bits, bytesPerRow),
  hex: ({ bits }) =>
    Buffer.from(bits.buffer, bits.byteOffset, bits.length).toString('hex').toUpperCase(),
}

const XMODEM = Uint16Array.from({ length: 256 }, (_, index) => {
  let crc = index << 8
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
  return crc
})

/** CRC-16/XMODEM: polynomial 1021, initial value 0, nothing reflected; of "123456789" it is 31C3. */
export function crc16Xmodem(text: string): number {
  let crc = 0
  for (let index = 0; index < text.length; index++)
    crc = ((crc << 8) ^ (XMODEM[(crc >> 8) ^ (text.charCodeAt(index) & 0xff)] ?? 0)) & 0xffff
  return crc
}

/**
 * A picture as ^GF fields in bands that keep under the manual's limit, as Z64 (base64 of a zlib stream, then the CRC of
 * the base64 text) or, for firmware that does not know it, as ACS or plain hex.
 */
export function graphicFields(
  dots: BlackDots,
  left: number,
  top: number,
  graphics: Graphics = 'z64',
): string {
  const { bytesPerRow } = dots
  const mostRows = Math.min(LARGEST_BAND_ROWS, Math.floor(LARGEST_FIELD_BYTES / bytesPerRow))
  let fields = ''
  for (const band of blackBands(dots, { mostRows, leastGap: LEAST_GAP[graphics] })) {
    const { length } = band.bits
    fields += `^FO${left},${top + band.top}^GFA,${length},${length},${bytesPerRow},${DATA[graphics](band, bytesPerRow)}^FS\n`
  }
  return fields
}
