import { describe, expect, test } from 'vitest'
import { createHidPosProtocol } from '../../../station/weighing/protocols/hid-pos.ts'
import { scaleProtocolContract } from '../../contracts/scale-protocol.contract.ts'

const report = (...bytes: number[]) => String.fromCharCode(...bytes)
const refused = (reason: string, state: 'fault' | 'unknown' = 'fault') =>
  ({ state, grams: null, reason }) as const

describe('HID point of sale', () => {
  test('a scale on USB speaks by itself', () => {
    expect(createHidPosProtocol().query).toBeUndefined()
  })

  test('a report that the system fills up with zeros is the same report', () => {
    const padded = Uint8Array.of(3, 4, 2, 0, 20, 0, 0, 0)
    expect(createHidPosProtocol().push(padded)).toEqual(
      createHidPosProtocol().push(padded.subarray(0, 6)),
    )
  })

  scaleProtocolContract({
    create: createHidPosProtocol,
    framing: 'reports',
    settled: {
      name: 'tenths of an ounce',
      bytes: report(3, 4, 11, 0xff, 0x34, 0x19),
      reading: { state: 'stable', grams: 18291, shown: '645.2 oz', raw: '03 04 0B FF 34 19' },
    },
    others: [
      {
        name: 'grams',
        bytes: report(3, 4, 2, 0, 20, 0),
        reading: { state: 'stable', grams: 20, shown: '20 g' },
      },
      {
        name: 'tens of grams',
        bytes: report(3, 4, 2, 1, 20, 0),
        reading: { state: 'stable', grams: 200 },
      },
      {
        name: 'hundredths of a pound',
        bytes: report(3, 4, 12, 0xfe, 254, 0),
        reading: { state: 'stable', grams: 1152, shown: '2.54 lb' },
      },
      {
        name: 'thousandths of a kilogram',
        bytes: report(3, 4, 3, 0xfd, 5, 0),
        reading: { state: 'stable', grams: 5, shown: '0.005 kg' },
      },
      {
        name: 'milligrams',
        bytes: report(3, 4, 1, 3, 20, 0),
        reading: { state: 'stable', grams: 20 },
      },
      {
        name: 'at zero',
        bytes: report(3, 2, 11, 0xff, 0, 0),
        reading: { state: 'empty', grams: 0 },
      },
      {
        name: 'stable at zero weight',
        bytes: report(3, 4, 2, 0, 0, 0),
        reading: { state: 'empty', grams: 0 },
      },
      { name: 'moving', bytes: report(3, 3, 2, 0, 20, 0), reading: { state: 'moving', grams: 20 } },
      { name: 'fault', bytes: report(3, 1, 2, 0, 20, 0), reading: refused('scale-error') },
      { name: 'under zero', bytes: report(3, 5, 2, 0, 20, 0), reading: refused('below-zero') },
      {
        name: 'over the limit',
        bytes: report(3, 6, 2, 0, 20, 0),
        reading: refused('over-capacity'),
      },
      {
        name: 'needs calibration',
        bytes: report(3, 7, 2, 0, 20, 0),
        reading: refused('needs-calibration'),
      },
      { name: 'needs zero', bytes: report(3, 8, 2, 0, 20, 0), reading: refused('needs-zero') },
      {
        name: 'a report of nothing but zeros',
        bytes: report(3, 0, 0, 0, 0, 0),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'carats',
        bytes: report(3, 4, 4, 0, 20, 0),
        reading: refused('unit-not-known', 'unknown'),
      },
      {
        name: 'a unit that does not exist',
        bytes: report(3, 4, 13, 0, 20, 0),
        reading: refused('unit-not-known', 'unknown'),
      },
      {
        name: 'at zero with a weight',
        bytes: report(3, 2, 2, 0, 20, 0),
        reading: refused('status-contradicts-weight', 'unknown'),
      },
      {
        name: 'the smallest power of ten',
        bytes: report(3, 4, 2, 0x80, 20, 0),
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'so fine that it would round to nothing',
        bytes: report(3, 4, 2, 0xf9, 20, 0),
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'status 9',
        bytes: report(3, 9, 2, 0, 20, 0),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'a report of the AccuPost PP-10',
        bytes: report(9, 4, 2, 0, 20, 0),
        reading: refused('report-not-standard', 'unknown'),
      },
      {
        name: 'a report without a number',
        bytes: report(0, 4, 2, 0, 20, 0),
        reading: refused('report-not-standard', 'unknown'),
      },
      {
        name: 'a report that is too short',
        bytes: report(3, 4, 2, 0, 20),
        reading: refused('report-not-standard', 'unknown'),
      },
      {
        name: 'a report that says more than it should',
        bytes: report(3, 4, 2, 0, 20, 0, 7),
        reading: refused('report-not-standard', 'unknown'),
      },
      {
        name: 'a power of ten that no scale has',
        bytes: report(3, 4, 2, 100, 20, 0),
        reading: refused('weight-not-readable', 'unknown'),
      },
    ],
    noise: [report(4, 4), report(1, 2, 3), report(5, 4, 2, 0, 20, 0), ''],
  })
})
