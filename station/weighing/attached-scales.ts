import type { AttachedScales } from '../../shared/weighing.ts'
import type { HidAccess } from '../hid/hid.ts'

/** What may be a scale on this machine: HID scales and serial ports; a new value whenever that changes. */
export async function* attachedScales(
  _hid: HidAccess,
  _signal: AbortSignal,
): AsyncGenerator<AttachedScales> {
  yield { found: [], troubles: [] }
}
