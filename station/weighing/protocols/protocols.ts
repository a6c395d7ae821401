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

/**
 * How the line to a scale of each protocol is usually set, as a serial connection takes it, most usual first.
 * None for a protocol that no serial line carries.
 */
export const USUAL_LINES: Record<ScaleProtocolName, readonly string[]> = {
  'hid-pos': [],
  nci: ['baud=9600&bits=7&parity=even', 'baud=9600&bits=8&parity=none'],
  sics: ['baud=9600&bits=8&parity=none', 'baud=9600&bits=7&parity=even'],
  'toledo-8217': ['baud=9600&bits=7&parity=even', 'baud=9600&bits=8&parity=none'],
  'toledo-continuous': ['baud=9600&bits=7&parity=even', 'baud=9600&bits=8&parity=none'],
  cas: ['baud=9600&bits=8&parity=none'],
  'a-and-d': ['baud=2400&bits=7&parity=even', 'baud=9600&bits=8&parity=none'],
  ohaus: ['baud=9600&bits=8&parity=none', 'baud=2400&bits=7&parity=none&stop=2'],
}
