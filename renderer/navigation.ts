import { create } from 'zustand'

export type ScreenName = 'bench' | 'orders' | 'shipments' | 'queue' | 'settings' | 'commands'

interface Navigation {
  readonly screen: ScreenName
  /** Whether the rail lies over the bench; on the other screens it always stands at the left. */
  readonly railOpen: boolean
}

export const useNavigation = create<Navigation>(() => ({ screen: 'bench', railOpen: false }))

export function goTo(screen: ScreenName) {
  useNavigation.setState({ screen, railOpen: false })
}

export function toggleRail() {
  useNavigation.setState((before) => ({ railOpen: !before.railOpen }))
}
