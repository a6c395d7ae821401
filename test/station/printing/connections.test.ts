import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createDeviceFileConnection } from '../../../station/printing/connections/device-file.ts'
import { createFileConnection } from '../../../station/printing/connections/file.ts'
import { createNetworkConnection } from '../../../station/printing/connections/network.ts'
import { openConnection } from '../../../station/printing/connections/open-connection.ts'
import { createSimulatedConnection } from '../../../station/printing/connections/simulated.ts'
import { zebraInquiry } from '../../../station/printing/status/zebra-status.ts'
import { printerConnectionContract } from '../../contracts/printer-connection.contract.ts'
import { startRudePrinter, type Manners } from './rude-printer.ts'

const QUICK = { connectMs: 1_000, progressMs: 150, answerMs: 150, settleMs: 30, closeMs: 150 }
const PATIENT = {
  connectMs: 1_000,
  progressMs: 5_000,
  answerMs: 5_000,
  settleMs: 30,
  closeMs: 5_000,
}
const never = new AbortController().signal

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-'))
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}

async function peer(manners: Manners) {
  const printer = await startRudePrinter(manners)
  return { ...printer, [Symbol.asyncDispose]: () => printer.stop() }
}

async function closedPort(): Promise<number> {
  const printer = await startRudePrinter('normal')
  await printer.stop()
  return printer.port
}

printerConnectionContract('network', async () => {
  const printer = await startRudePrinter('normal')
  return {
    connection: createNetworkConnection('127.0.0.1', printer.port, PATIENT),
    received: async () => printer.read(),
    toNowhere: createNetworkConnection('127.0.0.1', await closedPort(), PATIENT),
    [Symbol.asyncDispose]: () => printer.stop(),
  }
})

printerConnectionContract('device file', async () => {
  const { folder, [Symbol.dispose]: remove } = temporaryFolder()
  const path = join(folder, 'lp0')
  writeFileSync(path, '')
  return {
    connection: createDeviceFileConnection(path),
    received: () => readFile(path),
    toNowhere: createDeviceFileConnection(join(folder, 'lp1')),
    [Symbol.asyncDispose]: async () => remove(),
  }
})

printerConnectionContract('file', async () => {
  const { folder, [Symbol.dispose]: remove } = temporaryFolder()
  const path = join(folder, 'labels.zpl')
  return {
    connection: createFileConnection(path),
    received: () => readFile(path).catch(() => Buffer.alloc(0)),
    toNowhere: createFileConnection(join(folder, 'no', 'such', 'folder')),
    [Symbol.asyncDispose]: async () => remove(),
  }
})

printerConnectionContract('simulated', async () => {
  const connection = createSimulatedConnection()
  return {
    connection,
    received: async () => Buffer.concat(connection.received),
    [Symbol.asyncDispose]: async () => {},
  }
})

