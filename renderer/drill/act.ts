import type { DrillAction } from '../../shared/drill.ts'
import { station } from '../station.ts'

/** Does something to the simulated world; what came of it shows in the drill's own stream. */
export function act(action: DrillAction) {
  station.drill.act(action).catch(() => {
    // The station is gone: the banner says so, and nothing was moved.
  })
}
