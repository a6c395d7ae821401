import { failed } from '../../../shared/outcome.ts'
import type { HidAccess } from '../../../station/hid/hid.ts'

/** A machine without USB HID devices. */
export const noHid: HidAccess = {
  list: () => Promise.resolve(failed({ code: 'hid-not-available', detail: 'none in this test' })),
  open(_wanted, listener) {
    queueMicrotask(() => listener.lost({ code: 'no-connection', detail: 'none in this test' }))
    return { close: () => Promise.resolve() }
  },
  stop: () => Promise.resolve(),
}
