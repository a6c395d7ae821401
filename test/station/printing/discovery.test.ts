import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { FoundPrinterSchema, type FoundPrinter } from '../../../shared/printing.ts'
import { PrinterSettingsSchema } from '../../../shared/settings.ts'
import { findDeviceFiles } from '../../../station/printing/discovery/find-device-files.ts'
import { findPrinters, type SearchWay } from '../../../station/printing/discovery/find-printers.ts'
import { findQueues } from '../../../station/printing/discovery/find-queues.ts'
import { printerFrom } from '../../../station/printing/discovery/find-by-mdns.ts'
import { zebraFrom } from '../../../station/printing/discovery/find-zebras.ts'
import { noPrintSystem, startPrintSystem } from '../../print-system/print-system.ts'

const never = new AbortController().signal
const log = { info() {} }

const ZEBRA: FoundPrinter = {
  connection: 'tcp://10.0.0.20:9100',
  name: 'Bench 1',
  by: 'zebra',
  model: null,
  language: 'zpl',
}

async function all(search: AsyncIterable<FoundPrinter[]>): Promise<FoundPrinter[][]> {
  const values: FoundPrinter[][] = []
  for await (const value of search) values.push(value)
  return values
}

/** All that one way finds. */
async function found(way: (tell: (printer: FoundPrinter) => void) => Promise<void>) {
  const printers: FoundPrinter[] = []
  await way((printer) => printers.push(printer))
  return printers
}

describe('looking for printers', () => {
  test('each value has all that were found so far, and one printer stands there once', async () => {
    const values = await all(
      findPrinters(never, log, {
        zebra: async (tell) => {
          tell(ZEBRA)
          tell(ZEBRA)
        },
        mdns: async (tell) => {
          await new Promise(setImmediate)
          tell({ ...ZEBRA, name: 'ZD421', by: 'mdns', model: 'ZD421', language: null })
          tell({ ...ZEBRA, connection: 'tcp://10.0.0.21:9100', by: 'mdns' })
        },
      }),
    )
    const both = { ...ZEBRA, model: 'ZD421' }
    expect(values.slice(0, 2)).toEqual([[], [ZEBRA]])
    expect(values.at(-1)).toEqual([
      both,
      { ...ZEBRA, connection: 'tcp://10.0.0.21:9100', by: 'mdns' },
    ])
  })

  test('a way that cannot look here leaves the others alone, and says so in the log', async () => {
    const info = vi.fn()
    const values = await all(
      findPrinters(
        never,
        { info },
        {
          cups: () => Promise.reject(new Error('no print system')),
          zebra: async (tell) => tell(ZEBRA),
        },
      ),
    )
    expect(values.at(-1)).toEqual([ZEBRA])
    expect(info).toHaveBeenCalledExactlyOnceWith(
      { by: 'cups', error: new Error('no print system') },
      expect.any(String),
    )
  })

  test('ends with the signal, and with a reader who leaves, once every way has ended', async () => {
    const ended: string[] = []
    const waits =
      (name: string): SearchWay =>
      async (tell, signal) => {
        tell(ZEBRA)
        if (!signal.aborted) await once(signal, 'abort')
        ended.push(name)
      }
    const stop = new AbortController()
    for await (const printers of findPrinters(stop.signal, log, { mdns: waits('signal') }))
      if (printers.length > 0) stop.abort()
    for await (const printers of findPrinters(never, log, { mdns: waits('reader') }))
      if (printers.length > 0) break
    expect(ended).toEqual(['signal', 'reader'])
  })

  test('ends by itself after some seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      const controller = new AbortController()
      setTimeout(() => controller.abort(), ms)
      return controller.signal
    })
    onTestFinished(() => timeout.mockRestore())
    const search = all(
      findPrinters(never, log, {
        mdns: async (_tell, signal) => void (await once(signal, 'abort')),
      }),
    )
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await search).toEqual([[]])
  })

  test('what the settings would not take is not offered, and never more than a hundred', async () => {
    const values = await all(
      findPrinters(never, log, {
        mdns: async (tell) => {
          tell({ ...ZEBRA, connection: 'tcp://10.0.0.20:0' })
          tell({ ...ZEBRA, connection: 'tcp://::1:9100' })
          for (let port = 1; port <= 500; port++)
            tell({ ...ZEBRA, connection: `tcp://10.0.0.20:${port}` })
        },
      }),
    )
    expect(values.at(-1)).toHaveLength(100)
    for (const { connection } of values.at(-1) ?? [])
      expect(PrinterSettingsSchema.shape.connection.safeParse(connection).success).toBe(true)
  })
})

