import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, expect, test } from '@playwright/test'
import { electronBinary } from '../../web/electron-binary.ts'
import { hasDisplay } from '../../web/open-browser.ts'

/*
 * The real desktop app, where Electron's binary and a display are there. Elsewhere the same bundles run in
 * test/electron/desktop.test.ts with a stand-in for Electron.
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const binary = electronBinary()
const obstacle =
  binary === undefined
    ? "Electron's binary is not here"
    : hasDisplay()
      ? undefined
      : 'there is no display'

test('the desktop app opens its window, is sandboxed, and takes a scan', async () => {
  if (obstacle !== undefined) console.log(`The real desktop app was NOT tested: ${obstacle}.`)
  test.skip(obstacle !== undefined, obstacle)
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const dataDir = mkdtempSync(join(tmpdir(), 'shipbench-desktop-'))
  const app = await _electron.launch({
    executablePath: binary ?? '',
    args: [...root, ROOT, '--demo', '--data-dir', dataDir],
  })
  const page = await app.firstWindow()
  expect(page.url()).toBe('shipbench://app/')
  await expect(page.locator("[data-landmark='Next step']")).toBeVisible()
  expect(await page.evaluate('typeof require + typeof process + window.shipbenchDesktop')).toBe(
    'undefinedundefinedtrue',
  )
  expect(await page.evaluate('window.open("https://elsewhere.example/")')).toBeNull()
  expect(app.windows()).toHaveLength(1)

  await page.keyboard.type('LK-20417')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('LK-20417')
  await app.close()
})
