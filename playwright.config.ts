import { defineConfig } from '@playwright/test'

const executablePath = process.env['SHIPBENCH_CHROMIUM'] ?? '/usr/bin/chromium'

/** The real browser host on a demo folder of its own, in a real Chromium: one host a test (test/e2e/host.ts). */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: '.cache/playwright',
  // Each test has a host and a browser of its own; one at a time leaves a core idle for a third of the time.
  workers: 2,
  fullyParallel: true,
  // For a machine that stalls in the middle of a scan; a test that needs its second try is listed as flaky.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1280, height: 800 },
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
  },
})
