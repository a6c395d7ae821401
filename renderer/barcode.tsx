import { code128, drawingSVG } from 'bwip-js/browser'
import { memo } from 'react'

interface BarcodeProps {
  readonly text: string
  readonly className?: string | undefined
  /** Of the bars, beside modules of about 0.7. */
  readonly height?: number
  /** Whether `^FNC1` in the text stands for that character, which makes it a GS1-128. */
  readonly hasFnc1?: boolean
}

const drawn = new Map<string, string>()
const MOST_DRAWN = 400

/** The picture of a Code 128, black on white with its quiet zones; undefined for text it cannot hold. */
function picture(text: string, height: number, hasFnc1: boolean): string | undefined {
  const key = `${height} ${hasFnc1} ${text}`
  const before = drawn.get(key)
  if (before !== undefined) return before
  try {
    const svg = code128(
      {
        bcid: 'code128',
        text,
        parsefnc: hasFnc1,
        scale: 2,
        height,
        paddingwidth: 10,
        paddingheight: 2,
      },
      drawingSVG(),
    )
    const address = `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`
    if (drawn.size < MOST_DRAWN) drawn.set(key, address)
    return address
  } catch {
    // The library throws for characters outside Code 128: the text beneath still can be typed.
    return undefined
  }
}

/** A barcode that a real scanner reads off the screen or off paper. The text beneath is the caller's. */
export const Barcode = memo(function Barcode(props: BarcodeProps) {
  const { text, className, height = 6, hasFnc1 = false } = props
  const address = picture(text, height, hasFnc1)
  return address === undefined ? null : <img src={address} alt="" className={className} />
})
