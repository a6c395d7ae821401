import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import koffi from 'koffi'
import type { Ending } from './line.ts'
import { printByWinspool, type PrinterHandle, type Winspool } from './winspool.ts'

/*
 * The process beside the station that calls the spooler of Windows: its calls block for as long as a driver or a
 * server likes and cannot be called back, so a process is what can be ended.
 */

export interface SpoolTask {
  readonly printer: string
  readonly bytes: Uint8Array
  readonly fateMs: number
}

const LOOK_MS = 100
const JOB_CONTROL_DELETE = 5
/** Where JOB_INFO_1W has its flags: after a number and six pointers. */
const STATUS_OFFSET = process.arch === 'ia32' ? 28 : 56
const JOB_INFO_BYTES = 65_536

function loadWinspool(): Winspool {
  const library = koffi.load('winspool.drv')
  koffi.struct('DOC_INFO_1W', { pDocName: 'str16', pOutputFile: 'str16', pDatatype: 'str16' })
  const openPrinter = library.func(
    'int __stdcall OpenPrinterW(str16 name, _Out_ void **handle, void *defaults)',
  )
  const startDocument = library.func(
    'uint32_t __stdcall StartDocPrinterW(void *handle, uint32_t level, DOC_INFO_1W *info)',
  )
  const startPage = library.func('int __stdcall StartPagePrinter(void *handle)')
  const write = library.func(
    'int __stdcall WritePrinter(void *handle, const uint8_t *bytes, uint32_t count, _Out_ uint32_t *written)',
  )
  const endPage = library.func('int __stdcall EndPagePrinter(void *handle)')
  const endDocument = library.func('int __stdcall EndDocPrinter(void *handle)')
  const abort = library.func('int __stdcall AbortPrinter(void *handle)')
  const getJob = library.func(
    'int __stdcall GetJobW(void *handle, uint32_t job, uint32_t level, _Out_ uint8_t *info, uint32_t count, _Out_ uint32_t *needed)',
  )
  const setJob = library.func(
    'int __stdcall SetJobW(void *handle, uint32_t job, uint32_t level, void *info, uint32_t command)',
  )
  const close = library.func('int __stdcall ClosePrinter(void *handle)')
  return {
    open(printer) {
      const handle: (PrinterHandle | null)[] = [null]
      return openPrinter(printer, handle, null) === 0 ? undefined : (handle[0] ?? undefined)
    },
    startDocument: (handle, pDocName) =>
      Number(startDocument(handle, 1, { pDocName, pOutputFile: null, pDatatype: 'RAW' })),
    startPage: (handle) => startPage(handle) !== 0,
    write(handle, bytes) {
      const written = [0]
      return write(handle, bytes, bytes.length, written) === 0 ? undefined : written[0]
    },
    endPage: (handle) => endPage(handle) !== 0,
    endDocument: (handle) => endDocument(handle) !== 0,
    abort: (handle) => void abort(handle),
    jobStatus(handle, jobId) {
      const info = Buffer.alloc(JOB_INFO_BYTES)
      const isThere = getJob(handle, jobId, 1, info, info.length, [0]) !== 0
      return isThere ? info.readUInt32LE(STATUS_OFFSET) : undefined
    },
    deleteJob: (handle, jobId) => setJob(handle, jobId, 0, null, JOB_CONTROL_DELETE) !== 0,
    close: (handle) => void close(handle),
  }
}

async function print(task: SpoolTask): Promise<Ending> {
  let winspool: Winspool
  try {
    winspool = loadWinspool()
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    return { delivery: 'not-sent', detail: `winspool cannot be used: ${words}` }
  }
  return printByWinspool(winspool, task, () => sleep(LOOK_MS))
}

process.once('disconnect', () => process.exit(0))
process.once('message', (task: SpoolTask) => {
  void print(task).then((ending) => process.send?.(ending, () => process.disconnect()))
})
