import type { AskReport, PrinterConnection } from '../../station/printing/printer-connection.ts'
import { hostStatus } from '../station/printing/rude-printer.ts'
import type { FakeTime } from './fake-time.ts'

const PRINTING_MS = 2_000
const SENDING_MS = 40

/** Faults that stay until they are mended. */
export interface Faults {
  /** Refuses connections, or the way to it is gone. */
  refuses: boolean
  isGone: boolean
  /** Takes bytes and says nothing. */
  isSilent: boolean
  paperOut: boolean
  /** Bytes and paper take long. */
  isSlow: boolean
}

/** What happens to the next label only. */
export type Mishap = 'refused' | 'cut in the middle' | 'cut at the end' | 'lost'

/** A printer as it stands on a bench. */
export interface Device {
  readonly faults: Faults
  odometer: number
  mishap: Mishap | undefined
  /** Labels that it has and did not print yet, by their texts. */
  buffer: string[]
  readonly paper: string[]
  /** Others print there too: its odometer proves nothing. */
  isShared: boolean
  isPrinting: boolean
  /** The one who speaks to it. */
  caller: object | undefined
}

/** One run of the station, as far as a printer has to do with it. */
export interface Caller {
  readonly isAlive: () => boolean
  /** The first byte of a label leaves. */
  readonly firstByte: (text: string, device: Device, connection: string) => void
  /** The process may die here, and is gone then. */
  readonly dies: (point: 'first byte' | 'last byte') => void
  readonly broke: (what: string) => void
}

export function newDevice(odometer: number): Device {
  return {
    faults: { refuses: false, isGone: false, isSilent: false, paperOut: false, isSlow: false },
    odometer,
    mishap: undefined,
    buffer: [],
    paper: [],
    isShared: false,
    isPrinting: false,
    caller: undefined,
  }
}

/** Prints what it holds, one after another, while it has paper. */
export function goOnPrinting(device: Device, time: FakeTime): void {
  if (device.isPrinting || device.buffer.length === 0 || device.faults.paperOut) return
  device.isPrinting = true
  time.after(device.faults.isSlow ? PRINTING_MS * 3 : PRINTING_MS, () => {
    device.isPrinting = false
    if (!device.faults.paperOut) {
      const text = device.buffer.shift()
      if (text !== undefined) {
        device.paper.push(text)
        device.odometer += 1
      }
    }
    goOnPrinting(device, time)
  })
}

/** Off and on: what it had not printed is gone. */
export function switchOffAndOn(device: Device): void {
  device.buffer = []
}

function never<T>(): Promise<T> {
  return new Promise(() => {})
}

/** The way to whatever stands at a connection; `deviceAt` is asked each time, since printers are swapped. */
export function connectionTo(
  connection: string,
  deviceAt: () => Device,
  time: FakeTime,
  caller: Caller,
): PrinterConnection {
  const later = (ms: number) => new Promise<void>((resolve) => time.after(ms, resolve))

  /** Waits as a process does: not beyond its own death. */
  async function waits(ms: number): Promise<void> {
    await later(ms)
    if (!caller.isAlive()) await never()
  }

  async function reach(device: Device): Promise<string | undefined> {
    if (device.caller !== undefined && device.caller === caller)
      caller.broke(`two speak over ${connection} at once`)
    device.caller = caller
    const { refuses, isGone } = device.faults
    await waits(isGone ? 1_500 : 3)
    if (!refuses && !isGone) return undefined
    device.caller = undefined
    return refuses ? 'it refuses the connection' : 'it does not answer'
  }

  function answerOf(device: Device, question: string): string {
    if (question.includes('odometer')) return `"${device.odometer}"`
    if (question === '~HI') return '\x02ZTC-200dpi,V1,8,8192KB\x03'
    const held = String(device.buffer.length).padStart(3, '0')
    return hostStatus({ 1: device.faults.paperOut ? '1' : '0', 4: held })
  }

  return {
    async send({ bytes, receipt, receiptMs, signal }) {
      const heard = (text = '') => Buffer.from(text)
      const device = deviceAt()
      const why = signal.aborted ? 'stopping' : await reach(device)
      const { mishap } = device
      device.mishap = undefined
      if (why !== undefined || signal.aborted || mishap === 'refused') {
        device.caller = undefined
        return { delivery: 'not-sent', detail: why ?? 'refused', heard: heard() }
      }
      const text = Buffer.from(bytes).toString()
      caller.firstByte(text, device, connection)
      caller.dies('first byte')
      if (!caller.isAlive()) return never()
      const cut = (detail: string) => {
        device.caller = undefined
        return { delivery: 'unknown', detail, heard: heard() } as const
      }
      const pieces = device.faults.isSlow ? 10 : 1
      for (let piece = 0; piece < pieces; piece += 1) {
        await waits(device.faults.isSlow ? 1_500 : SENDING_MS)
        if (signal.aborted) return cut('stopping')
        if (mishap === 'cut in the middle') return cut('cut in the middle')
      }
      if (mishap !== 'lost') device.buffer.push(text)
      goOnPrinting(device, time)
      caller.dies('last byte')
      if (!caller.isAlive()) return never()
      if (mishap === 'cut at the end') return cut('cut at the end')
      if (receipt === undefined || device.faults.isSilent) {
        await waits(receipt ? (receiptMs ?? 1_000) : 50)
        device.caller = undefined
        return { delivery: 'unconfirmed', detail: null, heard: heard() }
      }
      await waits(3)
      device.caller = undefined
      return { delivery: 'delivered', detail: null, heard: heard(answerOf(device, '~HS')) }
    },
    async ask(inquiry, signal): Promise<AskReport> {
      const device = deviceAt()
      if (signal.aborted) return { result: 'not-reached', detail: 'stopping' }
      const why = await reach(device)
      if (why !== undefined) return { result: 'not-reached', detail: why }
      await waits(device.faults.isSilent ? 1_000 : 3)
      device.caller = undefined
      if (device.faults.isSilent) return { result: 'silent', heard: Buffer.alloc(0) }
      const question = Buffer.from(inquiry.question).toString()
      return { result: 'answered', heard: Buffer.from(answerOf(device, question)) }
    },
  }
}
