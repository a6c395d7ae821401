import {
  fault,
  type FrameStatus,
  type ScaleFrame,
  type ScaleProtocol,
  unknown,
} from '../scale-frame.ts'

const REPORT_LENGTH = 6
const SCALE_DATA_REPORT = 3

/** Attributes, control, status, weight limit, statistics: reports of the class that state no weight. */
const OTHER_REPORTS: ReadonlySet<number> = new Set([1, 2, 4, 5, 6])

/** No scale of a bench needs more digits before or behind the point. */
const WIDEST_EXPONENT = 5

/** Connections of scales that call themselves scales but send reports of their own: Stamps.com 510, AccuPost PP-10. */
export const NON_STANDARD_SCALES: ReadonlySet<string> = new Set(['hid:1446:6a73', 'hid:04d9:8010'])

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
 * weight, low byte first. USB delivers whole reports, so `push` takes one each time; some systems fill it up
 * with zeros. Reports that are not of the class are refused: what a scale of its own making says is not known.
 */
export function createHidPosProtocol(): ScaleProtocol {
  return {
    query: undefined,
    push(report) {
      const [id] = report
      if (id === undefined || OTHER_REPORTS.has(id)) return []
      const standard =
        id === SCALE_DATA_REPORT &&
        report.length >= REPORT_LENGTH &&
        report.subarray(REPORT_LENGTH).every((byte) => byte === 0)
      if (!standard)
        return [{ status: unknown('report-not-standard'), weight: '', raw: hexOf(report) }]
      return [readReport(report.subarray(0, REPORT_LENGTH))]
    },
  }
}

function readReport(report: Uint8Array): ScaleFrame {
  const [, status = 0, unit = 0, exponent = 0, low = 0, high = 0] = report
  const amount = decimal(low + 256 * high, exponent < 128 ? exponent : exponent - 256)
  return {
    status: readStatus(status),
    weight: amount === undefined ? '' : `${amount} ${UNITS.get(unit) ?? `unit-${unit}`}`,
    raw: hexOf(report),
  }
}

/** The bytes of a report, of one that is far too long only the first. */
export function hexOf(report: Uint8Array): string {
  return Array.from(report.subarray(0, 64), (byte) =>
    byte.toString(16).toUpperCase().padStart(2, '0'),
  ).join(' ')
}

/** `value` times ten to the power of `exponent` as a decimal text; undefined where no scale would be so fine. */
function decimal(value: number, exponent: number): string | undefined {
  if (Math.abs(exponent) > WIDEST_EXPONENT) return undefined
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
