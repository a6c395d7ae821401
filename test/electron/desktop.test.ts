import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ensureBuilt } from '../../web/built-screen.ts'
import { copyBuilt, type Desktop, startDesktop } from './desktop.ts'

/*
 * The desktop's built bundles, main and preload, in plain Node with a stand-in for Electron whose windows are
 * pages of a real Chromium: window options, handshake, sender check and a scan through the message port.
 */

function restOf(folder: string) {
  return JSON.parse(readFileSync(join(folder, 'rest.json'), 'utf8')) as {
    url: string
    token: string
    pid: number
  }
}

const temporary = () => mkdtempSync(join(tmpdir(), 'shipbench-desktop-'))

let built: ReturnType<typeof copyBuilt>
beforeAll(async () => {
  expect(await ensureBuilt()).toBe(true)
  built = copyBuilt()
})
afterAll(() => built.remove())

describe('the running app', () => {
  let desktop: Desktop
  const folder = temporary()

  beforeAll(async () => {
    const settings = join(temporary(), 'settings.json')
    writeFileSync(settings, '{"rest":{"desktop":true}}')
    desktop = startDesktop(built.main, ['--demo', '--data-dir', folder, '--settings', settings])
    await waitFor('document.querySelector("[data-landmark=\'Next step\']")?.textContent')
  })
  afterAll(async () => {
    desktop.child.kill('SIGTERM')
    await desktop.ended
  })

  const evaluate = (expression: string) => desktop.ask({ do: 'evaluate', expression })
  const waitFor = (expression: string, fits: (value: unknown) => boolean = Boolean) =>
    vi.waitFor(
      async () => {
        const value = await evaluate(expression)
        if (!fits(value))
          throw new Error(`Still ${JSON.stringify(value)}; the app said: ${desktop.said()}`)
      },
      { timeout: 60_000, interval: 50 },
    )
  const facts = async () =>
    (await desktop.ask({ do: 'facts' })) as {
      windows: { webPreferences: object }[]
      exposed: object[]
      sent: string[]
      sandbox: boolean
      privileged: object[]
      paths: Record<string, string>
      refusedNavigations: string[]
      refusedRequests: string[]
      openedWindows: { url: string; action: string }[]
    }

  test('has one window: sandboxed, isolated, without Node', async () => {
    const { windows, sandbox, privileged, paths } = await facts()
    expect(windows).toHaveLength(1)
    expect(windows[0]?.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    })
    expect(sandbox).toBe(true)
    expect(privileged).toEqual([
      {
        scheme: 'shipbench',
        privileges: { standard: true, secure: true, supportFetchAPI: true },
      },
    ])
    expect(paths['userData']).toBe(join(folder, 'desktop'))
  })

  test('gives the page one boolean and asks for the station once', async () => {
    const { exposed, sent } = await facts()
    expect(exposed).toEqual([{ name: 'shipbenchDesktop', value: true }])
    expect(sent).toEqual(['shipbench:connect'])
  })

  test('a strict policy stands on the page', async () => {
    const policy = await evaluate(
      'fetch("/").then((response) => response.headers.get("content-security-policy"))',
    )
    expect(policy).toContain("default-src 'none'; script-src 'self';")
    expect(policy).toContain("connect-src 'self';")
    await expect(evaluate('fetch("https://elsewhere.example/")')).rejects.toThrow()
    expect((await facts()).refusedRequests).toEqual([])
    expect(await evaluate('fetch("/../main/main.js").then((response) => response.status)')).toBe(
      404,
    )
  })

  test('a scan goes through the port to the station and comes back to the screen', async () => {
    await desktop.ask({ do: 'scan', text: 'LK-20417' })
    await waitFor(
      'document.querySelector("h1")?.textContent ?? ""',
      (text) => typeof text === 'string' && text.includes('LK-20417'),
    )
  })

  test('a page that is loaded anew gets a new port and goes on at the same step', async () => {
    await desktop.ask({ do: 'reload' })
    await waitFor(
      'document.querySelector("h1")?.textContent ?? ""',
      (text) => typeof text === 'string' && text.includes('LK-20417'),
    )
    expect((await facts()).sent).toEqual(['shipbench:connect', 'shipbench:connect'])
  })

  test('a page that crashed comes back', async () => {
    await desktop.ask({ do: 'crash-page' })
    await expect.poll(async () => (await facts()).sent.length).toBe(3)
    await waitFor(
      'document.querySelector("h1")?.textContent ?? ""',
      (text) => typeof text === 'string' && text.includes('LK-20417'),
    )
  })

  test('another page and a frame inside ours get no port', async () => {
    const ask = (url: string, inFrame: boolean) =>
      desktop.ask({ do: 'ask-for-station', url, inFrame })
    expect(await ask('shipbench://app/', false)).toBe(1)
    expect(await ask('shipbench://app/', true)).toBe(0)
    for (const url of [
      'https://elsewhere.example/',
      'shipbench://other/',
      'shipbench://app.evil/',
      'file:///etc/hosts',
      '',
    ])
      expect(await ask(url, false)).toBe(0)
  })

  test('the page may not leave, open windows, or have permissions', async () => {
    await evaluate('location.assign("https://elsewhere.example/"), undefined')
    await expect
      .poll(async () => (await facts()).refusedNavigations)
      .toEqual(['https://elsewhere.example/'])
    await evaluate('void window.open("about:blank")')
    await expect
      .poll(async () => (await facts()).openedWindows.map(({ action }) => action))
      .toEqual(['deny'])
    for (const permission of ['media', 'geolocation', 'notifications', 'hid', 'serial', 'usb'])
      expect(await desktop.ask({ do: 'ask-permission', permission })).toEqual({
        granted: false,
        checked: false,
        device: false,
      })
    expect(await evaluate('document.querySelector("h1")?.textContent')).toContain('LK-20417')
  })

  test('a whole order goes through with nothing but scans and a weight', async () => {
    const { url, token } = restOf(folder)
    const rest = async (path: string) => {
      const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })
      return (await response.json()) as { step: string; shipments: Record<string, string | null>[] }
    }
    const atStep = (step: string) =>
      expect.poll(async () => (await rest('/packing')).step).toBe(step)
    const scan = (text: string) => desktop.ask({ do: 'scan', text })
    const click = (selector: string) =>
      evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`)

    await atStep('scan-items')
    for (const sku of ['LK-PUL-M-OAT', 'LK-PUL-M-OAT', 'LK-BEA-RST']) await scan(sku)
    await atStep('weigh')
    await click('[data-landmark=Drill] button[aria-expanded=false]')
    await waitFor('document.querySelector("[data-landmark=Drill] button[data-main]") !== null')
    await click('[data-landmark=Drill] button[data-main]')
    await atStep('scan-label')
    const [shipment] = (await rest('/shipments?order=LK-20417')).shipments
    expect(shipment).toMatchObject({ state: 'bought', onBoxAt: null })
    await scan(String(shipment?.['trackingNumber']))
    await atStep('scan-order')
    const [done] = (await rest('/shipments?order=LK-20417')).shipments
    for (const fact of ['boughtAt', 'sentAt', 'onPaperAt', 'onBoxAt'])
      expect(done?.[fact]).toEqual(expect.any(String))
  })

  test('closing the window ends the app with code 0', async () => {
    await desktop.ask({ do: 'close-window' }).catch(() => undefined)
    expect(await desktop.ended).toBe(0)
  })
})

describe('what ends at once', () => {
  test.each([
    [['--fast'], {}, "shipbench: Unknown option '--fast'"],
    [['--settings', '/nowhere.json'], {}, 'shipbench: settings file /nowhere.json'],
    [['--no-open'], { STAND_IN_SECOND_INSTANCE: '1' }, 'is in use by another station'],
  ])('%j ends with code 2 and one line', async (argv, env, words) => {
    const desktop = startDesktop(built.main, [...argv, '--data-dir', temporary()], env)
    expect(await desktop.ended).toBe(2)
    expect(desktop.said()).toContain(words)
  })

  test('--version', async () => {
    const desktop = startDesktop(built.main, ['--version'])
    expect(await desktop.ended).toBe(0)
    expect(desktop.said()).toBe('0.0.1\n')
  })
})

describe('REST on the desktop', () => {
  test('is there when it is switched on, with its address and token in the data folder', async () => {
    const folder = temporary()
    const settings = join(temporary(), 'settings.json')
    writeFileSync(settings, '{"rest":{"desktop":true}}')
    const desktop = startDesktop(built.main, [
      '--no-open',
      '--data-dir',
      folder,
      '--settings',
      settings,
    ])
    const file = join(folder, 'rest.json')
    await expect.poll(() => existsSync(file)).toBe(true)
    const { url, token, pid } = restOf(folder)
    expect(pid).toBe(desktop.child.pid)
    expect((await fetch(`${url}/health`)).status).toBe(401)
    const health = await fetch(`${url}/health`, { headers: { authorization: `Bearer ${token}` } })
    expect(await health.json()).toMatchObject({ database: { light: 'good' } })
    desktop.child.kill('SIGINT')
    expect(await desktop.ended).toBe(0)
    expect(existsSync(file)).toBe(false)
  })
})
