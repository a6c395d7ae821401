import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type CDPSession, type Page } from '@playwright/test'
import { WebSocketServer } from 'ws'
import { commandBarcode } from '../../shared/scanning.ts'
import { systemBrowser } from '../browser.ts'
import { startHost } from '../e2e/host.ts'
import { fillOrders } from './fill-orders.ts'
import { percentiles, printRow, printTitle } from './figures.ts'

/** So many of the orders that are ready, of which there is one in twenty. */
const MOST_SCANNED = 60

const VERDICT = '[data-landmark="Next step"], [data-landmark="Items"]'
const SHIP_FROM = {
  name: 'Harbor & Pine',
  street1: '2210 Dockside Rd',
  city: 'Tacoma',
  state: 'WA',
  zip: '98421',
  country: 'US',
}

/**
 * From the Enter that ends a scan until the verdict is painted, in a real Chromium at the browser host. The peer is the
 * least that a page can do: it sends the text over a WebSocket and paints what comes back.
 */
export async function benchScanInBrowser(orders: number): Promise<void> {
  printTitle(`scan to verdict on the screen, ${orders.toLocaleString('en')} orders on disk`)
  const executablePath = systemBrowser()
  if (!executablePath) {
    process.stdout.write('  NOT measured: no Chromium, Chrome or Edge was found\n')
    return
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'shipbench-bench-'))
  fillOrders(join(dataDir, 'station.sqlite'), orders)
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const count = Math.min(MOST_SCANNED, Math.floor(orders / 20))
    const bare = await startBarePage()
    const peer = percentiles(await scanAll(await browser.newPage(), bare.url, 'p', count))
    bare.server.close()
    const settings = join(dataDir, 'settings.json')
    writeFileSync(settings, JSON.stringify({ shipFrom: SHIP_FROM }))
    const host = await startHost(['--settings', settings], dataDir)
    const { p50, p95 } = percentiles(
      await scanAll(await browser.newPage(), host.url, VERDICT, count),
    )
    await host.end('SIGTERM')
    printRow('scan to verdict, painted', { p50, p95, ratio: p50 / peer.p50 })
    printRow('peer: a bare page and its WebSocket', { ...peer, ratio: 1 })
  } finally {
    await browser.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function startBarePage(): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<p>ready</p><script>
      const socket = new WebSocket(location.href.replace('http', 'ws'))
      let text = ''
      socket.onmessage = ({ data }) => (document.querySelector('p').textContent = data)
      addEventListener('keydown', ({ key }) => {
        if (key !== 'Enter') text += key
        else { socket.send(text); text = '' }
      })
    </script>`)
  })
  let answers = 0
  new WebSocketServer({ server }).on('connection', (socket) =>
    socket.on('message', () => socket.send(`answer ${(answers += 1)}`)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { server, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/` }
}

/** What the page counts: from the time of the Enter until the frame in which the watched words have changed. */
function watch(selector: string): void {
  const element = () =>
    Array.from(document.querySelectorAll(selector), ({ textContent }) => textContent).join(' ')
  let enteredAt = 0
  let before = ''
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Enter') return
      enteredAt = event.timeStamp
      before = element()
    },
    { capture: true },
  )
  const page = globalThis as unknown as { painted: (ms: number) => void }
  new MutationObserver(() => {
    if (enteredAt === 0 || element() === before) return
    const startedAt = enteredAt
    enteredAt = 0
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => page.painted(performance.now() - startedAt))
      port1.start()
      port2.postMessage(null)
    })
  }).observe(document, { subtree: true, childList: true, characterData: true })
}

async function scanAll(
  page: Page,
  url: string,
  selector: string,
  count: number,
): Promise<number[]> {
  const times: number[] = []
  let painted = (_ms: number) => {}
  await page.exposeFunction('painted', (ms: number) => painted(ms))
  // Before the page's own script, which lets nobody else hear the Enter of a scan.
  await page.addInitScript(watch, selector)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(url)
  await page.locator(selector).first().waitFor()
  const session = await page.context().newCDPSession(page)
  for (let index = 0; index < count; index += 1) {
    const number = 20 * index + 19
    for (const text of [`LK-${number}`, `SKU-${number}`, commandBarcode('HOLD')]) {
      const shown = new Promise<number>((resolve) => (painted = resolve))
      await typeScan(session, text)
      times.push(await shown)
    }
  }
  return times
}

async function typeScan(session: CDPSession, text: string): Promise<void> {
  for (const key of text) {
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key })
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key })
  }
  await session.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Enter', text: '\r' })
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter' })
}
