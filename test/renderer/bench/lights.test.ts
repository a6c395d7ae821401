import type { TFunction } from 'i18next'
import { expect, test } from 'vitest'
import { sinceText } from '../../../renderer/bench/amounts.ts'
import { lightsOf } from '../../../renderer/bench/lights.ts'
import type { Health } from '../../../shared/health.ts'

const SINCE = '2026-11-22T10:42:07.000Z'

/** Says the key with what fills it. */
const t = ((key: string, params?: object) =>
  params ? `${key} ${JSON.stringify(params)}` : key) as unknown as TFunction

test('a carrier that is down says since when, and that its boxes are parked', () => {
  const health: Health = {
    carriers: [
      {
        carrier: 'flexport',
        light: 'attention',
        code: 'carrier-unreachable',
        at: SINCE,
        outage: { since: SINCE, nextProbeAt: SINCE },
      },
      {
        carrier: 'flavorcloud',
        light: 'bad',
        code: 'credentials-refused',
        at: SINCE,
        outage: null,
      },
    ],
    printers: [],
    scale: { light: 'good', reading: null },
    scanners: [],
    database: { light: 'good' },
    waiting: 0,
  }
  const [flexport, flavorcloud, printer] = lightsOf(health, t, 'en')
  expect(flexport).toMatchObject({
    light: 'attention',
    matter: `bench.idle.down ${JSON.stringify({ since: sinceText(SINCE, 'en') })}`,
  })
  expect(flavorcloud?.matter).not.toContain('bench.idle.down')
  // Nor is it well where no label can come out.
  expect(printer).toMatchObject({ light: 'bad', matter: 'bench.top.lights.off' })
})

test('scanners have a light where the station reads some, and it is that of the worst', () => {
  const ready = {
    connection: 'hid:0c2e:0b8f',
    state: 'ready',
    reason: null,
    light: 'good',
  } as const
  const health: Health = {
    carriers: [],
    printers: [],
    scale: { light: 'good', reading: null },
    scanners: [],
    database: { light: 'good' },
    waiting: 0,
  }
  const scanner = (...scanners: Health['scanners']) =>
    lightsOf({ ...health, scanners }, t, 'en').find(({ id }) => id === 'scanner')
  expect(scanner()).toBeUndefined()
  expect(scanner(ready)).toEqual({ id: 'scanner', name: 'bench.top.scanner', light: 'good' })
  expect(
    scanner(
      { ...ready, reason: 'scanner-noise', light: 'attention' },
      { ...ready, state: 'offline', reason: 'scanner-not-reached', light: 'bad' },
    ),
  ).toMatchObject({ light: 'bad', matter: 'scannerSetup.lines.reasons.scanner-not-reached' })
  expect(scanner(ready, { ...ready, reason: 'scanner-noise', light: 'attention' })).toMatchObject({
    light: 'attention',
    matter: 'scannerSetup.lines.reasons.scanner-noise',
  })
})
