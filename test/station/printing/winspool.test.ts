import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createWindowsSpoolerConnection } from '../../../station/printing/connections/windows-spooler.ts'
import { printByWinspool, type Winspool } from '../../../station/printing/connections/winspool.ts'

const PRINTING = 0x10
const PAPER_OUT = 0x40
const PRINTED = 0x80
const never = new AbortController().signal
const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256))

/** The spooler of a Windows that is not here, and what it was asked to do. */
function spooler(changes: Partial<Winspool> = {}) {
  const calls: string[] = []
  const written: Buffer[] = []
  const handle = {}
  const call =
    <T>(name: string, answer: T) =>
    () => {
      calls.push(name)
      return answer
    }
  const winspool: Winspool = {
    open: call('open', handle),
    startDocument: call('startDocument', 42),
    startPage: call('startPage', true),
    write(_handle, piece) {
      written.push(Buffer.from(piece.subarray(0, 1_000)))
      return Math.min(piece.length, 1_000)
    },
    endPage: call('endPage', true),
    endDocument: call('endDocument', true),
    abort: call('abort', undefined),
    jobStatus: call('jobStatus', undefined),
    deleteJob: call('deleteJob', true),
    close: call('close', undefined),
    ...changes,
  }
  return { winspool, calls, received: () => Buffer.concat(written) }
}

const print = ({ winspool }: { winspool: Winspool }) =>
  printByWinspool(winspool, { printer: 'Zebra', bytes, fateMs: 0 }, () => Promise.resolve())

describe('a label through winspool', () => {
  test('goes whole, in as many pieces as it takes, and its job is left alone', async () => {
    const windows = spooler()
    expect(await print(windows)).toMatchObject({ delivery: 'unconfirmed' })
    expect(windows.received().equals(bytes)).toBe(true)
    expect(windows.calls).toEqual([
      'open',
      'startDocument',
      'startPage',
      'endPage',
      'endDocument',
      'jobStatus',
      'close',
    ])
  })

  test.each<[string, Partial<Winspool>, string, RegExp]>([
    ['no such printer', { open: () => undefined }, 'not-sent', /named Zebra/],
    ['no job', { startDocument: () => 0 }, 'not-sent', /takes no job/],
    ['no page', { startPage: () => false }, 'not-sent', /0 of 70000/],
    ['nothing is taken', { write: () => undefined }, 'not-sent', /0 of 70000/],
    ['the end is not taken', { endDocument: () => false }, 'unknown', /did not end/],
    ['printed, and still in the queue', { jobStatus: () => PRINTED }, 'unconfirmed', /no more/],
    [
      'stuck without paper',
      { jobStatus: () => PRINTING | PAPER_OUT },
      'unknown',
      /no paper\) and was told to delete/,
    ],
    [
      'stuck, and kept',
      { jobStatus: () => PRINTING, deleteJob: () => false },
      'unknown',
      /did not delete job 42/,
    ],
  ])('%s', async (_name, changes, delivery, words) => {
    expect(await print(spooler(changes))).toMatchObject({
      delivery,
      detail: expect.stringMatching(words),
    })
  })

  test('cut in the middle: the job is dropped, what left is not known, the printer is closed', async () => {
    let pieces = 0
    const windows = spooler({ write: () => (++pieces > 3 ? undefined : 1_000) })
    expect(await print(windows)).toMatchObject({
      delivery: 'unknown',
      detail: 'The spooler took 3000 of 70000 bytes',
    })
    expect(windows.calls).toEqual(['open', 'startDocument', 'startPage', 'abort', 'close'])
  })
})

describe('the helper process', () => {
  function helper(program: string) {
    const folder = mkdtempSync(join(tmpdir(), 'shipbench-helper-'))
    const path = join(folder, 'helper.mjs')
    writeFileSync(path, program)
    return { path, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
  }

  test.skipIf(process.platform === 'win32')(
    'where there is no winspool nothing is sent, and it says so',
    async () => {
      const connection = createWindowsSpoolerConnection('Zebra')
      expect(await connection.send({ bytes, signal: never })).toMatchObject({
        delivery: 'not-sent',
        detail: expect.stringMatching(/winspool/),
      })
    },
  )

  test('one that hangs is ended: unknown', async () => {
    using stuck = helper(`process.on('message', () => { for (;;); })`)
    const connection = createWindowsSpoolerConnection('Zebra', stuck.path, 300)
    expect(await connection.send({ bytes, signal: never })).toMatchObject({
      delivery: 'unknown',
      detail: 'The spooler of Windows does not answer',
    })
  })

  test('one that dies: unknown', async () => {
    using dying = helper(`process.on('message', () => process.exit(3))`)
    const connection = createWindowsSpoolerConnection('Zebra', dying.path)
    expect(await connection.send({ bytes, signal: never })).toMatchObject({
      delivery: 'unknown',
      detail: expect.stringContaining('ended with 3'),
    })
  })

  test('called off: before it begins not sent, in the middle unknown, at once', async () => {
    using stuck = helper(`process.on('message', () => { for (;;); })`)
    const connection = createWindowsSpoolerConnection('Zebra', stuck.path)
    const aborted = { bytes, signal: AbortSignal.abort() }
    expect((await connection.send(aborted)).delivery).toBe('not-sent')
    const calledOff = new AbortController()
    const sending = connection.send({ bytes, signal: calledOff.signal })
    calledOff.abort()
    expect((await sending).delivery).toBe('unknown')
  })

  test('bytes come to it as they are', async () => {
    using echo = helper(
      `process.on('message', ({ bytes }) => process.send({ delivery: 'unconfirmed', detail: String(bytes.reduce((sum, byte, at) => (sum * 31 + byte + at) % 1000003, 7)) }))`,
    )
    const connection = createWindowsSpoolerConnection('Zebra', echo.path)
    const sum = bytes.reduce((sum, byte, at) => (sum * 31 + byte + at) % 1_000_003, 7)
    expect((await connection.send({ bytes, signal: never })).detail).toBe(String(sum))
  })
})
