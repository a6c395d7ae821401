import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { readZebraStatus } from '../../station/printing/status/zebra-status.ts'
import { createFormatSplitter } from '../../simulators/label-printer/format-splitter.ts'
import {
  startLabelPrinterSimulator,
  type LabelPrinterSimulator,
} from '../../simulators/label-printer/label-printer.ts'
import { readPng } from '../station/labels/read-png.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function start(): Promise<LabelPrinterSimulator> {
  const printer = await startLabelPrinterSimulator({
    paperWorker: new URL('../../simulators/label-printer/paper-worker.ts', import.meta.url),
  })
  ends.push(() => printer.stop())
  return printer
}

/** Sends, hangs up, and gives all that the printer said. */
async function say(port: number, text: string): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1')
  const heard: Buffer[] = []
  socket.on('data', (bytes) => heard.push(bytes))
  socket.end(text)
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

test('formats are found however the bytes are cut', () => {
  const formats = ['^XA^FDone^FS^XZ', '~DGR:A.GRF,1,1,FF^XA^XGR:A.GRF^FS^XZ', '^XA^XZ']
  const stream = Buffer.from(
    `\n${formats[0]}~HS\r\n${formats[1]}~HS${formats[2]}^XA~HS^XZ^XA^FDhalf`,
  )
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (cuts) => {
      const splitter = createFormatSplitter()
      const found: string[] = []
      let questions = 0
      for (let at = 0, cut = 0; at < stream.length; cut++) {
        const length = cuts[cut % cuts.length]!
        for (const { kind, bytes } of splitter.push(stream.subarray(at, at + length)))
          if (kind === 'format') found.push(Buffer.from(bytes).toString())
          else questions++
        at += length
      }
      expect(found).toEqual([...formats, '^XA^XZ'])
      expect(questions).toBe(3)
      expect(splitter.isInsideFormat()).toBe(true)
    }),
  )
})
