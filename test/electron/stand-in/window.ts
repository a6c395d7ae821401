import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Page,
  type Route,
} from '@playwright/test'
import type { MessagePortMain } from './message-channel.ts'
import { pageSide } from './page-side.ts'

type SchemeHandler = (request: Request) => Promise<Response>

/** What the test may ask about afterwards. */
export const seen = {
  windows: [] as object[],
  exposed: [] as { name: string; value: unknown }[],
  sent: [] as string[],
  refusedRequests: [] as string[],
  refusedNavigations: [] as string[],
  openedWindows: [] as { url: string; action: string }[],
}

export const schemeHandlers = new Map<string, SchemeHandler>()
export const ipcMain = new EventEmitter()
export const windows: BrowserWindow[] = []
export const onContents = new EventEmitter()

/** Chromium knows no scheme of ours, so the page lives at an https address that never leaves the browser. */
const SHOWN = 'https://app.shipbench.invalid'
const OURS = 'shipbench://app'

let browser: Promise<Browser> | undefined

class Contents extends EventEmitter {
  mainFrame: Frame | undefined
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
}

interface Frame {
  readonly parent: Frame | null
  readonly url: string
  postMessage(channel: string, message: unknown, ports: MessagePortMain[]): void
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new Contents()
  page: Page | undefined
  #turn = Promise.resolve()
  #ports = new Map<number, MessagePortMain>()
  #wanted = ''
  readonly options: { webPreferences: { preload: string } }

  constructor(options: { webPreferences: { preload: string } }) {
    super()
    this.options = options
    seen.windows.push(options)
    windows.push(this)
    onContents.emit('web-contents-created', {}, this.webContents)
  }

  show(): void {}
  focus(): void {
    this.emit('focus')
  }
  isMinimized(): boolean {
    return false
  }

  async loadURL(url: string): Promise<void> {
    if (this.page) return this.#go(this.page, url)
    browser ??= chromium.launch({
      executablePath: process.env['SHIPBENCH_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    })
    const context = await (await browser).newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    this.page = page
    await context.route('**/*', (route) => this.#answer(route, page))
    await page.exposeBinding('standInMain', ({ frame }, message: PageMessage) => {
      if (frame === page.mainFrame()) this.#fromPage(message)
    })
    await page.addInitScript(pageSide(readFileSync(this.options.webPreferences.preload, 'utf8')))
    this.#watchWindows(context, page)
    await this.#go(page, url)
    this.emit('ready-to-show')
  }

  async #go(page: Page, url: string): Promise<void> {
    // The ports of a page end with it.
    for (const port of this.#ports.values()) port.close()
    this.#ports.clear()
    this.#wanted = url.replace(OURS, SHOWN)
    this.webContents.mainFrame = this.#frame(page)
    await page.goto(this.#wanted)
  }

  async reload(): Promise<void> {
    if (this.page) await this.#go(this.page, this.page.url().replace(SHOWN, OURS))
  }

  async close(): Promise<void> {
    await this.page?.close()
    this.emit('closed')
  }

  /** Anything of ours goes to the handler of the scheme; anything else is refused. */
  async #answer(route: Route, page: Page): Promise<void> {
    const request = route.request()
    const url = request.url()
    const leaves =
      request.isNavigationRequest() && request.frame() === page.mainFrame() && url !== this.#wanted
    if (leaves) {
      let prevented = false
      const event = { preventDefault: () => (prevented = true), url: url.replace(SHOWN, OURS) }
      this.webContents.emit('will-navigate', event)
      if (prevented) {
        seen.refusedNavigations.push(url)
        return route.abort('aborted')
      }
    }
    const handler = schemeHandlers.get('shipbench')
    if (!handler || !url.startsWith(SHOWN)) {
      seen.refusedRequests.push(url)
      return route.abort()
    }
    const response = await handler(
      new Request(url.replace(SHOWN, OURS), { method: request.method() }),
    )
    return route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
  }

  #watchWindows(context: BrowserContext, own: Page): void {
    context.on('page', (page) => {
      if (page === own) return
      const url = page.url()
      const { action } = this.webContents.openHandler({ url })
      seen.openedWindows.push({ url, action })
      if (action === 'deny') void page.close()
    })
  }

  #frame(page: Page): Frame {
    return {
      parent: null,
      get url() {
        return page.url().replace(SHOWN, OURS)
      },
      postMessage: (channel, message, ports) => {
        const ids = ports.map((port) => this.#bridge(port))
        this.#inPage(
          ([channel, message, ids]) => window.standInPage.deliver(channel, message, ids),
          [channel, message, ids] as const,
        )
      },
    }
  }

  #bridge(port: MessagePortMain): number {
    const id = this.#ports.size + 1
    this.#ports.set(id, port)
    port.on('message', ({ data }: { data: unknown }) =>
      this.#inPage(([id, data]) => window.standInPage.port(id, data), [id, data] as const),
    )
    port.on('close', () => this.#inPage((id) => window.standInPage.closePort(id), id))
    port.start()
    return id
  }

  #fromPage(message: PageMessage): void {
    if (message.kind === 'exposed') {
      seen.exposed.push({ name: message.name, value: message.value })
    } else if (message.kind === 'send') {
      seen.sent.push(message.channel)
      const { mainFrame } = this.webContents
      ipcMain.emit(message.channel, { sender: this.webContents, senderFrame: mainFrame })
    } else {
      this.#ports.get(message.id)?.postMessage(message.data)
    }
  }

  /** One after the other, as messages between processes come. A page that has gone hears nothing. */
  #inPage<T>(act: (given: T) => void, given: T): void {
    this.#turn = this.#turn
      // oxlint-disable-next-line typescript/no-explicit-any -- Playwright's own serialisable type
      .then(() => this.page?.evaluate(act as any, given))
      .then(() => undefined)
      .catch(() => undefined)
  }
}

type PageMessage =
  | { readonly kind: 'exposed'; readonly name: string; readonly value: unknown }
  | { readonly kind: 'send'; readonly channel: string; readonly given: unknown[] }
  | { readonly kind: 'port'; readonly id: number; readonly data: unknown }

declare global {
  interface Window {
    readonly standInPage: {
      deliver(channel: string, message: unknown, ports: readonly number[]): void
      port(id: number, data: unknown): void
      closePort(id: number): void
    }
  }
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close()
}
