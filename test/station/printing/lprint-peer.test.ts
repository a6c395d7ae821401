import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { toBuffer } from 'bwip-js/node'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { SimulatedFault } from '../../../simulators/label-printer/printer-faults.ts'
import {
  startLabelPrinterSimulator,
  type LabelPrinterSimulator,
} from '../../../simulators/label-printer/label-printer.ts'
import { createIpp } from '../../../station/printing/ipp/ipp-client.ts'

const LPRINT = '/usr/bin/lprint'
/** Its sockets and queues are a machine's own; only Linux has it as a package. */
const noLPrint = existsSync(LPRINT) ? '' : ' (skipped: LPrint, lprint, is not installed)'

const folder = mkdtempSync(join(tmpdir(), 'shipbench-lprint-'))
// All that it keeps, and the socket by which its own commands find it.
const env = { ...process.env, HOME: folder, TMPDIR: folder, XDG_CONFIG_HOME: folder }
let stopServer: (() => Promise<void>) | undefined
let printer: LabelPrinterSimulator
let port: number

const lprint = (...args: string[]) => promisify(execFile)(LPRINT, args, { env })
const queue = () => createIpp({ url: `ipp://127.0.0.1:${port}/ipp/print/bench` })

/** It answers, be it that there is no such queue yet. */
async function isUp(): Promise<void> {
  const answer = await queue().printer()
  if (!answer.ok && answer.failure.code === 'ipp-not-reached')
    throw new Error(answer.failure.detail)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: free } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return free
}

describe.skipIf(noLPrint)(`LPrint, whose author read the same manuals${noLPrint}`, () => {
  beforeAll(async () => {
    port = await freePort()
    printer = await startLabelPrinterSimulator({
      paperWorker: new URL('../../../simulators/label-printer/paper-worker.ts', import.meta.url),
    })
    const options = [`log-file=${folder}/log`, `server-port=${port}`]
    // The shell reads until this process is gone, however it ends, and takes LPrint with it.
    const shell = spawn(
      '/bin/sh',
      [
        '-c',
        '"$@" & read _; kill $!; wait',
        'sh',
        LPRINT,
        'server',
        ...[...options, `spool-directory=${folder}/spool`].flatMap((option) => ['-o', option]),
      ],
      { env, stdio: ['pipe', 'ignore', 'ignore'] },
    )
    const ended = once(shell, 'exit')
    stopServer = async () => {
      shell.stdin?.end()
      await ended
    }
    // Its commands would start a server of their own where they find none.
    await vi.waitFor(isUp, { timeout: 60_000, interval: 100 })
    const device = `socket://127.0.0.1:${printer.port}`
    await lprint('add', '-d', 'bench', '-v', device, '-m', 'zpl_4inch-203dpi-dt')
  })
  afterAll(async () => {
    await stopServer?.()
    await printer.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('its raw ZPL comes out unchanged', async () => {
    const label = '^XA^FO80,80^BY2^BCN,120,Y,N,N^FD1ZTEST0142^FS^XZ'
    const file = join(folder, 'label.zpl')
    writeFileSync(file, label)
    await lprint('submit', '-d', 'bench', '-o', 'document-format=application/vnd.zebra-zpl', file)
    await expect.poll(() => printer.paper()[0]?.barcodes).toEqual(['1ZTEST0142'])
    expect(String(printer.received().at(-1))).toBe(label)
  })

  test('the ZPL that it makes of a picture comes out, as one label', async () => {
    const before = printer.labelsPrinted()
    const file = join(folder, 'label.png')
    const bars = await toBuffer({
      bcid: 'code128',
      text: '1ZTEST0143',
      scale: 3,
      height: 30,
      backgroundcolor: 'FFFFFF',
      padding: 20,
    })
    writeFileSync(file, atDpi(bars, 203))
    await lprint(
      'submit',
      '-d',
      'bench',
      '-o',
      'media=na_index-4x6_4x6in',
      '-o',
      'print-scaling=none',
      file,
    )
    await expect.poll(() => printer.paper()[0]?.barcodes).toEqual(['1ZTEST0143'])
    expect(printer.labelsPrinted()).toBe(before + 1)
  })

  const REASONS: [SimulatedFault, RegExp][] = [
    ['paper-out', /media-empty/],
    // It hears of it, and has no word for it in its own queue.
    ['head-open', /other/],
    ['paper-jam', /media-jam/],
  ]
  test.each(REASONS)('%s is understood as %s', async (fault, reason) => {
    const reasons = async () => {
      const told = await queue().printer()
      return told.ok ? told.value.reasons.join(' ') : told.failure.detail
    }
    printer.fault(fault)
    await expect.poll(reasons, { interval: 500 }).toMatch(reason)
    printer.fault('none')
    await expect.poll(reasons, { interval: 500 }).not.toMatch(reason)
  })
})

/** The same PNG, saying for how many dots per inch it is. */
function atDpi(png: Uint8Array, dpi: number): Uint8Array {
  const chunk = Buffer.alloc(21)
  chunk.writeUInt32BE(9, 0)
  chunk.write('pHYs', 4, 'latin1')
  const dotsPerMetre = Math.round(dpi / 0.0254)
  chunk.writeUInt32BE(dotsPerMetre, 8)
  chunk.writeUInt32BE(dotsPerMetre, 12)
  chunk.writeUInt8(1, 16)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17)
  const afterHeader = 33
  return Buffer.concat([png.subarray(0, afterHeader), chunk, png.subarray(afterHeader)])
}
