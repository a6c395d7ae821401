import { create } from 'zustand'

export type ShipmentAction = 'reprint' | 'void' | 'settle'

interface Chosen {
  readonly id: string | null
  /** The part of the detail panel that is open for a decision. */
  readonly action: ShipmentAction | null
}

/** Which shipment is looked at. Outlives the screen, so that a scan in between loses nothing. */
export const useChosenShipment = create<Chosen>(() => ({ id: null, action: null }))

export function chooseShipment(id: string | null, action: ShipmentAction | null = null) {
  useChosenShipment.setState({ id, action })
}
