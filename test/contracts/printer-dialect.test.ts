import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { LanguageName, PrinterCondition } from '../../shared/printing.ts'
import {
  startLabelPrinterSimulator,
  type LabelPrinterSimulator,
} from '../../simulators/label-printer/label-printer.ts'
import type { SimulatedFault } from '../../simulators/label-printer/printer-faults.ts'
import { createNetworkConnection } from '../../station/printing/connections/network.ts'
import { DIALECTS } from '../../station/printing/dialects.ts'
import type { Inquiry } from '../../station/printing/printer-connection.ts'

const PAPER_WORKER = new URL('../../simulators/label-printer/paper-worker.ts', import.meta.url)
const never = new AbortController().signal

type AtThePaper = Extract<
  SimulatedFault,
  'none' | 'paper-out' | 'head-open' | 'ribbon-out' | 'paper-jam' | 'paused' | 'take-label'
>

interface Told {
  /** What a printer of this language can say of each trouble. */
  readonly tells: Readonly<Record<AtThePaper, PrinterCondition>>
  readonly label: string
}

const LANGUAGES: Readonly<Record<LanguageName, Told>> = {
  zpl: {
    tells: {
      none: 'ready',
      'paper-out': 'paper-out',
      'head-open': 'head-open',
      'ribbon-out': 'ribbon-out',
      'paper-jam': 'paper-jam',
      paused: 'paused',
      'take-label': 'take-label',
    },
    label: '^XA^FO50,50^GB100,100,50^FS^XZ',
  },
  escpos: {
    tells: {
      none: 'ready',
      'paper-out': 'paper-out',
      'head-open': 'head-open',
      'paper-jam': 'paper-jam',
      'ribbon-out': 'needs-attention',
      paused: 'needs-attention',
      'take-label': 'needs-attention',
    },
    label: '\u001B@A LABEL\n\u001DV\0',
  },
  tspl: {
    tells: {
      none: 'ready',
      'paper-out': 'paper-out',
      'head-open': 'head-open',
      'ribbon-out': 'ribbon-out',
      'paper-jam': 'paper-jam',
      paused: 'paused',
      'take-label': 'paused',
    },
    label: 'CLS\r\nPRINT 1\r\n',
  },
  epl2: {
    tells: {
      none: 'ready',
      'paper-out': 'paper-out',
      'head-open': 'head-open',
      'ribbon-out': 'paper-out',
      'paper-jam': 'paper-jam',
      paused: 'paused',
      'take-label': 'paused',
    },
    label: 'N\nP1\n',
  },
  cpcl: {
    tells: {
      none: 'ready',
      'paper-out': 'paper-out',
      'head-open': 'head-open',
      'ribbon-out': 'busy',
      'paper-jam': 'busy',
      paused: 'busy',
      'take-label': 'busy',
    },
    label: '! 0 200 200 8 1\r\nPRINT\r\n',
  },
}

async function start(language: LanguageName): Promise<LabelPrinterSimulator> {
  const printer = await startLabelPrinterSimulator({ paperWorker: PAPER_WORKER, language })
  onTestFinished(() => printer.stop())
  return printer
}

function lineTo({ port }: LabelPrinterSimulator, answerMs = 5_000) {
  return createNetworkConnection('127.0.0.1', port, {
    connectMs: 5_000,
    progressMs: 5_000,
    answerMs,
    settleMs: 5,
    closeMs: 5_000,
  })
}

/** What the printer says to a question, which it has to answer. */
async function answerTo(printer: LabelPrinterSimulator, inquiry: Inquiry): Promise<Uint8Array> {
  const report = await lineTo(printer).ask?.(inquiry, never)
  expect(report?.result).toBe('answered')
  return report?.result === 'answered' ? report.heard : new Uint8Array()
}

