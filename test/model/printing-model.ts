import { createHash } from 'node:crypto'
import type { PrintJob, PrintFailure } from '../../shared/printing.ts'
import { done, type Outcome } from '../../shared/outcome.ts'
import { PrinterSettingsSchema, type PrinterSettings } from '../../shared/settings.ts'
import { createPrinting, type Printing } from '../../station/printing/printing.ts'
import type { FakeTime } from './fake-time.ts'
import type { KeptDatabase } from './kept-database.ts'
import { connectionTo, newDevice, type Caller, type Device } from './label-printer-model.ts'

type Printed = Outcome<PrintJob, PrintFailure>

/** One call of `print`: its text is on no other label. */
export interface Asked {
  readonly text: string
  readonly shipmentId: string
  readonly byPerson: boolean
  /** Of which run of the station. */
  readonly run: number
  readonly atMs: number
  outcome: Printed | undefined
}

/** The first byte of a job has left. */
export interface Touched {
  readonly jobId: string
  readonly text: string
  readonly device: Device
}

export type DeathPoint = 'first byte' | 'last byte'

export interface Row {
  readonly id: string
  readonly printer_id: string
  readonly shipment_id: string | null
  readonly state: PrintJob['state']
  readonly delivery: PrintJob['delivery']
  readonly sha256: string
  readonly came_out: number | null
  readonly proved_by: string | null
}

const printer = (id: string, connection: string): PrinterSettings =>
  PrinterSettingsSchema.parse({ id, role: 'label', connection })

/** How the printers may be set up: who takes over, one that is listed twice, one at another connection, none. */
export const SETTINGS: readonly (readonly PrinterSettings[])[] = [
  [printer('first', 'tcp://a:1'), printer('second', 'tcp://b:1')],
  [printer('second', 'tcp://b:1'), printer('first', 'tcp://a:1')],
  [printer('first', 'tcp://a:1'), printer('again', 'tcp://a:1')],
  [printer('first', 'tcp://b:1')],
  [printer('first', 'tcp://a:1'), printer('mute', 'tcp://mute:1')],
  [],
]
export const CONNECTIONS = ['tcp://a:1', 'tcp://b:1', 'tcp://mute:1']

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Printers, and a station at them that can die at any moment; what it did is kept for the rules. */
export function createPrintingModel(
  time: FakeTime,
  disk: KeptDatabase,
  note: (what: string) => void,
) {
  const devices = new Map<string, Device>()
  const asked: Asked[] = []
  const touched: Touched[] = []
  const voided = new Set<string>()
  const broken: string[] = []
  const rows = disk.database.prepare<[], Row>('SELECT * FROM print_jobs ORDER BY number')
  let swaps = 0
  let armed: DeathPoint | undefined
  let printers = SETTINGS[0] ?? []
  let runs = 0
  let printing: Printing | undefined

  const mute = newDevice(0)
  mute.faults.isSilent = true
  devices.set('tcp://a:1', newDevice(100_000)).set('tcp://b:1', newDevice(100_000))
  devices.set('tcp://mute:1', mute)

  function deviceAt(connection: string): Device {
    const device = devices.get(connection)
    if (!device) throw new Error(`Nothing stands at ${connection}`)
    return device
  }

  function firstByte(text: string, device: Device, connection: string): void {
    const own = rows.all().filter((row) => row.sha256 === sha256(text) && row.state === 'sending')
    const [row] = own
    if (!row || own.length > 1) return void broken.push(`L-3: ${own.length} rows as ${text} leaves`)
    if (touched.some(({ jobId }) => jobId === row.id))
      broken.push(`L-3: the job of ${text} sends twice over ${connection}`)
    if (voided.has(row.shipment_id ?? '')) broken.push(`a void label leaves: ${text}`)
    touched.push({ jobId: row.id, text, device })
  }

  function start(): void {
    if (printing) return
    runs += 1
    const run = runs
    const isAlive = () => run === runs && printing !== undefined
    const caller: Caller = {
      isAlive: () => run === runs,
      firstByte,
      dies(point) {
        if (armed !== point || run !== runs) return
        note(`died at the ${point}`)
        kill()
      },
      broke: (what) => void broken.push(what),
    }
    printing = createPrinting({
      database: disk.openFor(() => run === runs),
      labels: {
        // Drawn in a thread, which takes its time.
        async prepare({ bytes }) {
          await new Promise<void>((resolve) => time.after(30, resolve))
          return done({ print: { kind: 'zpl', bytes }, reading: { codes: [], texts: [] } })
        },
      },
      printers: () => printers,
      connect: (connection) =>
        done(connectionTo(connection, () => deviceAt(connection), time, caller)),
      clock: time.clock,
      log: {
        debug() {},
        info() {},
        warn() {},
        error: (context) => isAlive() && broken.push(`logged: ${JSON.stringify(context)}`),
      },
    })
    printing.paperKnown.subscribe(({ cameOut }) => {
      if (run === runs) note(`told ${cameOut}`)
    })
  }

  /** As a power cut leaves it. */
  function kill(): void {
    armed = undefined
    printing = undefined
    runs += 1
    time.forget()
  }

  function print(shipmentId: string, byPerson: boolean): void {
    if (!printing) return
    const text = `^XA^FD${asked.length} of ${shipmentId}^FS^XZ`
    const call: Asked = {
      text,
      shipmentId,
      byPerson,
      run: runs,
      atMs: time.ms(),
      outcome: undefined,
    }
    asked.push(call)
    printing
      .print({
        shipmentId,
        purpose: byPerson ? 'reprint' : 'label',
        label: { kind: 'zpl', bytes: Buffer.from(text) },
        expected: null,
        isWanted: () => !voided.has(shipmentId),
      })
      .then(
        (outcome) => {
          // What a dead process makes of it nobody hears.
          if (call.run === runs) call.outcome = outcome
        },
        (error: unknown) => call.run === runs && broken.push(`thrown: ${String(error)}`),
      )
  }

  start()
  return {
    time,
    note,
    devices,
    asked,
    touched,
    voided,
    broken,
    rows: () => rows.all(),
    printing: () => printing,
    run: () => runs,
    deviceAt,
    /** No two printers have printed nearly as much: of such nobody could tell that they were swapped. */
    otherOdometer: (isMore: boolean): number => 100_000 + (isMore ? 500 : -500) * (swaps += 1),
    start,
    kill,
    print,
    arm: (point: DeathPoint) => void (armed = point),
    disarm: () => void (armed = undefined),
    reconfigure(index: number): void {
      printers = SETTINGS[index] ?? []
      printing?.reconfigure()
    },
    async stop(): Promise<void> {
      const stopping = printing?.stop()
      // A job under way gets a few seconds to end.
      await time.pass(10_000)
      await stopping
      kill()
    },
  }
}

export type PrintingModel = ReturnType<typeof createPrintingModel>
