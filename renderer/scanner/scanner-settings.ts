import { ScannerSettingsSchema, type ScannerSettings } from '../../shared/settings.ts'
import { follow } from '../follow.ts'
import { station } from '../station.ts'

/** The newest settings of the scanner, followed for as long as the page lives; the defaults until they are known. */
export function followScannerSettings(): () => ScannerSettings {
  let newest = ScannerSettingsSchema.parse({})
  follow(
    (_: undefined, options) => station.settings.follow(undefined, options),
    ({ settings }) => {
      newest = settings.scanner
    },
  )
  return () => newest
}
