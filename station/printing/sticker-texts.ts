import type { BoxCount, Sticker } from '../../shared/printing.ts'

/** What stands on a parked sticker beside its barcode. Empty where there is nothing to say. */
export interface StickerTexts {
  readonly order: string
  readonly boxes: string
  readonly carrier: string
  readonly parkedAt: string
  readonly station: string
}

/** The words of a parked sticker, the same in every printer's language. */
export function stickerTexts(sticker: Sticker): StickerTexts {
  return {
    order: printable(sticker.order),
    boxes: boxesText(sticker.boxes),
    carrier: printable(sticker.carrier),
    parkedAt: localTime(sticker.parkedAt),
    station: printable(sticker.stationName),
  }
}

/** While items are left there is at least one box more than those known. */
function boxesText({ number, of, more }: BoxCount): string {
  return `BOX ${number} OF ${more ? `${of + 1}+` : of}`
}

/** Stickers of many days lie on one shelf, and nobody there knows this computer's time zone. */
function localTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const offset = -at.getTimezoneOffset()
  const hours = two(Math.floor(Math.abs(offset) / 60))
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`
  return `${date} ${time} ${offset < 0 ? '-' : '+'}${hours}:${two(Math.abs(offset) % 60)}`
}

/** To a printer control characters are commands. */
function printable(text: string): string {
  return text
    .normalize()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
}
