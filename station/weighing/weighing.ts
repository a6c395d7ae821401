import type { ScaleSettings } from '../../shared/settings.ts'
import type { ScaleReading } from '../../shared/weighing.ts'
import type { Topic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'

export interface Weighing {
  /** The newest reading; undefined where no scale is set up. Silence becomes `unknown`, never an old weight. */
  reading(): ScaleReading | undefined
  readonly readings: Topic<ScaleReading>
  /** The settings' scale changed. */
  reconfigure(): void
  stop(): Promise<void>
}

export interface WeighingDeps {
  readonly scale: () => ScaleSettings | undefined
  readonly clock: Clock
  readonly log: Log
}
