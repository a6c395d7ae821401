import { create } from 'zustand'

/** Which order is looked at. Outlives the screen, so that a scan in between loses nothing. */
export const useChosenOrder = create<{ readonly id: number | null }>(() => ({ id: null }))

export function chooseOrder(id: number | null) {
  useChosenOrder.setState({ id })
}
