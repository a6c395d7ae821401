import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export interface PluggedDevice {
  readonly vendorId: number
  readonly productId: number
  readonly usagePage?: number
  readonly manufacturer?: string
  readonly product?: string
  readonly serialNumber?: string
}

/** What the test tells the library in the process. */
export type StandInOrder =
  | { readonly call: number; readonly value?: unknown; readonly error?: string }
  | { readonly path: string; readonly bytes?: readonly number[]; readonly error?: string }

/** What the library in the process asks the test. */
export interface StandInCall {
  readonly call: number
  readonly what: 'devices' | 'open' | 'close'
  readonly path: string
}

/** A USB bus without the native part: the process is a real one, only its library asks the test what is attached. */
export interface HidStandIn {
  /** Module for `createHidAccess`. */
  readonly helper: URL
  /** Attaches a device; gives its path. */
  plug(device: PluggedDevice): string
  pull(path: string): void
  report(path: string, bytes: readonly number[]): void
  /** From now on opening fails with these words. */
  refuseOpen(words: string | undefined): void
  /** From now on nothing is answered any more, as by a driver that hangs. */
  hang(): void
  /** Process ids of all runs of the process that have loaded the library. */
  readonly pids: readonly number[]
  /** Runs that live. */
  running(): number
  /** Paths that are open. */
  readonly open: ReadonlySet<string>
  /** Resolves when `claim` holds; looked at after each thing that the process does. */
  until(claim: () => boolean): Promise<void>
  stop(): Promise<void>
}

export async function startHidStandIn(): Promise<HidStandIn> {
  const plugged = new Map<string, PluggedDevice>()
  const open = new Set<string>()
  const pids: number[] = []
  const sockets = new Set<Socket>()
  const events = new EventEmitter()
  let refusal: string | undefined
  let hanging = false
  let paths = 0

  const tell = (socket: Socket, order: StandInOrder) =>
    void socket.write(`${JSON.stringify(order)}\n`)
  const tellAll = (order: StandInOrder) => {
    for (const socket of sockets) tell(socket, order)
  }

  function answer(socket: Socket, { call, what, path }: StandInCall): void {
    if (hanging) return
    if (what === 'devices') {
      const value = [...plugged].map(([at, device]) => ({ ...device, path: at }))
      return tell(socket, { call, value })
    }
    if (what === 'close') {
      open.delete(path)
      return tell(socket, { call })
    }
    const error = refusal ?? (plugged.has(path) ? undefined : 'No such device')
    if (error !== undefined) return tell(socket, { call, error: `cannot open ${path}: ${error}` })
    open.add(path)
    tell(socket, { call })
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      open.clear()
      events.emit('done')
    })
    const lines = createInterface(socket)
    // It says the socket's errors once more.
    lines.on('error', () => {})
    lines.on('line', (line) => {
      const message = JSON.parse(line) as StandInCall | { readonly pid: number }
      if ('pid' in message) pids.push(message.pid)
      else answer(socket, message)
      events.emit('done')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0

  const folder = mkdtempSync(join(tmpdir(), 'shipbench-hid-'))
  const helper = join(folder, 'helper.mjs')
  const serve = new URL('../../../station/hid/serve-hid.ts', import.meta.url).href
  const library = new URL('./hid-stand-in-library.ts', import.meta.url).href
  writeFileSync(
    helper,
    `import { serveHid } from '${serve}'
import { standInLibrary } from '${library}'
serveHid(() => standInLibrary(${port}))
`,
  )

  return {
    helper: pathToFileURL(helper),
    pids,
    running: () => sockets.size,
    open,
    plug(device) {
      const path = `/dev/hidraw${(paths += 1)}`
      plugged.set(path, device)
      return path
    },
    pull(path) {
      plugged.delete(path)
      open.delete(path)
      tellAll({ path, error: 'could not read from HID device: the device has been disconnected' })
    },
    report: (path, bytes) => tellAll({ path, bytes }),
    refuseOpen(words) {
      refusal = words
    },
    hang() {
      hanging = true
    },
    async until(claim) {
      while (!claim()) await once(events, 'done')
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
