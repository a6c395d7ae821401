/** A picture of black and white dots: rows of bytes, a set bit is black, the leftmost dot in the highest bit. */
export interface BlackDots {
  readonly width: number
  readonly height: number
  readonly bytesPerRow: number
  readonly bits: Uint8Array
}
