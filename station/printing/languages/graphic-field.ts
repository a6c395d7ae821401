import { deflateSync } from 'node:zlib'
import type { BlackDots } from '../../labels/labels.ts'

/** The ZPL manual's limit for the byte count of one ^GF; printers clamp what is above. */
const LARGEST_FIELD_BYTES = 99_999
const LARGEST_BAND_ROWS = 406

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
 * A picture as ^GF fields in Z64 (base64 of a zlib stream, then the CRC of the base64 text), in bands that keep
 * under the manual's limit. Bands without a black dot are left out.
 */
export function graphicFields(dots: BlackDots, left: number, top: number): string {
  const { bytesPerRow, height, bits } = dots
  const bandRows = Math.min(LARGEST_BAND_ROWS, Math.floor(LARGEST_FIELD_BYTES / bytesPerRow))
  let fields = ''
  for (let row = 0; row < height; row += bandRows) {
    const band = bits.subarray(row * bytesPerRow, Math.min(row + bandRows, height) * bytesPerRow)
    if (band.every((byte) => byte === 0)) continue
    const packed = deflateSync(band, { level: 6 }).toString('base64')
    const crc = crc16Xmodem(packed).toString(16).toUpperCase().padStart(4, '0')
    fields += `^FO${left},${top + row}^GFA,${band.length},${band.length},${bytesPerRow},:Z64:${packed}:${crc}^FS\n`
  }
  return fields
}
