import { afterEach, describe, expect, test } from 'vitest'
import { failed } from '../../../shared/outcome.ts'
import { createHidAccess } from '../../../station/hid/hid-process.ts'
import { type HidStandIn, startHidStandIn } from '../hid/hid-stand-in.ts'
import { noHid } from './no-hid.ts'
import { type Watched, watchWeighing } from './watched.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const M10 = { vendorId: 0x0922, productId: 0x8003, usagePage: 0x8d }
const SETTINGS = { connection: 'hid:0922:8003', protocol: 'hid-pos' as const }
const TWENTY_GRAMS = [3, 4, 2, 0, 20, 0]
/** The station learns of it by an event, not by a silence; a busy machine may take some of it. */
const SOON_MS = 1000

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

async function weighOnUsb(): Promise<{ usb: HidStandIn; watched: Watched; path: string }> {
  const usb = await startHidStandIn()
  endings.push(() => usb.stop())
  const path = usb.plug(M10)
  const hid = createHidAccess({ helper: usb.helper, log })
  endings.push(() => hid.stop())
  const watched = watchWeighing(() => SETTINGS, hid)
  endings.push(() => watched.weighing.stop())
  await usb.until(() => usb.open.size === 1)
  return { usb, watched, path }
}

/** Reports as a scale of its own pace does; returns the way to fall silent. */
function report(usb: HidStandIn, path: string, bytes = TWENTY_GRAMS): () => void {
  const again = setInterval(() => usb.report(path, bytes), 50)
  const end = () => clearInterval(again)
  endings.push(end)
  return end
}

describe('a USB scale', () => {
  test('W8: it is read, first report dropped, with its bytes', async () => {
    const { usb, watched, path } = await weighOnUsb()
    usb.report(path, [3, 4, 2, 0, 99, 0])
    report(usb, path)
    expect(await watched.until(({ state }) => state === 'stable')).toMatchObject({
      grams: 20,
      shown: '20 g',
      raw: '03 04 02 00 14 00',
    })
    expect(watched.seen.map(({ grams }) => grams)).not.toContain(99)
  })

  test('W10: unplugging shows within a second, plugging in heals by itself', async () => {
    const { usb, watched, path } = await weighOnUsb()
    const quiet = report(usb, path)
    await watched.until(({ grams }) => grams === 20)
    const gone = watched.until(({ state }) => state === 'unknown')
    quiet()
    const atMs = performance.now()
    usb.pull(path)
    expect(await gone).toMatchObject({ grams: null, reason: 'no-connection' })
    expect(performance.now() - atMs).toBeLessThan(SOON_MS)
    expect(watched.weighing.reading()).toMatchObject({ grams: null })

    // Pulled and in again, it may be another path.
    report(usb, usb.plug(M10))
    await watched.until(({ grams }) => grams === 20)
    expect(usb.pids).toHaveLength(1)
  })

  test('a native part that crashes is no weight, and then starts again', async () => {
    const { usb, watched, path } = await weighOnUsb()
    report(usb, path)
    await watched.until(({ grams }) => grams === 20)
    const gone = watched.until(({ state }) => state === 'unknown')
    process.kill(usb.pids[0]!, 'SIGSEGV')
    expect(await gone).toMatchObject({ grams: null, reason: 'no-connection' })
    await watched.until(({ grams }) => grams === 20)
    expect(usb.pids).toHaveLength(2)
  })

  test('a report that is none of ours shows its bytes and no weight', async () => {
    const { usb, watched, path } = await weighOnUsb()
    report(usb, path, [9, 0x84, 0x1d, 0, 20])
    const reading = await watched.until(({ raw }) => raw !== '')
    expect(reading).toMatchObject({ state: 'unknown', grams: null })
    expect(reading.raw).toContain('09 84 1D 00 14')
  })

  test.each([
    ['hid-not-available', 'fault'],
    ['access-denied', 'fault'],
    ['no-connection', 'unknown'],
  ] as const)('%s is said as that', async (code, state) => {
    const watched = watchWeighing(() => SETTINGS, {
      ...noHid,
      list: () => Promise.resolve(failed({ code, detail: '' })),
      open(_wanted, listener) {
        queueMicrotask(() => listener.lost({ code, detail: '' }))
        return { close: () => Promise.resolve() }
      },
    })
    endings.push(() => watched.weighing.stop())
    await watched.until((reading) => reading.reason === code)
    expect(watched.weighing.reading()).toMatchObject({ state, grams: null, reason: code })
  })
})
