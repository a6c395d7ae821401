import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { retryAfterSeconds } from '../../station/carriers/carrier-call.ts'
import { trackingFrom } from '../../station/carriers/flexport/flexport-tracking.ts'
import { backupName, isBackedUp } from '../../station/database/backups.ts'
import { lastCutOff } from '../../station/packing/cut-off.ts'

const HOUR = 3_600_000
const before = process.env['TZ']

/** Minutes from UTC in winter. */
const ZONES: Record<string, number> = {
  'America/Los_Angeles': -480,
  'Asia/Kolkata': 330,
  'Europe/Dublin': 0,
}

/** From now on this machine is there. */
function live(zone: string): void {
  process.env['TZ'] = zone
  const minutes = new Date('2026-01-15T12:00:00Z').getTimezoneOffset()
  expect(minutes + (ZONES[zone] ?? Number.NaN)).toBe(0)
}
afterEach(() => {
  if (before === undefined) delete process.env['TZ']
  else process.env['TZ'] = before
})

describe('the cut-off', () => {
  test.each([
    // Standard time, and the day on which the clock is put forward at 02:00.
    ['America/Los_Angeles', '17:30', '2026-03-08T23:00:00Z', '2026-03-08T01:30:00Z'],
    ['America/Los_Angeles', '17:30', '2026-03-09T00:30:00Z', '2026-03-09T00:30:00Z'],
    // 02:30 is not there on that day: it is 03:30.
    ['America/Los_Angeles', '02:30', '2026-03-08T10:29:00Z', '2026-03-07T10:30:00Z'],
    ['America/Los_Angeles', '02:30', '2026-03-08T10:30:00Z', '2026-03-08T10:30:00Z'],
    // 01:30 is there twice when the clock is put back: the first one counts, the second is none.
    ['America/Los_Angeles', '01:30', '2026-11-01T08:29:00Z', '2026-10-31T08:30:00Z'],
    ['America/Los_Angeles', '01:30', '2026-11-01T08:30:00Z', '2026-11-01T08:30:00Z'],
    ['America/Los_Angeles', '01:30', '2026-11-01T09:30:00Z', '2026-11-01T08:30:00Z'],
    ['America/Los_Angeles', '01:30', '2026-11-02T09:30:00Z', '2026-11-02T09:30:00Z'],
    ['Asia/Kolkata', '17:30', '2026-03-08T11:59:00Z', '2026-03-07T12:00:00Z'],
    ['Asia/Kolkata', '17:30', '2026-03-08T12:00:00Z', '2026-03-08T12:00:00Z'],
    ['Asia/Kolkata', '00:00', '2026-03-08T18:30:00Z', '2026-03-08T18:30:00Z'],
    ['Europe/Dublin', '01:30', '2026-03-29T01:29:00Z', '2026-03-28T01:30:00Z'],
    ['Europe/Dublin', '01:30', '2026-03-29T01:30:00Z', '2026-03-29T01:30:00Z'],
    ['Europe/Dublin', '01:30', '2026-10-25T01:30:00Z', '2026-10-25T00:30:00Z'],
    ['Europe/Dublin', '17:30', '2026-10-25T17:30:00Z', '2026-10-25T17:30:00Z'],
  ])('in %s of %s at %s is %s', (zone, cutOff, now, expected) => {
    live(zone)
    expect(lastCutOff(cutOff, new Date(now))).toEqual(new Date(expected))
  })

  test.each(Object.keys(ZONES))('in %s there is exactly one on every day of a year', (zone) => {
    live(zone)
    for (const cutOff of ['00:00', '01:30', '02:30', '17:30']) {
      const found = new Set<number>()
      for (let ms = Date.UTC(2026, 0, 2, 12); ms < Date.UTC(2027, 0, 2, 12); ms += HOUR / 2)
        found.add(lastCutOff(cutOff, new Date(ms))?.getTime() ?? 0)
      const days = new Set([...found].map((ms) => backupName(new Date(ms))))
      expect(days.size).toBe(found.size)
      // The first look may still find that of the day before.
      expect([365, 366]).toContain(found.size)
    }
  })
})

