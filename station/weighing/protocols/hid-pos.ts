import {
  fault,
  type FrameStatus,
  type ScaleFrame,
  type ScaleProtocol,
  unknown,
} from '../scale-frame.ts'

const REPORT_LENGTH = 6
const SCALE_DATA_REPORT = 3

/** Source: USB HID Point of Sale Usage Tables, weighing devices, data unit. */
const UNITS = new Map([
  [1, 'mg'],
  [2, 'g'],
  [3, 'kg'],
  [4, 'ct'],
  [5, 'tael'],
  [6, 'gr'],
  [7, 'dwt'],
  [8, 't'],
  [9, 'ton'],
  [10, 'ozt'],
  [11, 'oz'],
  [12, 'lb'],
])

/**
 * USB scales of the HID point-of-sale class: report 3 with status, unit, signed power of ten and an unsigned
 * weight, low byte first. USB delivers whole reports, so bytes that are no whole reports are dropped.
 */
export function createHidPosProtocol(): ScaleProtocol {
  return {
    query: undefined,
    push(bytes) {
      if (bytes.length % REPORT_LENGTH !== 0) return []
      const frames: ScaleFrame[] = []
      for (let start = 0; start < bytes.length; start += REPORT_LENGTH) {
        const report = bytes.subarray(start, start + REPORT_LENGTH)
        if (report[0] === SCALE_DATA_REPORT) frames.push(readReport(report))
      }
      return frames
    },
  }
}

function readReport(report: Uint8Array): ScaleFrame {
  const [, status = 0, unit = 0, exponent = 0, low = 0, high = 0] = report
  const amount = decimal(low + 256 * high, exponent < 128 ? exponent : exponent - 256)
  return {
    status: readStatus(status),
    weight: amount === undefined ? '' : `${amount} ${UNITS.get(unit) ?? `unit-${unit}`}`,
    raw: Array.from(report, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' '),
  }
}

/** `value` times ten to the power of `exponent` as a decimal text; undefined where no scale would be so fine. */
function decimal(value: number, exponent: number): string | undefined {
  if (Math.abs(exponent) > 9) return undefined
  if (exponent >= 0) return `${value}${value === 0 ? '' : '0'.repeat(exponent)}`
  const digits = value.toString().padStart(1 - exponent, '0')
  return `${digits.slice(0, exponent)}.${digits.slice(exponent)}`
}

function readStatus(status: number): FrameStatus {
  switch (status) {
    case 1:
      return fault('scale-error')
    case 2:
      return { is: 'stable-at-zero' }
    case 3:
      return { is: 'moving' }
    case 4:
      return { is: 'stable' }
    case 5:
      return fault('below-zero')
    case 6:
      return fault('over-capacity')
    case 7:
      return fault('needs-calibration')
    case 8:
      return fault('needs-zero')
    default:
      return unknown('status-not-known')
  }
}
