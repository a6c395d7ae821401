import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFileDocumentPrinter } from '../../station/documents/printers/file.ts'
import { createIppDocumentPrinter } from '../../station/documents/printers/ipp.ts'
import { openDocumentPrinter } from '../../station/documents/printers/open-document-printer.ts'
import { createSimulatedDocumentPrinter } from '../../station/documents/printers/simulated.ts'
import { noPrintSystem, startPrintSystem, type PrintSystem } from '../print-system/print-system.ts'
import { startIppStand } from '../station/documents/ipp-stand.ts'
import { noOfficePrinter, startOfficePrinter } from '../station/documents/office-printer.ts'
import { documentPrinterContract, EMPTY_PAGE, endOf } from './document-printer.contract.ts'

const NOWHERE = 'ipp://127.0.0.1:9/ipp/print'

documentPrinterContract('simulated', async () => {
  const printer = createSimulatedDocumentPrinter()
  return { printer, papers: async () => printer.printed, async [Symbol.asyncDispose]() {} }
})

documentPrinterContract('file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-papers-'))
  const plainFile = join(folder, 'plain')
  writeFileSync(plainFile, '')
  return {
    printer: createFileDocumentPrinter(join(folder, 'papers')),
    nowhere: createFileDocumentPrinter(plainFile),
    async papers() {
      const names = readdirSync(folder).includes('papers')
        ? readdirSync(join(folder, 'papers'))
        : []
      return names.map((name) => ({
        pdf: readFileSync(join(folder, 'papers', name)),
        copies: Number(/-(\d)-copies/.exec(name)?.[1] ?? 1),
      }))
    },
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true })
    },
  }
})

documentPrinterContract('ipp', async () => {
  const stand = await startIppStand()
  return {
    printer: createIppDocumentPrinter(stand.connection),
    nowhere: createIppDocumentPrinter(NOWHERE),
    papers: async () => stand.jobs.map(({ document, copies }) => ({ pdf: document, copies })),
    [Symbol.asyncDispose]: () => stand.stop(),
  }
})

describe.runIf(noPrintSystem === undefined)('with CUPS', () => {
  let cups: PrintSystem
  let before: string | undefined
  beforeAll(async () => {
    cups = await startPrintSystem()
    before = process.env['CUPS_SERVER']
    process.env['CUPS_SERVER'] = cups.server
  })
  afterAll(async () => {
    if (before === undefined) delete process.env['CUPS_SERVER']
    else process.env['CUPS_SERVER'] = before
    await cups?.stop()
  })

  let queues = 0

  documentPrinterContract('spooler', async () => {
    const pieces: Buffer[] = []
    const sink = createServer((socket) => {
      socket.on('data', (piece: Buffer) => pieces.push(piece))
      socket.on('end', () => socket.end())
    }).listen(0, '127.0.0.1')
    await once(sink, 'listening')
    const queue = `papers${++queues}`
    await cups.addQueue(queue, `socket://127.0.0.1:${(sink.address() as AddressInfo).port}`)
    const printer = openDocumentPrinter(`spooler:${queue}`, 'linux')
    const nowhere = openDocumentPrinter('spooler:none', 'linux')
    if (!printer.ok || !nowhere.ok) throw new Error('A spooler is not opened')
    return {
      printer: printer.value,
      nowhere: nowhere.value,
      async papers() {
        const whole = Buffer.concat(pieces)
        return Array.from({ length: whole.length / EMPTY_PAGE.length }, (_, index) => ({
          pdf: whole.subarray(index * EMPTY_PAGE.length, (index + 1) * EMPTY_PAGE.length),
          copies: 1,
        }))
      },
      async [Symbol.asyncDispose]() {
        sink.close()
      },
    }
  })

  test('a queue to a printer that is not there does not call a paper out', async () => {
    await cups.addQueue('dead', 'socket://127.0.0.1:9/?contimeout=1')
    const opened = openDocumentPrinter('spooler:dead', 'linux')
    if (!opened.ok) throw new Error('A spooler is not opened')
    const paper = { pdf: EMPTY_PAGE, name: 'lost', copies: 1 }
    const handed = await opened.value.print(paper, new AbortController().signal)
    expect(handed.result).toBe('taken')
    if (handed.result !== 'taken') return
    // CUPS had begun with it when it gave it up: nobody knows how far it came.
    expect(await endOf(opened.value, handed.job)).toEqual({
      result: 'in-doubt',
      detail: expect.stringContaining('gave job'),
    })
  })
})
if (noPrintSystem !== undefined) console.log(`Not run with CUPS: ${noPrintSystem}`)

describe.runIf(noOfficePrinter === undefined)('with ippeveprinter', () => {
  documentPrinterContract(
    'ippeveprinter',
    async () => {
      const office = await startOfficePrinter()
      return {
        printer: createIppDocumentPrinter(office.connection),
        nowhere: createIppDocumentPrinter(NOWHERE),
        papers: async () => office.papers().map((pdf) => ({ pdf, copies: 1 })),
        [Symbol.asyncDispose]: () => office.stop(),
      }
    },
    // It keeps one file whatever the copies.
    false,
  )
})
if (noOfficePrinter !== undefined) console.log(`Not run with ippeveprinter: ${noOfficePrinter}`)

test.each([
  ['tcp://127.0.0.1:9100', 'linux'],
  ['usb:/dev/usb/lp0', 'linux'],
  ['serial:/dev/ttyS0', 'linux'],
  ['spooler:Office', 'win32'],
] as const)('documents do not go over %s (%s), which is said in words', (connection, platform) => {
  expect(openDocumentPrinter(connection, platform)).toEqual({
    ok: false,
    failure: { code: 'connection-not-supported', detail: expect.stringContaining('ipp://') },
  })
})
