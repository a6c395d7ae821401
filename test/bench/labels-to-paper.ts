import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { PrinterSettingsSchema } from '../../shared/settings.ts'
import { labelPdf, labelPng } from '../../simulators/labels/label-picture.ts'
import { shippingLabelZpl } from '../../simulators/labels/shipping-label.ts'
import { openDatabase } from '../../station/database/database.ts'
import { createLabels, type LabelBytes } from '../../station/labels/labels.ts'
import { createPrinting, type Printing } from '../../station/printing/printing.ts'
import { printingMigrations } from '../../station/printing/schema.ts'
import { silentLog } from '../station/printing/silent-log.ts'
import { percentiles, printRow, printTitle } from './figures.ts'

const ROUNDS = 60
const A_MINUTE = 60
const TRACKING = '9400111827300000000016'

/** A printer that takes everything at once and answers nothing; tells when the first byte of each job came. */
async function startSink() {
  let firstByteAt = 0
  let bytes = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    socket.once('data', () => (firstByteAt = performance.now()))
    socket.on('data', (piece) => (bytes += piece.length))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port was given')
  return {
    port: address.port,
    firstByteAt: () => firstByteAt,
    taken: () => bytes,
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** The label of one parcel; each has its own tracking code, so that nothing is prepared already. */
function zplOf(trackingCode: string): string {
  return shippingLabelZpl({
    carrier: 'USPS',
    service: 'Standard',
    sender: ['Harbor & Pine', '2210 Dockside Rd', 'Tacoma WA 98421'],
    recipient: ['Tobias Renner', '915 Alder Court', 'Boise ID 83702'],
    reference: 'LK-20417',
    weight: '210 g',
    barcode: { kind: 'usps', zip5: '83702', trackingCode },
  })
}

function codeOf(index: number): string {
  return `${TRACKING.slice(0, -6)}${String(index).padStart(6, '0')}`
}

async function printOne(printing: Printing, label: LabelBytes, trackingNumber: string) {
  const printed = await printing.print({
    shipmentId: trackingNumber,
    purpose: 'label',
    label,
    expected: {
      trackingNumber,
      carrierBarcode: null,
      zip: '83702',
      country: 'US',
      shipFromZip: '98421',
      box: { number: 1, of: 1 },
    },
  })
  if (!printed.ok) throw new Error(JSON.stringify(printed.failure))
}

function start(port: number) {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-bench-'))
  const database = openDatabase(join(folder, 'station.db'), printingMigrations)
  const labels = createLabels({
    worker: new URL('../../station/labels/label-worker.ts', import.meta.url),
    log: silentLog,
  })
  const printer = PrinterSettingsSchema.parse({
    id: 'label',
    role: 'label',
    connection: `tcp://127.0.0.1:${port}`,
  })
  const printing = createPrinting({
    database,
    labels,
    printers: () => [printer],
    clock: { now: () => new Date() },
    log: silentLog,
  })
  const stop = async () => {
    await printing.stop()
    await labels.stop()
    database.close()
    rmSync(folder, { recursive: true })
  }
  return { printing, stop }
}

/** From a label's bytes until the first byte is at the printer, checked and on disk, beside the bare socket. */
export async function benchLabelsToPaper(): Promise<void> {
  printTitle('label bytes to the first byte at the printer (read, compared, its job on disk)')
  const sink = await startSink()
  const { printing, stop } = start(sink.port)
  try {
    const bare: number[] = []
    for (let index = 0; index < ROUNDS; index++) {
      const startedAt = performance.now()
      const socket = connect(sink.port, '127.0.0.1')
      socket.end(zplOf(codeOf(index)))
      await once(socket.resume(), 'close')
      bare.push(sink.firstByteAt() - startedAt)
    }
    const peer = percentiles(bare)
    printRow('a bare socket', peer)
    const kinds = [
      ['ZPL', 'zpl', async (zpl: string) => Buffer.from(zpl)],
      ['PNG', 'png', labelPng],
      ['PDF', 'pdf', labelPdf],
    ] as const
    let number = 1_000
    for (const [name, kind, make] of kinds) {
      const times: number[] = []
      for (let index = 0; index < ROUNDS; index++) {
        const code = codeOf(number++)
        const label = { kind, bytes: await make(zplOf(code)) }
        const startedAt = performance.now()
        await printOne(printing, label, code)
        // The first of a kind loads what reads it.
        if (index > 0) times.push(sink.firstByteAt() - startedAt)
      }
      const { p50, p95 } = percentiles(times)
      printRow(name, { p50, p95, ratio: p50 / peer.p50 })
    }
  } finally {
    await stop()
    sink.stop()
  }
}

/** Labels at the pace of a full bench, sixty a minute, and what the process holds at the end of each minute. */
export async function benchSustained(minutes: number): Promise<void> {
  printTitle(`sixty ZPL labels a minute for ${minutes} minutes`)
  const sink = await startSink()
  const { printing, stop } = start(sink.port)
  try {
    const times: number[] = []
    for (let minute = 1; minute <= minutes; minute++) {
      for (let index = 0; index < A_MINUTE; index++) {
        const startedAt = performance.now()
        const code = codeOf(minute * 100 + index)
        await printOne(printing, { kind: 'zpl', bytes: Buffer.from(zplOf(code)) }, code)
        times.push(sink.firstByteAt() - startedAt)
        await wait(Math.max(0, 1_000 - (performance.now() - startedAt)))
      }
      const { rss, heapUsed } = process.memoryUsage()
      const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(0)} MB`
      process.stdout.write(
        `  minute ${minute}: ${times.length} labels, ${megabytes(rss)} resident, ${megabytes(heapUsed)} heap\n`,
      )
    }
    printRow('to the first byte', percentiles(times))
  } finally {
    await stop()
    sink.stop()
  }
}
