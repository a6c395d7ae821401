import type { PrintFailure } from '../../../shared/printing.ts'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type { PrinterConnection } from '../printer-connection.ts'
import { createDeviceFileConnection } from './device-file.ts'
import { createFileConnection } from './file.ts'
import { createNetworkConnection } from './network.ts'
import { createSimulatedConnection } from './simulated.ts'

/** The way to a printer as the settings write it (`tcp://host:port`, `usb:PATH`, `file:PATH`, `simulated:`). */
export function openConnection(connection: string): Outcome<PrinterConnection, PrintFailure> {
  const [scheme, rest] = splitOnce(connection, ':')
  switch (scheme) {
    case 'tcp': {
      const [host, port] = splitOnce(rest.replace(/^\/\//, ''), ':')
      const number = Number(port)
      if (number < 1 || number > 65_535)
        return failed({
          code: 'connection-not-supported',
          detail: `${connection} (a port is 1 to 65535)`,
        })
      return done(createNetworkConnection(host, number))
    }
    case 'usb':
      return done(createDeviceFileConnection(rest))
    case 'file':
      return done(createFileConnection(rest))
    case 'simulated':
      return done(createSimulatedConnection())
    default:
      return failed({
        code: 'connection-not-supported',
        detail: `${connection} (label printers are on tcp://, usb:, file: or simulated:)`,
      })
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}
