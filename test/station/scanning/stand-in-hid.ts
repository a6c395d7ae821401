import { done } from '../../../shared/outcome.ts'
import type { HidAccess, HidListener } from '../../../station/hid/hid.ts'

/** USB HID devices in the test's hands: one is attached or not, and sends what the test says. */
export interface StandInHid extends HidAccess {
  attach(): void
  send(report: Uint8Array): void
  pull(): void
  readonly wanted: string[]
}

export function createStandInHid(): StandInHid {
  let attached = true
  let current: HidListener | undefined
  const wanted: string[] = []
  return {
    wanted,
    attach: () => void (attached = true),
    send: (report) => current?.report(report),
    pull() {
      attached = false
      const listener = current
      current = undefined
      listener?.lost({ code: 'no-connection', detail: 'could not read from HID device' })
    },
    list: () => Promise.resolve(done([])),
    open({ vendorId, productId, usagePage }, listener) {
      wanted.push(`${vendorId}:${productId} ${usagePage.toString(16)}`)
      let closed = false
      queueMicrotask(() => {
        if (closed) return
        if (!attached) return listener.lost({ code: 'no-connection', detail: 'cannot open device' })
        current = listener
        listener.opened()
      })
      return {
        close() {
          closed = true
          if (current === listener) current = undefined
          return Promise.resolve()
        },
      }
    },
    stop: () => Promise.resolve(),
  }
}

/** The input reports in which a scanner sends `data`. */
export function scanReports(aim: string, data: Uint8Array): Uint8Array[] {
  const reports: Uint8Array[] = []
  for (let at = 0; at < Math.max(1, data.length); at += 56) {
    const piece = data.subarray(at, at + 56)
    const report = new Uint8Array(64)
    report.set([2, piece.length, ...Buffer.from(aim)])
    report.set(piece, 5)
    report[61] = 0x73
    report[63] = at + 56 < data.length ? 1 : 0
    reports.push(report)
  }
  return reports
}
