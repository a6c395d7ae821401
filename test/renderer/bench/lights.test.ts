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
