import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import process from 'node:process'
import { createInterface } from 'node:readline'
import type { HidLibrary, LibraryDevice, OpenedDevice } from '../../../station/hid/serve-hid.ts'
import type { StandInCall, StandInOrder } from './hid-stand-in.ts'

/** In the process: what node-hid would be, with the devices that the test at `port` has. */
let library: Promise<HidLibrary> | undefined

export function standInLibrary(port: number): Promise<HidLibrary> {
  library ??= create(port)
  return library
}

async function create(port: number): Promise<HidLibrary> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.on('error', () => {})
  const waiting = new Map<number, (order: { value?: unknown; error?: string }) => void>()
  const devices = new Map<string, EventEmitter>()
  let calls = 0

  const lines = createInterface(socket)
  // It says the socket's errors once more.
  lines.on('error', () => {})
  lines.on('line', (line) => {
    const order = JSON.parse(line) as StandInOrder
    if ('call' in order) waiting.get(order.call)?.(order)
    else if (order.error !== undefined)
      devices.get(order.path)?.emit('error', new Error(order.error))
    else devices.get(order.path)?.emit('data', Buffer.from(order.bytes ?? []))
  })
  socket.write(`${JSON.stringify({ pid: process.pid })}\n`)

  function ask(what: StandInCall['what'], path = ''): Promise<unknown> {
    const call = (calls += 1)
    socket.write(`${JSON.stringify({ call, what, path })}\n`)
    return new Promise((resolve, reject) => {
      waiting.set(call, ({ value, error }) => {
        waiting.delete(call)
        if (error === undefined) resolve(value)
        else reject(new Error(error))
      })
    })
  }

  return {
    devicesAsync: () => ask('devices') as Promise<LibraryDevice[]>,
    HIDAsync: {
      async open(path): Promise<OpenedDevice> {
        await ask('open', path)
        const device = new EventEmitter()
        devices.set(path, device)
        return Object.assign(device, {
          async close() {
            devices.delete(path)
            await ask('close', path)
          },
        })
      },
    },
  }
}
