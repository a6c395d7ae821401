import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createDeviceFileConnection } from '../../../station/printing/connections/device-file.ts'
import { createFileConnection } from '../../../station/printing/connections/file.ts'
import { openConnection } from '../../../station/printing/connections/open-connection.ts'
import { createSimulatedConnection } from '../../../station/printing/connections/simulated.ts'
import { zebraInquiry } from '../../../station/printing/status/zebra-status.ts'
import { printerConnectionContract } from '../../contracts/printer-connection.contract.ts'

const never = new AbortController().signal

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-'))
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}

printerConnectionContract('usb, a plain file', async () => {
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

test.each([
  'hid:0922:8003',
  'tcp://printer:70000',
  'ipp://printer/ipp/print',
  'ipps://printer/ipp/print',
  'serial:/dev/ttyS0?baud=fast',
  'serial:/dev/ttyS0?flow=both',
])('%s is refused in words', (text) => {
  expect(openConnection(text)).toMatchObject({
    ok: false,
    failure: { code: 'connection-not-supported', detail: expect.stringContaining(text) },
  })
})

test.each([
  ['tcp://printer:9100', true],
  ['usb:/dev/usb/lp0', true],
  ['serial:/dev/ttyS0?baud=19200&parity=even&bits=7&stop=2&flow=xonxoff', true],
  ['spooler:Office', false],
  ['file:/tmp/labels.zpl', false],
  ['simulated:', false],
])('%s is known; can it be asked: %s', (text, canBeAsked) => {
  const opened = openConnection(text)
  expect(opened.ok && opened.value.ask !== undefined).toBe(canBeAsked)
})

test('a plain file in place of a device is not asked', async () => {
  using place = temporaryFolder()
  const path = join(place.folder, 'lp0')
  writeFileSync(path, '')
  const connection = createDeviceFileConnection(path, {
    openMs: 5_000,
    progressMs: 5_000,
    answerMs: 60_000,
  })
  expect((await connection.ask?.(zebraInquiry, never))?.result).toBe('silent')
  expect(await readFile(path, 'utf8')).toBe('')
})
