import type { ScaleProtocolName } from '../../../shared/weighing.ts'
import type { ScaleProtocol } from '../scale-frame.ts'
import { createHidPosProtocol } from './hid-pos.ts'
import { createNciProtocol } from './nci.ts'
import { createSicsProtocol } from './sics.ts'
import { createAAndDProtocol } from './a-and-d.ts'
import { createCasProtocol } from './cas.ts'
import { createOhausProtocol } from './ohaus.ts'
import { createToledo8217Protocol } from './toledo-8217.ts'
import { createToledoContinuousProtocol } from './toledo-continuous.ts'

/** Every protocol of the settings; each call gives a parser that has heard nothing yet. */
export const SCALE_PROTOCOLS: Record<ScaleProtocolName, () => ScaleProtocol> = {
  'hid-pos': createHidPosProtocol,
  nci: createNciProtocol,
  sics: createSicsProtocol,
  'toledo-8217': createToledo8217Protocol,
  'toledo-continuous': createToledoContinuousProtocol,
  cas: createCasProtocol,
  'a-and-d': createAAndDProtocol,
  ohaus: createOhausProtocol,
}
