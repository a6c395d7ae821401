import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { readZebraStatus } from '../../station/printing/status/zebra-status.ts'
import { createJobSplitter } from '../../simulators/label-printer/job-splitter.ts'
import { cpcl } from '../../simulators/label-printer/languages/cpcl.ts'
import { epl2 } from '../../simulators/label-printer/languages/epl2.ts'
import { escpos } from '../../simulators/label-printer/languages/escpos.ts'
import { tspl } from '../../simulators/label-printer/languages/tspl.ts'
import { zpl } from '../../simulators/label-printer/languages/zpl.ts'
import {
  startLabelPrinterSimulator,
  type LabelPrinterSimulator,
} from '../../simulators/label-printer/label-printer.ts'
import { readPng } from '../station/labels/read-png.ts'

const PAPER_WORKER = new URL('../../simulators/label-printer/paper-worker.ts', import.meta.url)

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function start(): Promise<LabelPrinterSimulator> {
  const printer = await startLabelPrinterSimulator({ paperWorker: PAPER_WORKER })
  ends.push(() => printer.stop())
  return printer
}

/** Sends, hangs up, and gives all that the printer said. */
async function say(port: number, text: string, encoding: BufferEncoding = 'utf8'): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1')
  const heard: Buffer[] = []
  socket.on('data', (bytes) => heard.push(bytes))
  socket.end(text, encoding)
  await once(socket, 'close')
  return Buffer.concat(heard)
}

function changesUntil(printer: LabelPrinterSimulator, claim: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = printer.onChange(look)
    function look(): void {
      if (!claim()) return
      unsubscribe()
      resolve()
    }
    look()
  })
}

const CODE_128 = '^XA^FO80,80^BY2^BCN,120,Y,N,N^FD1ZTEST0142^FS^XZ'

describe('label printer simulator', () => {
  test('prints what it is sent and reads the barcodes off the paper', async () => {
    const printer = await start()
    await say(printer.port, `${CODE_128}\n${CODE_128.replace('0142', '0143')}`)
    await changesUntil(printer, () => printer.paper().length === 2)
    const [newest, older] = printer.paper()
    expect([newest?.barcodes, older?.barcodes]).toEqual([['1ZTEST0143'], ['1ZTEST0142']])
    const picture = readPng(Buffer.from(newest!.png, 'base64'))
    expect([picture.width, picture.height]).toEqual([812, 1218])
    expect(printer.received().map((bytes) => Buffer.from(bytes).toString())).toEqual([
      CODE_128,
      CODE_128.replace('0142', '0143'),
    ])
  })

  test.each([
    ['none', 'ready'],
    ['paper-out', 'paper-out'],
    ['head-open', 'head-open'],
    ['paused', 'paused'],
  ] as const)('with fault %s it says %s', async (fault, condition) => {
    const printer = await start()
    printer.fault(fault)
    expect(readZebraStatus(await say(printer.port, '~HS'))?.condition).toBe(condition)
  })

  test('silent: takes bytes and answers nothing', async () => {
    const printer = await start()
    printer.fault('silent')
    expect(await say(printer.port, `${CODE_128}~HS`)).toHaveLength(0)
    expect(printer.received()).toHaveLength(1)
  })

  test('keeps formats while it cannot print, and prints them once mended', async () => {
    const printer = await start()
    printer.fault('paper-out')
    const heard = await say(printer.port, `${CODE_128}~HS`)
    expect(readZebraStatus(heard)?.waiting).toBe(1)
    expect(printer.received()).toHaveLength(1)
    expect(printer.paper()).toHaveLength(0)
    printer.fault('none')
    await changesUntil(printer, () => printer.paper().length === 1)
  })

  test('keeps twelve papers, and a format that cannot be drawn comes out blank', async () => {
    const printer = await start()
    await say(printer.port, `${CODE_128}${'^XA^GFA,1,1,1,zz^FS^XZ'.repeat(13)}`)
    const first = new Promise<void>((resolve) => {
      let papers = 0
      printer.onChange(() => ++papers === 14 && resolve())
    })
    await first
    expect(printer.paper()).toHaveLength(12)
    expect(printer.paper().flatMap(({ barcodes }) => barcodes)).toEqual([])
  })
})

const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, index) => index))

/** Per language: labels with questions in and between them, and the beginning of another. */
const STREAMS = {
  zpl: {
    language: zpl,
    labels: ['^XA^FDone^FS^XZ', '~DGR:A.GRF,1,1,FF^XA^XGR:A.GRF^FS^XZ', '^XA^XZ', '^xa^xz'].map(
      ascii,
    ),
    questions: ['~HS', '! U1 getvar "odometer.total_label_count"\r\n', '~HQES', '~HI'].map(ascii),
    begun: ascii('^XA^FDhalf'),
  },
  escpos: {
    language: escpos,
    labels: [
      Buffer.concat([ascii('\x1b@\x1dv0\0\x20\0\x08\0'), EVERY_BYTE, ascii('\x1dV\0')]),
      ascii('\x1b@text\n\x1dw\x02\x1dkI\x0a{B*SP-1-2*\n\x1dV\x42\0'),
    ],
    questions: ['\x10\x04\x01', '\x1d(H\x06\x00001234'].map(ascii),
    begun: ascii('\x1dv0\0\x20\0\x08\0half'),
  },
  tspl: {
    language: tspl,
    labels: [
      Buffer.concat([
        ascii('SIZE 4,6\r\nCLS\r\nBITMAP 0,0,32,8,0,'),
        EVERY_BYTE,
        ascii('\r\nPRINT 1,1\r\n'),
      ]),
      ascii('CLS\nTEXT 1,1,"1",0,1,1,"PRINT"\nPRINT 1\n'),
    ],
    questions: ['\x1b!?'].map(ascii),
    begun: ascii('BITMAP 0,0,32,8,0,half'),
  },
  epl2: {
    language: epl2,
    labels: [
      Buffer.concat([ascii('N\nq812\nGW0,0,32,8,'), EVERY_BYTE, ascii('\nP1\n')]),
      ascii('N\nA1,1,0,1,1,1,N,"P1"\nP1,1\n'),
    ],
    questions: ['^ee\r\n', '^ee\n'].map(ascii),
    begun: ascii('GW0,0,32,8,half'),
  },
  cpcl: {
    language: cpcl,
    labels: [
      Buffer.concat([
        ascii('! 0 200 200 8 1\r\nCG 32 8 0 0 '),
        EVERY_BYTE,
        ascii('\r\nFORM\r\nPRINT\r\n'),
      ]),
      ascii('! 0 200 200 8 1\nEG 1 1 0 0 FF\nPRINT\n'),
    ],
    questions: ['\x1bh'].map(ascii),
    begun: ascii('CG 32 8 0 0 half'),
  },
}

