import type { Ending } from './line.ts'

/** A printer opened by winspool; only winspool knows what it is. */
export type PrinterHandle = object | bigint

/** The calls of winspool.drv that a raw label takes, each with what tells success. */
export interface Winspool {
  /** Undefined where no printer of that name can be opened. */
  open(printer: string): PrinterHandle | undefined
  /** The number of the job; 0 where it cannot be begun. */
  startDocument(handle: PrinterHandle, name: string): number
  startPage(handle: PrinterHandle): boolean
  /** How many bytes were taken; undefined where writing failed. */
  write(handle: PrinterHandle, bytes: Uint8Array): number | undefined
  endPage(handle: PrinterHandle): boolean
  endDocument(handle: PrinterHandle): boolean
  /** Drops the job that is being written. */
  abort(handle: PrinterHandle): void
  /** The flags of a job; undefined where the queue has it no more. */
  jobStatus(handle: PrinterHandle, jobId: number): number | undefined
  deleteJob(handle: PrinterHandle, jobId: number): boolean
  close(handle: PrinterHandle): void
}

/** JOB_STATUS_PRINTED and JOB_STATUS_COMPLETE. */
const DONE = 0x80 | 0x1000
/** What wants a person, in words. */
const TROUBLES: readonly (readonly [flag: number, words: string])[] = [
  [0x1, 'the job is paused'],
  [0x2, 'an error'],
  [0x20, 'the printer is offline'],
  [0x40, 'the printer has no paper'],
  [0x200, 'the driver cannot print it'],
  [0x400, 'the printer wants a person'],
]

/**
 * Gives one label to the spooler of Windows as it is (datatype RAW) and waits until it is through. The spooler tells
 * nothing of what left it: a job that has begun and did not end is `unknown`, whatever its flags say.
 */
export async function printByWinspool(
  winspool: Winspool,
  { printer, bytes, fateMs }: { printer: string; bytes: Uint8Array; fateMs: number },
  pause: () => Promise<void>,
): Promise<Ending> {
  const handle = winspool.open(printer)
  if (handle === undefined)
    return { delivery: 'not-sent', detail: `Windows opens no printer named ${printer}` }
  try {
    const jobId = winspool.startDocument(handle, 'Label')
    if (jobId === 0)
      return { delivery: 'not-sent', detail: `The spooler takes no job for ${printer}` }
    const written = winspool.startPage(handle) ? writeAll(winspool, handle, bytes) : 0
    if (written < bytes.length) {
      winspool.abort(handle)
      return {
        delivery: written === 0 ? 'not-sent' : 'unknown',
        detail: `The spooler took ${written} of ${bytes.length} bytes`,
      }
    }
    if (!winspool.endPage(handle) || !winspool.endDocument(handle))
      return { delivery: 'unknown', detail: 'The spooler did not end the job' }
    return await fateOf(winspool, handle, jobId, fateMs, pause)
  } finally {
    winspool.close(handle)
  }
}

function writeAll(winspool: Winspool, handle: PrinterHandle, bytes: Uint8Array): number {
  let written = 0
  while (written < bytes.length) {
    const taken = winspool.write(handle, bytes.subarray(written))
    if (taken === undefined || taken === 0) break
    written += taken
  }
  return written
}

async function fateOf(
  winspool: Winspool,
  handle: PrinterHandle,
  jobId: number,
  fateMs: number,
  pause: () => Promise<void>,
): Promise<Ending> {
  const until = performance.now() + fateMs
  let status: number | undefined
  do {
    status = winspool.jobStatus(handle, jobId)
    if (status === undefined || (status & DONE) !== 0)
      return { delivery: 'unconfirmed', detail: 'The spooler has it no more' }
    await pause()
  } while (performance.now() < until)
  const flags = status
  const trouble = TROUBLES.find(([flag]) => (flags & flag) !== 0)?.[1]
  const isDeleted = winspool.deleteJob(handle, jobId)
  return {
    delivery: 'unknown',
    detail: `The spooler still had it after ${Math.round(fateMs / 1000)} s${trouble === undefined ? '' : ` (${trouble})`} and ${isDeleted ? 'was told to delete it' : `did not delete job ${jobId}`}`,
  }
}
