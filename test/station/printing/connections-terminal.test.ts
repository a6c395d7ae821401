import { afterEach, describe, expect, test } from 'vitest'
import { createDeviceFileConnection } from '../../../station/printing/connections/device-file.ts'
import { createSerialConnection } from '../../../station/printing/connections/serial.ts'
import type { PrinterConnection } from '../../../station/printing/printer-connection.ts'
import { readZebraStatus, zebraInquiry } from '../../../station/printing/status/zebra-status.ts'
import { serialSettings } from '../../../station/serial/serial-port.ts'
import { printerConnectionContract } from '../../contracts/printer-connection.contract.ts'
import {
  noPseudoTerminal,
  startPseudoTerminal,
  type PseudoTerminal,
} from '../../pseudo-terminal.ts'
import { hostStatus } from './rude-printer.ts'

if (noPseudoTerminal !== undefined)
  console.log(`Printers on serial ports and devices were not tried: ${noPseudoTerminal}`)

const never = new AbortController().signal
const label = Buffer.alloc(100_000, '^XA0123456789')
/** More than a pseudo terminal, its program and the pipes hold. */
const large = Buffer.alloc(4_000_000, '^XA0123456789')
const PATIENT = { openMs: 5_000, progressMs: 10_000, answerMs: 10_000 }
const HURRIED = { openMs: 5_000, progressMs: 300, answerMs: 100 }

function serial(path: string, timings: typeof PATIENT, query = ''): PrinterConnection {
  const settings = serialSettings(`serial:${path}${query}`)
  if (!settings.ok) throw new Error(settings.failure.detail)
  return createSerialConnection(settings.value, timings)
}

/** Answers `~HS` as a Zebra does. */
const zebra = (status: string) => (piece: Buffer) => (piece.includes('~HS') ? status : '')

const KINDS: readonly (readonly [
  string,
  (path: string, timings: typeof PATIENT) => PrinterConnection,
])[] = [
  ['usb', createDeviceFileConnection],
  ['serial', serial],
]

describe.skipIf(noPseudoTerminal !== undefined)('on a pseudo terminal', () => {
  const endings: (() => Promise<void>)[] = []
  afterEach(async () => {
    await Promise.all(endings.splice(0).map((end) => end()))
  })
  async function terminal(answer?: (piece: Buffer) => string): Promise<PseudoTerminal> {
    const started = await startPseudoTerminal(answer)
    endings.push(() => started.stop())
    return started
  }

  describe.each(KINDS)('%s', (name, open) => {
    for (const answers of [true, false])
      printerConnectionContract(`${name}, ${answers ? 'answers' : 'mute'}`, async () => {
        const printer = await startPseudoTerminal(answers ? zebra(hostStatus()) : undefined)
        return {
          connection: open(printer.path, answers ? PATIENT : HURRIED),
          received: (length) => printer.until((heard) => heard.length >= length),
          answers,
          toNowhere: open('/dev/shipbench-no-such-printer', PATIENT),
          [Symbol.asyncDispose]: () => printer.stop(),
        }
      })

    test('what the printer says after a label is heard', async () => {
      const printer = await terminal(zebra(hostStatus({ 1: '1' })))
      const report = await open(printer.path, PATIENT).send({
        bytes: label,
        receipt: zebraInquiry,
        signal: never,
      })
      expect(report.delivery).toBe('delivered')
      expect(readZebraStatus(report.heard)?.condition).toBe('paper-out')
      expect(printer.heard().equals(Buffer.concat([label, zebraInquiry.question]))).toBe(true)
    })

    test('one that stops taking bytes is given up: unknown', async () => {
      const printer = await terminal()
      printer.pause()
      const report = await open(printer.path, HURRIED).send({ bytes: large, signal: never })
      expect(report).toMatchObject({
        delivery: 'unknown',
        detail: 'The printer stopped taking bytes',
      })
    })

    test('a cable pulled in the middle: unknown, with a reason', async () => {
      const printer = await terminal()
      const sending = open(printer.path, PATIENT).send({ bytes: large, signal: never })
      await printer.until((heard) => heard.length > 10_000)
      printer.pull()
      expect(await sending).toMatchObject({
        delivery: 'unknown',
        detail: expect.stringMatching(/\w/),
      })
    })

    test('called off in the middle: unknown, at once', async () => {
      const printer = await terminal()
      const calledOff = new AbortController()
      const sending = open(printer.path, { ...PATIENT, progressMs: 60_000 }).send({
        bytes: large,
        signal: calledOff.signal,
      })
      await printer.until((heard) => heard.length > 10_000)
      printer.pause()
      calledOff.abort()
      expect((await sending).delivery).toBe('unknown')
    })

    test('after one that was given up the next job goes through', async () => {
      const printer = await terminal()
      printer.pause()
      await open(printer.path, HURRIED).send({ bytes: large, signal: never })
      printer.resume()
      const report = await open(printer.path, PATIENT).send({
        bytes: Buffer.from('^XAnext^XZ'),
        signal: never,
      })
      expect(report.delivery).toBe('unconfirmed')
      await printer.until((heard) => heard.toString('latin1').endsWith('^XAnext^XZ'))
    })
  })

  test('a serial printer that is full holds the line with XOFF until it says XON', async () => {
    const printer = await terminal()
    const connection = serial(printer.path, PATIENT, '?flow=xonxoff')
    const sending = connection.send({ bytes: label, signal: never })
    await printer.until((heard) => heard.length > 0)
    printer.send('\x13')
    printer.send('\x11')
    expect((await sending).delivery).toBe('unconfirmed')
    await printer.until((heard) => heard.length === label.length)
  })

  test('a serial printer that stays full is given up: unknown', async () => {
    const printer = await terminal((piece) => (piece.length > 0 ? '\x13' : ''))
    const connection = serial(printer.path, HURRIED, '?flow=xonxoff')
    expect((await connection.send({ bytes: large, signal: never })).delivery).toBe('unknown')
  })

  test('a serial port that another program holds: not sent', async () => {
    const printer = await terminal()
    const first = serial(printer.path, PATIENT).send({ bytes: large, signal: never })
    await printer.until((heard) => heard.length > 0)
    printer.pause()
    const second = await serial(printer.path, PATIENT).send({ bytes: label, signal: never })
    expect(second).toMatchObject({ delivery: 'not-sent', detail: expect.stringMatching(/lock/) })
    printer.resume()
    expect((await first).delivery).toBe('unconfirmed')
  })
})
