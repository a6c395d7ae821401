import { existsSync } from 'node:fs'

const SYSTEM_BROWSERS = [
  process.env['SHIPBENCH_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  `${process.env['PROGRAMFILES'] ?? 'C:\\Program Files'}\\Google\\Chrome\\Application\\chrome.exe`,
  `${process.env['PROGRAMFILES(X86)'] ?? 'C:\\Program Files (x86)'}\\Microsoft\\Edge\\Application\\msedge.exe`,
]

/** A Chromium that is installed on this machine. */
export function systemBrowser(): string | undefined {
  return SYSTEM_BROWSERS.find((path) => path !== undefined && existsSync(path))
}

const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell'

/** The same engine without the browser around it: a page of it opens in a fifth of the time. */
export function headlessShell(): string | undefined {
  return existsSync(HEADLESS_SHELL) ? HEADLESS_SHELL : undefined
}
