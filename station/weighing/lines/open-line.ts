import type { HidAccess } from '../../hid/hid.ts'
import { hidLines } from './hid-line.ts'
import { openNetworkLine } from './network-line.ts'
import type { OpenScaleLine } from './scale-line.ts'
import { openSerialLine } from './serial-line.ts'

/** What opens a line to such a connection; undefined for a kind that no scale here has. */
export function lineOpener(connection: string, hid: HidAccess): OpenScaleLine | undefined {
  if (connection.startsWith('tcp:')) return openNetworkLine
  if (connection.startsWith('serial:')) return openSerialLine
  return connection.startsWith('hid:') ? hidLines(hid) : undefined
}

/** Whether two connections lead to the same plug, which only one of them can have open. */
export function samePlug(one: string, other: string): boolean {
  return plug(one) === plug(other)
}

function plug(connection: string): string {
  return connection.startsWith('hid:') ? connection.toLowerCase() : connection.replace(/\?.*$/, '')
}