describe.each(Object.entries(LANGUAGES))('printer dialect: %s', (name, { tells, label }) => {
  const language = name as LanguageName
  const dialect = DIALECTS[language]
  const inquiries = (): Inquiry[] =>
    [
      dialect.status,
      dialect.receipt?.inquiry,
      dialect.odometer?.inquiry,
      dialect.resolution?.inquiry,
    ].filter((inquiry) => inquiry !== undefined)

  test.each(Object.entries(tells))('%s is read as %s', async (fault, condition) => {
    const printer = await start(language)
    printer.fault(fault as AtThePaper)
    const report = dialect.readStatus(await answerTo(printer, dialect.status))
    expect(report?.condition).toBe(condition)
    expect(report?.said).toMatch(/^[\u0020-\u007E]+$/)
  })

  test('an answer is one when it is whole, and not before', async () => {
    const printer = await start(language)
    for (const inquiry of inquiries()) {
      const heard = await answerTo(printer, inquiry)
      const wholeAt = [...heard.keys(), heard.length].find((end) =>
        inquiry.isAnswered(heard.subarray(0, end)),
      )
      // A line break at the end need not be waited for.
      expect(wholeAt).toBeGreaterThanOrEqual(Math.max(1, heard.length - 2))
      for (let end = 0; end < (wholeAt ?? 0); end++)
        expect(dialect.readStatus(heard.subarray(0, end))).toBeUndefined()
    }
  })

  test('any bytes are an answer that can be read, or none; nothing throws', async () => {
    const printer = await start(language)
    const real = await answerTo(printer, dialect.status)
    const damaged = fc
      .array(fc.tuple(fc.nat({ max: real.length }), fc.nat({ max: 255 })), { maxLength: 4 })
      .map((changes) => {
        const bytes = Buffer.from(real)
        for (const [at, byte] of changes) bytes[at] = byte
        return bytes
      })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
        const report = dialect.readStatus(bytes)
        expect(dialect.status.isAnswered(bytes)).toBe(report !== undefined)
        expect(report?.said ?? 'x').toMatch(/^[\u0020-\u007E]+$/)
        expect(report?.waiting ?? 0).toBeGreaterThanOrEqual(0)
        for (const inquiry of inquiries()) inquiry.isAnswered(bytes)
        dialect.odometer?.read(bytes)
        dialect.resolution?.read(bytes)
      }),
      { numRuns: 2_000 },
    )
  })

  test.runIf(dialect.receipt)('the receipt is answered after a label', async () => {
    const printer = await start(language)
    const { receipt } = dialect
    const report = await lineTo(printer).send({
      bytes: Buffer.from(label, 'latin1'),
      ...(receipt && { receipt: receipt.inquiry }),
      signal: never,
    })
    expect(report.delivery).toBe('delivered')
    expect(receipt?.inquiry.isAnswered(report.heard)).toBe(true)
    expect(printer.received()).toHaveLength(1)
    // Of those that come when the paper is out, and so late, none may be taken for the next label's.
    const next = dialect.receipt
    expect(next?.inquiry.isAnswered(report.heard)).toBe(next?.proves === 'taken')
  })

  test.runIf(dialect.receipt?.proves === 'printed')(
    'what proves the printing is not said while the label waits for paper',
    async () => {
      const printer = await start(language)
      printer.fault('paper-out')
      const { receipt } = dialect
      const sent = lineTo(printer, 60_000).send({
        bytes: Buffer.from(label, 'latin1'),
        ...(receipt && { receipt: receipt.inquiry }),
        signal: never,
      })
      let isSaid = false
      void sent.then(() => (isSaid = true))
      await expect.poll(() => printer.received().length).toBe(1)
      // Many times the way that a receipt has.
      for (let times = 0; times < 5; times++) {
        const status = dialect.readStatus(await answerTo(printer, dialect.status))
        expect([status?.condition, printer.labelsPrinted(), isSaid]).toEqual([
          'paper-out',
          0,
          false,
        ])
      }
      printer.fault('none')
      expect(await sent).toMatchObject({ delivery: 'delivered' })
      expect(receipt?.inquiry.isAnswered((await sent).heard)).toBe(true)
      expect(printer.labelsPrinted()).toBe(1)
    },
  )

  test.runIf(dialect.odometer)('the odometer counts labels that came out', async () => {
    const printer = await start(language)
    const count = async () =>
      dialect.odometer?.read(await answerTo(printer, dialect.odometer.inquiry))
    const print = () => lineTo(printer).send({ bytes: Buffer.from(label), signal: never })
    const before = (await count()) ?? Number.NaN
    await print()
    await expect.poll(count).toBe(before + 1)
    printer.fault('loses-label')
    await print()
    expect(printer.received()).toHaveLength(2)
    expect(await count()).toBe(before + 1)
    const ready = dialect.readStatus(await answerTo(printer, dialect.status))
    expect(ready).toMatchObject({ condition: 'ready', waiting: 0 })
  })

  test.runIf(dialect.resolution)('the head tells its dots per inch', async () => {
    const printer = await start(language)
    const dpi = async () =>
      dialect.resolution?.read(await answerTo(printer, dialect.resolution.inquiry))
    expect(await dpi()).toBe(203)
    printer.fault('wrong-dpi')
    expect(await dpi()).toBe(300)
  })
})
