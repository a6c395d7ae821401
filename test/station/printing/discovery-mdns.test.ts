import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { Bonjour } from 'bonjour-service'
import { expect, onTestFinished, test } from 'vitest'
import type { FoundPrinter } from '../../../shared/printing.ts'
import { findByMdns } from '../../../station/printing/discovery/find-by-mdns.ts'

const GROUP = '224.0.0.251'
const LOOPBACK = '127.0.0.1'

/** A socket that hears what goes over multicast on loopback at a port of its own, or why there is no such thing. */
async function listener(): Promise<Socket | string> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  try {
    socket.bind(0)
    await once(socket, 'listening')
    socket.addMembership(GROUP, LOOPBACK)
    socket.setMulticastInterface(LOOPBACK)
    const heard = once(socket, 'message', { signal: AbortSignal.timeout(2_000) })
    socket.send('here', socket.address().port, GROUP)
    await heard
    return socket
  } catch (error) {
    socket.close()
    return String(error)
  }
}

const trial = await listener()
const noMulticast = typeof trial === 'string' ? trial : undefined
if (typeof trial !== 'string') trial.close()

/** What is said on loopback, somebody who announces printers there, and a search for them. */
async function place() {
  const heard = await listener()
  if (typeof heard === 'string') throw new Error(heard)
  const { port } = heard.address()
  const options = { interface: LOOPBACK, bind: '0.0.0.0', port }
  const publisher = new Bonjour(options)
  onTestFinished(async () => {
    await new Promise<void>((resolve) => publisher.destroy(resolve))
    heard.close()
  })
  const announce = (type: string, printerPort: number, txt: Record<string, string> = {}) =>
    publisher.publish({ name: `${type} printer`, type, port: printerPort, txt, probe: false })
  async function search(isEnough: (found: FoundPrinter[]) => boolean): Promise<FoundPrinter[]> {
    const stop = new AbortController()
    const found: FoundPrinter[] = []
    const tell = (printer: FoundPrinter) => {
      found.push(printer)
      if (isEnough(found)) stop.abort()
    }
    await findByMdns(tell, stop.signal, { interfaces: [LOOPBACK], port })
    return found
  }
  return { heard, port, announce, search }
}

const TITLE = noMulticast === undefined ? '' : ` (no multicast here: ${noMulticast})`

test.skipIf(noMulticast)(`printers that announce themselves are found${TITLE}`, async () => {
  const { announce, search } = await place()
  announce('pdl-datastream', 9101, { ty: 'ZTC ZD421-203dpi ZPL' })
  announce('ipp', 631, { rp: 'ipp/print', ty: 'Office printer', pdl: 'application/pdf' })
  announce('ipps', 443, { rp: '../../?a=b c' })
  const found = await search((printers) => printers.length === 2)
  const host = /\/\/([\d.]+):/.exec(found[0]?.connection ?? '')?.[1]
  expect(found.toSorted((one, other) => one.name.localeCompare(other.name))).toEqual([
    {
      connection: `ipp://${host}:631/ipp/print`,
      name: 'ipp printer',
      by: 'mdns',
      model: 'Office printer',
      language: null,
    },
    {
      connection: `tcp://${host}:9101`,
      name: 'pdl-datastream printer',
      by: 'mdns',
      model: 'ZTC ZD421-203dpi ZPL',
      language: 'zpl',
    },
  ])
})

test.skipIf(noMulticast)(`damaged announcements end nothing${TITLE}`, async () => {
  const { heard, port, announce, search } = await place()
  const sample = new Promise<Buffer>((resolve) => {
    heard.on('message', (message) => {
      if (message.includes('ZD421')) resolve(message)
    })
  })
  announce('pdl-datastream', 9101, { ty: 'ZD421', rp: 'x' })
  // Its question is answered with what is damaged below.
  const searching = search((printers) =>
    printers.some(({ connection }) => connection.includes(':9199')),
  )
  const real = await sample
  let last = 0
  // Twists of the same announcement, the same in each run.
  const any = (below: number) => {
    last = (last * 1_664_525 + 1_013_904_223) % 2 ** 32
    return Math.floor((last / 2 ** 32) * below)
  }
  for (let times = 0; times < 4_000; times++) {
    const bytes = Buffer.from(real.subarray(0, times % 4 === 0 ? any(real.length) : real.length))
    for (let changes = any(4); changes >= 0 && bytes.length > 0; changes--)
      bytes[any(bytes.length)] = any(256)
    await new Promise((resolve) => heard.send(bytes, port, GROUP, resolve))
    if (times % 20 === 0) await turn()
  }
  announce('ipp', 9199)
  expect((await searching).at(-1)?.name).toBe('ipp printer')
})

test('where it cannot listen it says so, and leaves no socket behind', async () => {
  const taken = createSocket('udp4').bind(0, '0.0.0.0')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const search = findByMdns(() => {}, new AbortController().signal, {
    interfaces: [LOOPBACK],
    port: taken.address().port,
  })
  await expect(search).rejects.toThrow('EADDRINUSE')
})