describe('the daily backup', () => {
  test.each([
    ['America/Los_Angeles', '2026-11-01T06:59:59Z', '2026-10-31'],
    ['America/Los_Angeles', '2026-11-01T07:00:00Z', '2026-11-01'],
    ['America/Los_Angeles', '2026-11-02T07:59:59Z', '2026-11-01'],
    ['Asia/Kolkata', '2026-03-08T18:30:00Z', '2026-03-09'],
    ['Europe/Dublin', '2026-03-28T23:59:59Z', '2026-03-28'],
    ['Europe/Dublin', '2026-03-29T22:59:59Z', '2026-03-29'],
    ['Europe/Dublin', '2026-03-29T23:00:00Z', '2026-03-30'],
  ])('in %s at %s is that of %s', (zone, at, day) => {
    live(zone)
    expect(backupName(new Date(at))).toBe(`station-${day}.sqlite`)
  })

  test('is made anew where another time zone makes the day come twice', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'shipbench-zones-'))
    try {
      live('Asia/Kolkata')
      const made = new Date('2026-11-22T19:00:00Z')
      mkdirSync(join(dataDir, 'backups'))
      const file = join(dataDir, 'backups', backupName(made))
      writeFileSync(file, '')
      utimesSync(file, made, made)
      expect(file).toContain('2026-11-23')
      expect(isBackedUp(dataDir, made)).toBe(true)
      live('America/Los_Angeles')
      // Here it is still the 22nd; on the 23rd the copy of the day before is not this day's.
      expect(isBackedUp(dataDir, new Date('2026-11-22T20:00:00Z'))).toBe(false)
      expect(isBackedUp(dataDir, new Date('2026-11-23T20:00:00Z'))).toBe(false)
    } finally {
      rmSync(dataDir, { recursive: true })
    }
  })
})

describe("a carrier's times", () => {
  test.each(Object.keys(ZONES))('mean the same in %s, with a zone and without one', (zone) => {
    live(zone)
    const at = (labelTime: string) =>
      trackingFrom({
        trackingCode: 'GM-1',
        expiredTrackingData: [],
        eventTimestamps: {
          labelTime,
          arrivalScanTime: null,
          facilityTime: null,
          attemptedDeliveryTime: null,
          deliveryTime: null,
          estimatedDeliveryTime: null,
          lastTrackingEventTime: null,
          lastTrackingIngestionTime: null,
        },
      } as unknown as Parameters<typeof trackingFrom>[0]).events[0]?.at
    for (const text of [
      '2026-03-29T01:30:00Z',
      '2026-03-29T01:30:00',
      '2026-03-29T01:30',
      '2026-03-29T01:30:00.000',
      '2026-03-28T18:30:00-07:00',
    ])
      expect([text, at(text)]).toEqual([text, '2026-03-29T01:30:00.000Z'])
  })

  test('that say how long to wait are read by the clock of who gives them', () => {
    const answer = (headers: Record<string, string>) =>
      ({ status: 429, headers, bytes: new Uint8Array() }) as Parameters<typeof retryAfterSeconds>[0]
    const until = 'Sun, 22 Nov 2026 10:00:30 GMT'
    const theirs = 'Sun, 22 Nov 2026 10:00:00 GMT'
    for (const ours of ['2026-11-22T10:00:00Z', '2026-11-22T04:00:00Z', '2000-01-01T00:00:00Z']) {
      const now = new Date(ours)
      expect(retryAfterSeconds(answer({ 'retry-after': until, date: theirs }), now)).toBe(30)
      expect(retryAfterSeconds(answer({ 'retry-after': '30' }), now)).toBe(30)
    }
    const now = new Date('2026-11-22T10:00:10Z')
    expect(retryAfterSeconds(answer({ 'retry-after': until }), now)).toBe(20)
    expect(retryAfterSeconds(answer({ 'retry-after': until, date: 'now' }), now)).toBe(20)
  })
})