function ascii(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

describe('the manners of the simulated printer on its line', () => {
  const LABEL = `^XA^FO50,50^GB100,100,50^FS^FX${'x'.repeat(2_000)}^FS^XZ`

  /** Sends a label and gives how the line ended. */
  async function sendTo(printer: LabelPrinterSimulator) {
    const socket = connect(printer.port, '127.0.0.1')
    await once(socket, 'connect')
    let ended = 'closed'
    const closed = new Promise((resolve) => socket.on('close', resolve))
    socket.on('error', ({ message }) => (ended = message))
    socket.resume().end(LABEL)
    await closed
    return ended
  }

  test.each(['stalls', 'never-reads'] as const)('%s: goes on once it is mended', async (fault) => {
    const printer = await start()
    printer.fault(fault)
    const sent = sendTo(printer)
    // The line has been up for a question and its answer.
    expect(fault === 'stalls' ? (await say(printer.port, '~HS')).length : 1).toBeGreaterThan(0)
    expect(printer.received()).toHaveLength(0)
    printer.fault('none')
    expect(await sent).toBe('closed')
    expect(printer.received()).toHaveLength(1)
  })

  test('resets: the label is cut and lost', async () => {
    const printer = await start()
    printer.fault('resets')
    expect(await sendTo(printer)).toContain('ECONNRESET')
    expect(printer.received()).toHaveLength(0)
  })

  test('closes early: says goodbye and loses the label', async () => {
    const printer = await start()
    printer.fault('closes-early')
    expect(await sendTo(printer)).toBe('closed')
    expect(printer.received()).toHaveLength(0)
  })

  test('reads slowly: takes everything in the end', async () => {
    const printer = await start()
    printer.fault('reads-slowly')
    await sendTo(printer)
    expect(printer.received().map(String)).toEqual([LABEL])
  })

  test('another resolution: the label comes out at two thirds of its size', async () => {
    const printer = await start()
    printer.fault('wrong-dpi')
    await say(printer.port, CODE_128)
    await changesUntil(printer, () => printer.paper().length === 1)
    const picture = readPng(Buffer.from(printer.paper()[0]!.png, 'base64'))
    expect([picture.width, picture.height]).toEqual([1218, 1827])
  })

  test('a format that only orders the memory is no label', async () => {
    const printer = await start()
    await say(printer.port, `^XA^IDR:LOGO.GRF^FS^XZ${CODE_128}`)
    await changesUntil(printer, () => printer.labelsPrinted() > 0)
    expect([printer.labelsPrinted(), printer.received().length]).toEqual([1, 2])
  })

  test.each(['epl2', 'tspl', 'cpcl', 'escpos'] as const)(
    '%s: a label is counted',
    async (language) => {
      const printer = await startLabelPrinterSimulator({ paperWorker: PAPER_WORKER, language })
      ends.push(() => printer.stop())
      const [label] = STREAMS[language].labels
      await say(printer.port, label!.toString('latin1'), 'latin1')
      expect([printer.labelsPrinted(), printer.paper().length]).toEqual([1, 1])
      expect(printer.received()).toEqual([label])
    },
  )
})

test.each(Object.entries(STREAMS))(
  'labels and questions of %s are found however the bytes are cut',
  (_name, { language, labels, questions, begun }) => {
    const stream = Buffer.concat([
      ascii('\n'),
      ...labels.flatMap((label) => [label, ...questions]),
      begun.subarray(0, begun.length - 4),
    ])
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (cuts) => {
        const splitter = createJobSplitter(language)
        const found: Buffer[] = []
        const heard: Buffer[] = []
        for (let at = 0, cut = 0; at < stream.length; cut++) {
          const length = cuts[cut % cuts.length]!
          for (const { kind, bytes, isInsideLabel } of splitter.push(
            stream.subarray(at, at + length),
          )) {
            if (kind === 'label') found.push(bytes)
            else heard.push(bytes)
            expect(isInsideLabel).toBe(false)
          }
          at += length
        }
        expect(found).toEqual(labels)
        expect(heard).toEqual(labels.flatMap(() => questions))
      }),
    )
  },
)

test('a question inside a ZPL format is answered there, and is no part of it', () => {
  const found = createJobSplitter(zpl).push(ascii('^XA~HS^FDone^FS~HS^XZ'))
  expect(
    found.map(({ kind, bytes, isInsideLabel }) => [kind, String(bytes), isInsideLabel]),
  ).toEqual([
    ['question', '~HS', true],
    ['question', '~HS', true],
    ['label', '^XA^FDone^FS^XZ', false],
  ])
})
