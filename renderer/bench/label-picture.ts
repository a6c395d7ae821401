import { useEffect, useState } from 'react'
import { station } from '../station.ts'

/** A picture's address; null where it cannot be drawn. */
type Picture = string | null

/** Drawn once, kept by shipment; the oldest go first. */
const kept = new Map<string, Picture>()
const MOST_KEPT = 20

function keep(shipmentId: string, picture: Picture) {
  kept.set(shipmentId, picture)
  const oldest = kept.keys().next()
  if (kept.size > MOST_KEPT && !oldest.done) kept.delete(oldest.value)
}

/** The label as the printer draws it; undefined until it is drawn. Nothing ever waits for it. */
export function useLabelPicture(shipmentId: string | undefined): Picture | undefined {
  const [, redraw] = useState(0)
  useEffect(() => {
    if (shipmentId === undefined || kept.has(shipmentId)) return undefined
    let wanted = true
    station.shipments.picture({ id: shipmentId }).then(
      (answer) => {
        keep(shipmentId, answer.ok ? `data:image/png;base64,${answer.value.png}` : null)
        if (wanted) redraw((count) => count + 1)
      },
      () => {
        // The station is gone; the picture is asked for again when the bench shows the label anew.
      },
    )
    return () => {
      wanted = false
    }
  }, [shipmentId])
  return shipmentId === undefined ? undefined : kept.get(shipmentId)
}
