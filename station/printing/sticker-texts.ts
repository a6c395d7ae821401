import type { BoxCount, Sticker } from '../../shared/printing.ts'

/** What a parked sticker says besides its order and its barcode. */
export interface StickerTexts {
  readonly boxes: string
  readonly carrier: string
  readonly parkedAt: string
  readonly station: string
}

export function stickerTexts(sticker: Sticker): StickerTexts {
  return {
    boxes: boxesText(sticker.boxes),
    carrier: sticker.carrier,
    parkedAt: localTime(sticker.parkedAt),
    station: sticker.stationName,
  }
}

/** While items are left there is at least one box more than those known. */
function boxesText({ number, of, more }: BoxCount): string {
  return `BOX ${number} OF ${more ? `${of + 1}+` : of}`
}

/** Stickers of many days and benches lie on one shelf: date, time and offset, the same in every language. */
function localTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const offset = -at.getTimezoneOffset()
  const hours = two(Math.floor(Math.abs(offset) / 60))
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`
  return `${date} ${time} ${offset < 0 ? '-' : '+'}${hours}:${two(Math.abs(offset) % 60)}`
}
