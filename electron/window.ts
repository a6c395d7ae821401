import { fileURLToPath } from 'node:url'
import { app, BrowserWindow, Menu, protocol, session } from 'electron'
import { pagePolicy, readPageFile } from '../station/host/page.ts'

const SCHEME = 'shipbench'
const PAGE = `${SCHEME}://app/`
const PAGE_ROOT = fileURLToPath(new URL('../renderer', import.meta.url))
const PRELOAD = fileURLToPath(new URL('../preload/preload.cjs', import.meta.url))

/** Whether an address is that of our own page. */
export function isOurPage(address: string): boolean {
  return address === PAGE || address.startsWith(`${PAGE}?`) || address.startsWith(`${PAGE}#`)
}

/** The page has a scheme and so an origin of its own: no file access, a real Content-Security-Policy. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Answers `shipbench://app/…` with the built screen's files, and nothing else. */
export function servePage(): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url)
    const file =
      url.host === 'app' && request.method === 'GET'
        ? await readPageFile(PAGE_ROOT, url.pathname)
        : undefined
    if (!file) return new Response('There is nothing here', { status: 404 })
    return new Response(file.bytes, {
      headers: {
        ...file.headers,
        'content-security-policy': pagePolicy([]),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    })
  })
}

/** What no page may do, whatever runs in it: leave, open windows, embed, or ask for a permission. */
export function closeDoors(): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  defaultSession.setPermissionCheckHandler(() => false)
  defaultSession.setDevicePermissionHandler(() => false)
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { url: string; preventDefault(): void }) => {
      if (!isOurPage(event.url)) event.preventDefault()
    }
    contents.on('will-navigate', stay)
    contents.on('will-frame-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** The one window of the app. */
export function openWindow(): BrowserWindow {
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null)
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    backgroundColor: '#101214',
    title: 'Shipbench',
    webPreferences: {
      preload: PRELOAD,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      // A scan is no gesture to Chromium; the tones of the bench play all the same.
      autoplayPolicy: 'no-user-gesture-required',
      backgroundThrottling: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  // The station lives in another process and has lost nothing; a page that crashed comes back to it.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') void window.loadURL(PAGE)
  })
  void window.loadURL(PAGE)
  return window
}
