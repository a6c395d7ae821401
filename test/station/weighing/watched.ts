import type { ScaleSettings } from '../../../shared/settings.ts'
import type { ScaleReading } from '../../../shared/weighing.ts'
import type { HidAccess } from '../../../station/hid/hid.ts'
import { createWeighing, type Weighing } from '../../../station/weighing/weighing.ts'
import { noHid } from './no-hid.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }

export interface Watched {
  readonly weighing: Weighing
  /** Every reading so far. */
  readonly seen: ScaleReading[]
  /** Resolves with the next reading that fits. */
  until(fits: (reading: ScaleReading) => boolean): Promise<ScaleReading>
}

/** A station's weighing at its own pace, with everything that it publishes. */
export function watchWeighing(
  scale: () => ScaleSettings | undefined,
  hid: HidAccess = noHid,
): Watched {
  const weighing = createWeighing({ hid, scale, clock: { now: () => new Date() }, log })
  const seen: ScaleReading[] = []
  weighing.readings.subscribe((reading) => seen.push(reading))
  return {
    weighing,
    seen,
    until: (fits) =>
      new Promise((resolve) => {
        const leave = weighing.readings.subscribe((reading) => {
          if (!fits(reading)) return
          leave()
          resolve(reading)
        })
      }),
  }
}
