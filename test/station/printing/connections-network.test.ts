import { expect, test } from 'vitest'
import type { Delivery, PrinterCondition } from '../../../shared/printing.ts'
import { createNetworkConnection } from '../../../station/printing/connections/network.ts'
import { readZebraStatus, zebraInquiry } from '../../../station/printing/status/zebra-status.ts'
import { printerConnectionContract } from '../../contracts/printer-connection.contract.ts'
import { hostStatus, startRudePrinter, type Manners } from './rude-printer.ts'

const PATIENT = {
  connectMs: 1_000,
  progressMs: 5_000,
  answerMs: 5_000,
  settleMs: 30,
  closeMs: 5_000,
}
const never = new AbortController().signal

/** Fits into one packet. */
const small = Buffer.from('^XA^XZ')
/** A usual picture: the kernels take all of it, whatever the printer does. */
const label = Buffer.alloc(248_529, '^XA0123456789')
/** More than the kernels hold. */
const large = Buffer.alloc(24_000_000, '^XA0123456789')

async function peer(manners: Manners, options: Parameters<typeof startRudePrinter>[1] = {}) {
  const printer = await startRudePrinter(manners, options)
  return { ...printer, [Symbol.asyncDispose]: () => printer.stop() }
}

async function closedPort(): Promise<number> {
  const printer = await startRudePrinter('normal')
  await printer.stop()
  return printer.port
}

for (const manners of ['normal', 'answers'] as const)
  printerConnectionContract(`network, ${manners}`, async () => {
    const printer = await startRudePrinter(manners)
    const timings = { ...PATIENT, answerMs: manners === 'answers' ? 5_000 : 50 }
    return {
      connection: createNetworkConnection('127.0.0.1', printer.port, timings),
      received: printer.until,
      answers: manners === 'answers',
      toNowhere: createNetworkConnection('127.0.0.1', await closedPort(), PATIENT),
      [Symbol.asyncDispose]: () => printer.stop(),
    }
  })

/** Where the printer answers nothing, stops taking bytes, or keeps the line open, time runs out. */
const MUTE = { answerMs: 100 }
const STUCK = { progressMs: 150, answerMs: 100, closeMs: 100 }
const OPEN = { closeMs: 100 }
const MUTE_AND_OPEN = { ...MUTE, ...OPEN }

/** A printer's manners, a job with or without a receipt, what may be said of it, and where patience ends. */
type Row = readonly [
  Manners,
  'small' | 'label' | 'large',
  'asked' | 'unasked',
  Delivery,
  Partial<typeof PATIENT>?,
]

const ROWS: readonly Row[] = [
  ['normal', 'small', 'unasked', 'delivered'],
  ['normal', 'label', 'unasked', 'delivered'],
  // It prints and does not answer: the hang-up after ours shows that it read all.
  ['normal', 'label', 'asked', 'delivered', MUTE],
  ['answers', 'label', 'asked', 'delivered'],
  ['banner-first', 'label', 'unasked', 'delivered'],
  ['banner-first', 'label', 'asked', 'delivered', MUTE],
  ['reads-slowly', 'label', 'unasked', 'delivered'],
  ['never-reads', 'small', 'unasked', 'unconfirmed', STUCK],
  ['never-reads', 'small', 'asked', 'unconfirmed', STUCK],
  ['never-reads', 'large', 'unasked', 'unknown', STUCK],
  ['never-reads', 'large', 'asked', 'unknown', STUCK],
  ['stalls-midway', 'label', 'unasked', 'unconfirmed', STUCK],
  ['stalls-midway', 'label', 'asked', 'unconfirmed', STUCK],
  ['stalls-midway', 'large', 'unasked', 'unknown', STUCK],
  ['resets-midway', 'label', 'unasked', 'unknown'],
  ['resets-midway', 'large', 'asked', 'unknown'],
  // Every byte was read, but nothing shows that it was.
  ['resets-at-the-end', 'label', 'unasked', 'unknown'],
  ['closes-at-once', 'large', 'unasked', 'unknown'],
  ['says-goodbye-early', 'label', 'unasked', 'unknown'],
  ['says-goodbye-early', 'large', 'asked', 'unknown'],
  ['never-closes', 'label', 'unasked', 'unconfirmed', OPEN],
  ['never-closes', 'label', 'asked', 'unconfirmed', MUTE_AND_OPEN],
  ['answers-never-closes', 'label', 'unasked', 'unconfirmed', OPEN],
  ['answers-never-closes', 'label', 'asked', 'delivered', OPEN],
  ['answers-in-part-never-closes', 'label', 'asked', 'unconfirmed', MUTE_AND_OPEN],
  // A status that came unasked, before the last byte left, is no receipt.
  ['status-first-never-closes', 'large', 'asked', 'unconfirmed', MUTE_AND_OPEN],
]

