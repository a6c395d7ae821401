import { defineConfig } from '@playwright/test'
import { headlessShell, systemBrowser } from './test/browser.ts'

const browser = systemBrowser() ?? '/usr/bin/chromium'
/** What hangs on the keys, which a whole browser takes some of for itself; and the main job from end to end. */
const IN_WHOLE_BROWSER = /(bench|scanner-setup|wedge)\.spec\.ts/

const launchedBy = (executablePath: string) => ({
  launchOptions: {
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  },
})

/** The built page in a real Chromium, on a browser host of each test’s own (test/e2e/host.ts) or on a posed station. */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: '.cache/playwright',
  // More than the cores: a packer waits half of the time, for a scale, a carrier or a printer.
  workers: 3,
  fullyParallel: true,
  // For a machine that stalls in the middle of a scan; a test that needs its second try is listed as flaky.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: { viewport: { width: 1280, height: 800 } },
  projects: [
    { name: 'browser', testMatch: IN_WHOLE_BROWSER, use: launchedBy(browser) },
    { name: 'engine', testIgnore: IN_WHOLE_BROWSER, use: launchedBy(headlessShell() ?? browser) },
  ],
})
