import type { HidAccess } from '../../hid/hid.ts'
import { openInvalidLine } from './invalid-line.ts'
import type { OpenScaleLine } from './scale-line.ts'

/** Usage page of the HID point-of-sale class for weighing devices. */
export const SCALES_PAGE = 0x8d

/** USB scales at `hid:VID:PID`; each report comes as one piece. They speak by themselves and are asked nothing. */
export function hidLines(hid: HidAccess): OpenScaleLine {
  return (connection, listener) => {
    const [, vendorId, productId] = /^hid:([\da-f]{4}):([\da-f]{4})$/i.exec(connection) ?? []
    if (vendorId === undefined || productId === undefined)
      return openInvalidLine(connection, listener)
    const device = hid.open(
      {
        vendorId: vendorId.toLowerCase(),
        productId: productId.toLowerCase(),
        usagePage: SCALES_PAGE,
      },
      {
        opened: () => listener.opened(),
        report: (bytes) => listener.bytes(bytes),
        lost: ({ code, detail }) => listener.lost({ reason: code, detail }),
      },
    )
    return { write() {}, close: () => device.close() }
  }
}
