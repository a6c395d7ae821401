import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const LAUNCH = fileURLToPath(new URL('../../web/launch.ts', import.meta.url))

/** As on a machine without Electron's binary. */
function launch(...argv: string[]) {
  const child = spawn(process.execPath, [LAUNCH, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' },
  })
  let said = ''
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, ended, said: () => said }
}

test('start without Electron says so in one line and is the demo in the browser host', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'shipbench-launch-'))
  const { child, ended, said } = launch('start', '--no-open', '--data-dir', dataDir)
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { port, token, pid } = JSON.parse(line) as { port: number; token: string; pid: number }
  expect(pid).toBe(child.pid)
  expect(said()).toContain(
    "shipbench: Electron's binary is not here (npx install-electron fetches it); this is the browser host instead\n",
  )
  const page = await fetch(`http://127.0.0.1:${port}/`)
  expect(await page.text()).toContain('<div id="root">')
  const orders = await fetch(`http://127.0.0.1:${port}/api/v1/orders`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(await orders.json()).toMatchObject({ total: 40 })
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('a signal that comes while it starts ends it with 0', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'shipbench-launch-'))
  const { child, ended } = launch('start', '--no-open', '--data-dir', dataDir)
  child.stdout.resume()
  await once(child.stderr, 'data')
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('desktop without Electron ends with code 2 and one line', async () => {
  const { ended, said } = launch('desktop')
  expect(await ended).toBe(2)
  expect(said()).toMatch(/^shipbench: Electron's binary is not here [^\n]+\n$/)
})

test('an unknown flag ends with code 2 before anything is built', async () => {
  const { ended, said } = launch('station', '--fast')
  expect(await ended).toBe(2)
  expect(said()).toMatch(/^shipbench: Unknown option '--fast'[^\n]*\n$/)
})