describe('the network sender among real manners', () => {
  const label = Buffer.alloc(248_529, '^XA0123456789')
  const large = Buffer.alloc(24_000_000, '^XA0123456789')

  test.each(['normal', 'banner-first', 'reads-slowly'] as const)(
    '%s: delivered',
    async (manners) => {
      await using printer = await peer(manners)
      const connection = createNetworkConnection('127.0.0.1', printer.port, PATIENT)
      const report = await connection.send({ bytes: label, signal: never })
      expect(report.delivery).toBe('delivered')
      expect(printer.read().equals(label)).toBe(true)
      expect(printer.connections()).toBe(1)
    },
  )

  test('refused: not sent', async () => {
    const connection = createNetworkConnection('127.0.0.1', await closedPort(), QUICK)
    expect(await connection.send({ bytes: label, signal: never })).toMatchObject({
      delivery: 'not-sent',
      detail: expect.stringContaining('refuses the connection'),
    })
  })

  test('never reads: unconfirmed, with and without a receipt', async () => {
    await using printer = await peer('never-reads')
    const connection = createNetworkConnection('127.0.0.1', printer.port, QUICK)
    const bytes = label.subarray(0, 10_000)
    expect(await connection.send({ bytes, signal: never })).toMatchObject({
      delivery: 'unconfirmed',
    })
    expect(await connection.send({ bytes, receipt: zebraInquiry, signal: never })).toMatchObject({
      delivery: 'unconfirmed',
    })
  })

  test('stalls in the middle of a large job: unknown', async () => {
    await using printer = await peer('never-reads')
    const connection = createNetworkConnection('127.0.0.1', printer.port, QUICK)
    expect(await connection.send({ bytes: large, signal: never })).toMatchObject({
      delivery: 'unknown',
      detail: 'The printer stopped taking bytes',
    })
  })

  test.each(['resets-midway', 'closes-at-once', 'says-goodbye-early'] as const)(
    '%s: unknown',
    async (manners) => {
      await using printer = await peer(manners)
      const connection = createNetworkConnection('127.0.0.1', printer.port, PATIENT)
      expect(await connection.send({ bytes: large, signal: never })).toMatchObject({
        delivery: 'unknown',
        detail: expect.any(String),
      })
    },
  )

  test('hangs up at once on a label that fits in one packet: never taken for delivered', async () => {
    await using printer = await peer('closes-at-once')
    const connection = createNetworkConnection('127.0.0.1', printer.port, PATIENT)
    for (let round = 0; round < 20; round++) {
      const report = await connection.send({ bytes: Buffer.from('^XA^XZ'), signal: never })
      expect(['unknown', 'not-sent']).toContain(report.delivery)
    }
  })

  test('never closes: unconfirmed', async () => {
    await using printer = await peer('never-closes')
    const connection = createNetworkConnection('127.0.0.1', printer.port, QUICK)
    const report = await connection.send({ bytes: label, signal: never })
    expect(report.delivery).toBe('unconfirmed')
  })

  test('never closes, but answers after the last byte: delivered', async () => {
    await using printer = await peer('answers-never-closes')
    const connection = createNetworkConnection('127.0.0.1', printer.port, {
      ...PATIENT,
      closeMs: 50,
    })
    const report = await connection.send({ bytes: label, receipt: zebraInquiry, signal: never })
    expect(report.delivery).toBe('delivered')
    expect(zebraInquiry.isAnswered(report.heard)).toBe(true)
    expect(printer.read().toString('latin1')).toBe(`${label.toString('latin1')}~HS`)
  })

  test('a status that came unasked is no receipt', async () => {
    await using printer = await peer('status-first-never-closes')
    const connection = createNetworkConnection('127.0.0.1', printer.port, {
      ...PATIENT,
      answerMs: 50,
      closeMs: 50,
    })
    // More than the kernel holds: the status is there before the last byte leaves.
    const report = await connection.send({ bytes: large, receipt: zebraInquiry, signal: never })
    expect(report.delivery).toBe('unconfirmed')
  })

  test('called off in the middle: unknown, at once', async () => {
    await using printer = await peer('never-reads')
    const connection = createNetworkConnection('127.0.0.1', printer.port, {
      ...PATIENT,
      progressMs: 60_000,
    })
    const calledOff = new AbortController()
    const sending = connection.send({ bytes: large, signal: calledOff.signal })
    await expect.poll(() => printer.connections()).toBe(1)
    calledOff.abort()
    expect((await sending).delivery).toBe('unknown')
  })

  test('asked: an answer, silence, or nobody there', async () => {
    await using answering = await peer('answers-never-closes')
    await using mute = await peer('normal')
    const ask = (port: number) =>
      createNetworkConnection('127.0.0.1', port, { ...QUICK, closeMs: 20 }).ask?.(
        zebraInquiry,
        never,
      )
    expect(await ask(answering.port)).toMatchObject({ result: 'answered' })
    expect(await ask(mute.port)).toMatchObject({ result: 'silent' })
    expect(await ask(await closedPort())).toMatchObject({ result: 'not-reached' })
  })
})

describe('a device file that blocks', () => {
  function pipe(folder: string): string {
    const path = join(folder, 'lp0')
    execFileSync('mkfifo', [path])
    return path
  }

  test('opening that never ends is given up: not sent', async () => {
    using place = temporaryFolder()
    const connection = createDeviceFileConnection(pipe(place.folder), {
      openMs: 100,
      progressMs: 5_000,
      answerMs: 100,
    })
    expect(await connection.send({ bytes: Buffer.from('^XA^XZ'), signal: never })).toMatchObject({
      delivery: 'not-sent',
      detail: expect.stringContaining('cannot be opened'),
    })
  })

  test('a printer that stops taking bytes is given up, and what it got is not known', async () => {
    using place = temporaryFolder()
    const path = pipe(place.folder)
    const holder = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
    const connection = createDeviceFileConnection(path, {
      openMs: 5_000,
      progressMs: 150,
      answerMs: 100,
    })
    expect(await connection.send({ bytes: Buffer.alloc(1_000_000), signal: never })).toMatchObject({
      delivery: 'unknown',
      detail: 'The printer stopped taking bytes',
    })
    closeSync(holder)
  })

  test('a path is never read as a command', async () => {
    using place = temporaryFolder()
    const path = join(place.folder, '$(touch made) "; touch made')
    writeFileSync(path, '')
    const connection = createDeviceFileConnection(path)
    await connection.send({ bytes: Buffer.from('^XA^XZ'), signal: never })
    expect(await readFile(path, 'utf8')).toBe('^XA^XZ')
  })
})

test('a file connection does not write to a device', async () => {
  expect(
    await createFileConnection('/dev/null').send({ bytes: Buffer.from('x'), signal: never }),
  ).toMatchObject({ delivery: 'not-sent', detail: expect.stringContaining('usb:') })
})

test.each(['spooler:Office', 'serial:/dev/ttyS0', 'hid:0922:8003', 'tcp://printer:70000'])(
  '%s is refused in words',
  (text) => {
    expect(openConnection(text)).toMatchObject({
      ok: false,
      failure: { code: 'connection-not-supported', detail: expect.stringContaining(text) },
    })
  },
)
