import { code128, drawingSVG } from 'bwip-js/browser'
import { memo } from 'react'

interface BarcodeProps {
  readonly text: string
  readonly className?: string | undefined
}

const drawn = new Map<string, string>()
const MOST_DRAWN = 400

/** The picture of a Code 128, black on white with its quiet zones; undefined for text it cannot hold. */
function picture(text: string): string | undefined {
  const before = drawn.get(text)
  if (before !== undefined) return before
  try {
    const svg = code128(
      { bcid: 'code128', text, scale: 2, height: 6, paddingwidth: 10, paddingheight: 2 },
      drawingSVG(),
    )
    const address = `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`
    if (drawn.size < MOST_DRAWN) drawn.set(text, address)
    return address
  } catch {
    // The library throws for characters outside Code 128: the text beneath still can be typed.
    return undefined
  }
}

/** A barcode that a real scanner reads off the screen or off paper. The text beneath is the caller's. */
export const Barcode = memo(function Barcode({ text, className }: BarcodeProps) {
  const address = picture(text)
  return address === undefined ? null : <img src={address} alt="" className={className} />
})
