import type { DrillCard } from '../../shared/drill.ts'
import { Barcode } from '../barcode.tsx'
import { sendScan } from '../bench/bench-store.ts'
import looks from './card.module.css'

/** A card with a barcode: a scanner reads it off the screen, and a click is the same scan. */
export function Card({ title, detail, barcode }: DrillCard) {
  return (
    <button
      type="button"
      className={looks.card}
      data-barcode={barcode}
      onClick={(event) => {
        event.currentTarget.blur()
        sendScan(barcode, 'key')
      }}
    >
      <span className={looks.title}>{title}</span>
      <span className={looks.detail}>{detail}</span>
      <Barcode text={barcode} className={looks.barcode} />
      <span className={looks.text}>{barcode}</span>
    </button>
  )
}
