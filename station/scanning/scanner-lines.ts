import type { ScanSource } from '../../shared/scanning.ts'
import type { ScannerSettings } from '../../shared/settings.ts'
import type { HidAccess } from '../hid/hid.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Log } from '../ports.ts'

/** How a scanner that the station reads by itself is. */
export interface ScannerLineState {
  readonly connection: string
  readonly state: 'ready' | 'offline'
  /** Why it is offline, kebab-case. */
  readonly reason: string | null
}

/** The scanners of the settings that the station reads by itself; each heals by itself. */
export interface ScannerLines {
  states(): ScannerLineState[]
  readonly changes: Topic<void>
  /** The settings changed. */
  reconfigure(): void
  stop(): Promise<void>
}

export interface ScannerLinesDeps {
  readonly settings: () => ScannerSettings
  readonly hid: HidAccess
  /** Gets every scan, whole, in the order they came. */
  readonly onScan: (text: string, source: Extract<ScanSource, 'serial' | 'hid'>) => void
  readonly log: Log
}

export function createScannerLines(_deps: ScannerLinesDeps): ScannerLines {
  return {
    states: () => [],
    changes: createTopic<void>(),
    reconfigure() {},
    stop: () => Promise.resolve(),
  }
}
