import { failed } from '../../shared/outcome.ts'
import type { Log } from '../ports.ts'
import type { HidAccess } from './hid.ts'

export interface HidProcessDeps {
  /** Module of the process: hid-helper.ts, or what it was bundled into. */
  readonly helper: URL
  readonly log: Log
}

/** Opens and lists USB HID devices in a process of their own, which starts with the first call. */
export function createHidAccess(_deps: HidProcessDeps): HidAccess {
  return {
    list: () => Promise.resolve(failed({ code: 'hid-not-available', detail: '' })),
    open(_wanted, listener) {
      queueMicrotask(() => listener.lost({ code: 'hid-not-available', detail: '' }))
      return { close: () => Promise.resolve() }
    },
    stop: () => Promise.resolve(),
  }
}
