import { afterEach, describe, expect, test } from 'vitest'
import type { Health } from '../../shared/health.ts'
import { commandBarcode } from '../../shared/scanning.ts'
import { noPseudoTerminal, startPseudoTerminal } from '../pseudo-terminal.ts'
import { startDemoStation } from './demo-station.ts'

if (noPseudoTerminal !== undefined)
  console.log(`Scanners were not run at the bench: ${noPseudoTerminal}`)

const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

async function bench() {
  const terminal = await startPseudoTerminal()
  endings.push(() => terminal.stop())
  const connection = `serial:${terminal.path}`
  const station = await startDemoStation((settings) => ({
    ...settings,
    packing: { supervisorCode: 'S3CRET99' },
    scanner: { lines: [{ connection }] },
  }))
  endings.push(() => station.stop())
  const isScanner = (light: string) => (health: Health) => health.scanners[0]?.light === light
  await station.untilHealth(isScanner('good'))
  return { terminal, station, isScanner }
}

describe.skipIf(noPseudoTerminal !== undefined)('a scanner that the station reads', () => {
  test('opens an order, and the log says what came of it, also after a new start', async () => {
    const { terminal, station } = await bench()
    terminal.send('LK-20417\r\n')
    const { order } = await station.until((view) => view.order?.reference === 'LK-20417')
    terminal.send(`NO-SUCH-CODE\r\n${commandBarcode('APPROVE', 'S3CRET99')}\r\n`)
    await station.until(({ feedback }) => feedback?.code === 'nothing-to-approve')
    const logged = () =>
      station
        .station()
        .scanLog.search({ orderId: order?.id })
        .rows.map(({ source, text, meaning, code, accepted }) => ({
          source,
          text,
          meaning,
          code,
          accepted,
        }))
    const expected = [
      {
        source: 'serial',
        text: '*SB-APPROVE-…*',
        meaning: 'command',
        code: 'nothing-to-approve',
        accepted: false,
      },
      {
        source: 'serial',
        text: 'NO-SUCH-CODE',
        meaning: 'unknown',
        code: 'unknown-code',
        accepted: false,
      },
      {
        source: 'serial',
        text: 'LK-20417',
        meaning: 'order',
        code: 'order-opened',
        accepted: true,
      },
    ]
    expect(logged()).toEqual(expected)
    await station.restart()
    expect(logged()).toEqual(expected)
  })

  test('has a light: noise and a pulled plug show', async () => {
    const { terminal, station, isScanner } = await bench()
    terminal.send(Uint8Array.of(0xfe, 0x00, 0x98, 0x0d))
    await station.untilHealth(isScanner('attention'))
    terminal.pull()
    await station.untilHealth(isScanner('bad'))
    expect(station.station().health.view().scanners).toMatchObject([
      { state: 'offline', reason: 'scanner-not-reached' },
    ])
  })
})
