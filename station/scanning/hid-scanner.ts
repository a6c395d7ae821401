import type { HidAccess } from '../hid/hid.ts'
import { scanText } from './scan-text.ts'
import { MOST_CHARACTERS, type ScannerLine, type ScannerListener } from './scanner-line.ts'

const USAGE_PAGE = 0x8c
/** The parts of one scan follow each other at once; one that comes later belongs to another. */
const REST_MS = 1000

interface Part {
  readonly aim: string
  readonly data: Uint8Array
  readonly more: boolean
}

/**
 * One input report of 64 bytes: 2, the length of the data, the three characters of the AIM identifier, at most 56 bytes
 * of data, and in bit 0 of the last byte whether more of the scan follows. Known from manuals of Access-IS readers and
 * from recorded reports of a Honeywell Voyager. Inferred from public code for scanners that was not tried here: on some
 * the identifier and the data stand one byte later.
 */
function readPart(report: Uint8Array): Part | undefined {
  const [id, length = 0] = report
  if (id !== 2 || report.length < 64) return undefined
  const start = [3, 2].find((at) => report[at] === 0x5d)
  if (start === undefined || length > 56) return undefined
  return {
    aim: Buffer.from(report.subarray(start, start + 3)).toString('latin1'),
    data: report.subarray(start + 3, start + 3 + length),
    more: ((report[63] ?? 0) & 1) === 1,
  }
}

/** A scanner on USB as a HID point-of-sale device, at `hid:VID:PID`. The AIM identifier stands before each scan. */
export function openHidScanner(
  hid: HidAccess,
  connection: string,
  listener: ScannerListener,
): ScannerLine {
  const [, vendorId, productId] = /^hid:([0-9a-f]{4}):([0-9a-f]{4})$/i.exec(connection) ?? []
  let over = false
  if (vendorId === undefined || productId === undefined) {
    queueMicrotask(() => {
      if (!over) listener.lost({ reason: 'connection-not-valid', detail: connection })
    })
    return {
      close() {
        over = true
        return Promise.resolve()
      },
    }
  }

  let begun: { readonly aim: string; data: Uint8Array; atMs: number } | undefined

  function take(report: Uint8Array): void {
    const part = readPart(report)
    // Other reports tell of the scanner itself.
    if (!part) return report[0] === 2 ? listener.refused('scanner-noise') : undefined
    const nowMs = performance.now()
    if (begun && (begun.aim !== part.aim || nowMs - begun.atMs > REST_MS)) {
      begun = undefined
      listener.refused('scan-cut-off')
    }
    const data = Buffer.concat([begun?.data ?? new Uint8Array(), part.data])
    begun = part.more ? { aim: part.aim, data, atMs: nowMs } : undefined
    if (!part.more) give(part.aim, data)
  }

  function give(aim: string, data: Uint8Array): void {
    const text = scanText(withoutEnd(data))
    if (text === '') return
    if (text === undefined) listener.refused('scanner-noise')
    else if (aim.length + text.length > MOST_CHARACTERS) listener.refused('scan-too-long')
    else listener.scan(aim + text)
  }

  const device = hid.open(
    { vendorId: vendorId.toLowerCase(), productId: productId.toLowerCase(), usagePage: USAGE_PAGE },
    {
      opened() {
        if (!over) listener.opened()
      },
      report(bytes) {
        if (!over) take(bytes)
      },
      lost({ code, detail }) {
        if (over) return
        over = true
        const reason = code === 'no-connection' ? 'scanner-not-reached' : code
        listener.lost({ reason, detail })
      },
    },
  )
  return {
    close() {
      over = true
      return device.close()
    },
  }
}

/** A scanner that was set up for a keyboard before may still put Enter or Tab behind the data. */
function withoutEnd(data: Uint8Array): Uint8Array {
  let length = data.length
  while (length > 0 && [0x0d, 0x0a, 0x09].includes(data[length - 1] ?? 0)) length -= 1
  return data.subarray(0, length)
}
