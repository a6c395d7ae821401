import type { ScaleSettings } from '../../../shared/settings.ts'
import type { ScaleProtocol } from '../scale-frame.ts'
import { createHidPosProtocol } from './hid-pos.ts'
import { createNciProtocol } from './nci.ts'
import { createSicsProtocol } from './sics.ts'
import { createToledo8217Protocol } from './toledo-8217.ts'

/** Every protocol of the settings; each call gives a parser that has heard nothing yet. */
export const SCALE_PROTOCOLS: Record<ScaleSettings['protocol'], () => ScaleProtocol> = {
  'hid-pos': createHidPosProtocol,
  nci: createNciProtocol,
  sics: createSicsProtocol,
  'toledo-8217': createToledo8217Protocol,
}