const JOBS = { small, label, large }

for (const [manners, size, receipt, delivery, timings] of ROWS)
  test(`${manners}, ${size} job, receipt ${receipt}: ${delivery}`, async () => {
    const bytes = JOBS[size]
    await using printer = await peer(manners, { expects: bytes.length })
    const connection = createNetworkConnection('127.0.0.1', printer.port, {
      ...PATIENT,
      ...timings,
    })
    const report = await connection.send({
      bytes,
      ...(receipt === 'asked' && { receipt: zebraInquiry }),
      signal: never,
    })
    expect(report.delivery).toBe(delivery)
    if (delivery === 'delivered') {
      const sent = receipt === 'asked' ? Buffer.concat([bytes, zebraInquiry.question]) : bytes
      expect(printer.read().equals(sent)).toBe(true)
      expect(report.detail).toBeNull()
    } else expect(report.detail).toMatch(/\w/)
    expect(printer.connections()).toBe(1)
  })

test.each<[PrinterCondition, string]>([
  ['ready', hostStatus()],
  ['paper-out', hostStatus({ 1: '1' })],
  ['paused', hostStatus({ 2: '1' })],
  ['busy', hostStatus({ 5: '1' })],
  ['needs-attention', hostStatus({ 9: '1' })],
  ['head-open', hostStatus({}, { 2: '1' })],
  ['ribbon-out', hostStatus({}, { 3: '1', 4: '1' })],
])('a printer that says %s has taken the label all the same', async (condition, status) => {
  await using printer = await peer('answers-never-closes', { status })
  const connection = createNetworkConnection('127.0.0.1', printer.port, { ...PATIENT, ...OPEN })
  const report = await connection.send({ bytes: label, receipt: zebraInquiry, signal: never })
  expect(report.delivery).toBe('delivered')
  expect(readZebraStatus(report.heard)?.condition).toBe(condition)
})

test('how long a receipt may take is the caller’s to say', async () => {
  await using printer = await peer('normal')
  const connection = createNetworkConnection('127.0.0.1', printer.port, {
    ...PATIENT,
    answerMs: 60_000,
  })
  const sending = { bytes: label, receipt: zebraInquiry, receiptMs: 20, signal: never }
  expect((await connection.send(sending)).delivery).toBe('delivered')
})

test('refused: not sent', async () => {
  const connection = createNetworkConnection('127.0.0.1', await closedPort(), PATIENT)
  expect(await connection.send({ bytes: label, signal: never })).toMatchObject({
    delivery: 'not-sent',
    detail: expect.stringContaining('refuses the connection'),
  })
})

test('hangs up at once on a label that fits in one packet: never taken for delivered', async () => {
  await using printer = await peer('closes-at-once')
  const connection = createNetworkConnection('127.0.0.1', printer.port, PATIENT)
  for (let round = 0; round < 20; round++) {
    const report = await connection.send({ bytes: small, signal: never })
    expect(['unknown', 'not-sent']).toContain(report.delivery)
  }
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

test.each<[Manners, 'answered' | 'silent']>([
  ['answers', 'answered'],
  ['answers-never-closes', 'answered'],
  ['answers-in-part-never-closes', 'silent'],
  ['banner-first', 'silent'],
  ['never-reads', 'silent'],
  ['closes-at-once', 'silent'],
  ['never-closes', 'silent'],
])('asked at rest, %s: %s', async (manners, result) => {
  await using printer = await peer(manners)
  const timings = { ...PATIENT, ...(result === 'answered' ? OPEN : MUTE_AND_OPEN) }
  const asked = await createNetworkConnection('127.0.0.1', printer.port, timings).ask?.(
    zebraInquiry,
    never,
  )
  expect(asked?.result).toBe(result)
})