describe('what strangers say of themselves', () => {
  const isFit = (printer: FoundPrinter) => {
    expect(FoundPrinterSchema.parse(printer)).toEqual(printer)
    for (const text of [printer.name, printer.model ?? 'none', printer.connection]) {
      expect(text).toMatch(/^\S(?:.*\S)?$/u)
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cn}]/u)
      expect(text.length).toBeLessThanOrEqual(200)
    }
  }

  test('announcements of any content are printers fit to be shown, or none', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string())
    const value = fc.oneof(text, fc.anything())
    const key = fc.constantFrom('ty', 'rp', 'pdl', 'usb_MDL', 'usb_CMD', '__proto__')
    fc.assert(
      fc.property(
        fc.constantFrom('pdl-datastream' as const, 'printer', 'ipp', 'ipps'),
        text,
        fc.oneof(fc.integer({ min: -1, max: 70_000 }), fc.double()),
        fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), text), { maxLength: 4 }),
        fc.oneof(fc.dictionary(key, value), fc.anything()),
        (type, name, port, addresses, txt) => {
          const printer = printerFrom(type, { name, port, addresses, txt })
          if (printer !== undefined) isFit(printer)
        },
      ),
      { numRuns: 5_000 },
    )
  })

  test('answers to Zebra’s question of any content are printers fit to be shown, or none', () => {
    const head = Buffer.from([0x3a, 0x2c, 0x2e, 3])
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, isAnswer) => {
        const printer = zebraFrom(isAnswer ? Buffer.concat([head, bytes]) : bytes, '10.0.0.9')
        if (printer !== undefined) isFit(printer)
      }),
      { numRuns: 5_000 },
    )
  })

  test('an announcement without an address or a port leads nowhere', () => {
    const said = { name: 'x', port: 515, addresses: ['10.0.0.9'], txt: {} }
    expect(printerFrom('printer', said)?.connection).toBe('tcp://10.0.0.9:9100')
    // Port 0 only keeps the name.
    expect(printerFrom('printer', { ...said, port: 0 })).toBeUndefined()
    expect(printerFrom('printer', { ...said, addresses: ['fe80::1'] })).toBeUndefined()
  })

  test.each([
    ['application/vnd.zebra-zpl', 'zpl'],
    ['ZTC ZD421-203dpi ZPL', 'zpl'],
    ['Zebra GK420d', 'zpl'],
    ['EPL', 'epl2'],
    ['Zebra LP 2844', 'epl2'],
    ['TSPL', 'tspl'],
    ['Rollo X1038', 'tspl'],
    ['EPSON TM-T88V', 'escpos'],
    ['ZPL,CPCL', 'cpcl'],
    ['HP LaserJet', null],
  ])('%s speaks %s', (ty, language) => {
    const said = { name: 'x', port: 9100, addresses: ['10.0.0.9'], txt: { ty } }
    expect(printerFrom('pdl-datastream', said)?.language).toBe(language)
  })
})

describe('device files', () => {
  test('USB printers stand with the model and language that they tell', async () => {
    const root = mkdtempSync(join(tmpdir(), 'shipbench-devices-'))
    onTestFinished(() => rmSync(root, { recursive: true }))
    const id = (name: string) => `sys/class/usbmisc/${name}/device/ieee1284_id`
    const files = {
      'dev/usb/lp0': '',
      'dev/usb/hiddev0': '',
      'dev/usb/lp1': '',
      'dev/usblp2': '',
      'dev/null': '',
      [id('lp0')]: 'MFG:Zebra ;MDL:ZTC ZD421;CMD:ZPL;CLS:PRINTER;\n',
      [id('lp1')]: '\u0000\u0001:::;;;MDL:\u001B[2J\u0007;'.repeat(1_000),
    }
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(join(root, dirname(file)), { recursive: true })
      writeFileSync(join(root, file), content)
    }
    expect(await found((tell) => findDeviceFiles(tell, never, root))).toEqual([
      {
        connection: `usb:${root}/dev/usb/lp0`,
        name: 'Zebra ZTC ZD421',
        by: 'device',
        model: 'Zebra ZTC ZD421',
        language: 'zpl',
      },
      {
        connection: `usb:${root}/dev/usb/lp1`,
        name: '[2J',
        by: 'device',
        model: '[2J',
        language: null,
      },
      {
        connection: `usb:${root}/dev/usblp2`,
        name: '/dev/usblp2',
        by: 'device',
        model: null,
        language: null,
      },
    ])
    expect(await found((tell) => findDeviceFiles(tell, never, join(root, 'none')))).toEqual([])
  })
})

describe('the print system of this computer', () => {
  test.skipIf(noPrintSystem)(
    `its queues are found (${noPrintSystem ?? 'CUPS is here'})`,
    async () => {
      const cups = await startPrintSystem()
      onTestFinished(() => cups.stop())
      await cups.addQueue('zebra', 'socket://127.0.0.1:9/?contimeout=1')
      expect(await found((tell) => findQueues(tell, never, cups.url))).toEqual([
        {
          connection: 'spooler:zebra',
          name: 'zebra',
          by: 'cups',
          model: expect.any(String),
          language: null,
        },
      ])
    },
  )

  test('one that is not there is an error in words; one that talks nonsense, too', async () => {
    const web = createServer((_request, response) => response.end('<html>'))
    web.listen(0, '127.0.0.1')
    await once(web, 'listening')
    onTestFinished(() => void web.close())
    const { port } = web.address() as { port: number }
    const look = (url: string) => findQueues(() => expect.unreachable(), never, url)
    await expect(look(`ipp://127.0.0.1:${port}`)).rejects.toThrow(/\w/)
    await expect(look('ipp://127.0.0.1:9')).rejects.toThrow(/\w/)
  })
})
