import type { PrintFailure } from '../../../shared/printing.ts'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type { PrinterConnection } from '../printer-connection.ts'
import { serialSettings } from '../../serial/serial-port.ts'
import { createCupsSpoolerConnection } from './cups-spooler.ts'
import { createDeviceFileConnection } from './device-file.ts'
import { createFileConnection } from './file.ts'
import { createNetworkConnection } from './network.ts'
import { createSerialConnection } from './serial.ts'
import { createSimulatedConnection } from './simulated.ts'
import { createWindowsSpoolerConnection } from './windows-spooler.ts'

/**
 * The way to a printer as the settings write it (`tcp://host:port`, `usb:PATH`, `serial:PATH?baud=9600`, `spooler:NAME`,
 * `file:PATH`, `simulated:`).
 */
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
    case 'serial': {
      const settings = serialSettings(connection)
      return settings.ok
        ? done(createSerialConnection(settings.value))
        : failed({
            code: 'connection-not-supported',
            detail: `${connection} (${settings.failure.detail})`,
          })
    }
    case 'spooler':
      return done(
        process.platform === 'win32'
          ? createWindowsSpoolerConnection(rest)
          : createCupsSpoolerConnection(rest),
      )
    case 'ipp':
    case 'ipps':
      return failed({
        code: 'connection-not-supported',
        detail: `${connection} (ipp:// is for documents: a label wants tcp://, usb:, serial: or spooler:)`,
      })
    case 'file':
      return done(createFileConnection(rest))
    case 'simulated':
      return done(createSimulatedConnection())
    default:
      return failed({
        code: 'connection-not-supported',
        detail: `${connection} (label printers are on tcp://, usb:, serial:, spooler:, file: or simulated:)`,
      })
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}
