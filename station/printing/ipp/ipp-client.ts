import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import { exchange, noAnswer, type IppFailure, type IppOptions } from './ipp-exchange.ts'
import type { IppAnswer, IppAttributes, IppField, IppRequest } from './ipp-message.ts'

const PRINT_JOB = 0x0002
const CANCEL_JOB = 0x0008
const GET_JOB_ATTRIBUTES = 0x0009
const GET_PRINTER_ATTRIBUTES = 0x000b
const CUPS_GET_PRINTERS = 0x4002

const FIRST_ERROR_STATUS = 0x0400
const NOT_FOUND_STATUS = 0x0406

const JOB_STATES = {
  3: 'pending',
  4: 'held',
  5: 'processing',
  6: 'stopped',
  7: 'canceled',
  8: 'aborted',
  9: 'completed',
} as const
const PRINTER_STATES = { 3: 'idle', 4: 'processing', 5: 'stopped' } as const

export type IppJobState = (typeof JOB_STATES)[keyof typeof JOB_STATES]

export interface IppJob {
  readonly state: IppJobState
  readonly reasons: readonly string[]
  /** Whether it ever came to be processed; null where the print system does not tell. */
  readonly wasBegun: boolean | null
  /** Its words, printable; empty where it has none. */
  readonly message: string
}

export interface IppPrinter {
  readonly name: string
  readonly state: 'idle' | 'processing' | 'stopped'
  /** Keywords such as `media-empty-error`; none where all is well. */
  readonly reasons: readonly string[]
  readonly formats: readonly string[]
  readonly isAccepting: boolean
  readonly message: string
}

/** A queue of CUPS. Everything in it is the print system's own word. */
export interface CupsPrinter {
  readonly name: string
  readonly info: string | null
  readonly model: string | null
  readonly deviceUri: string | null
}

export interface Ipp {
  /** Resolves once the printer has taken the whole document; `format` is a MIME type. */
  printJob(job: {
    readonly bytes: Uint8Array
    readonly format: string
    readonly name: string
    readonly copies: number
  }): Promise<Outcome<{ jobId: number }, IppFailure>>
  job(jobId: number): Promise<Outcome<IppJob, IppFailure>>
  /** Also a success where the job is over already: ask `job` what became of it. */
  cancel(jobId: number): Promise<Outcome<null, IppFailure>>
  printer(): Promise<Outcome<IppPrinter, IppFailure>>
}

const OPENING: readonly IppField[] = [
  ['attributes-charset', 'charset', 'utf-8'],
  ['attributes-natural-language', 'language', 'en'],
]
const USER: IppField = ['requesting-user-name', 'name', 'shipbench']

/** Talks to one printer, or one queue of a print system, in IPP (RFC 8010 and 8011). */
export function createIpp(options: IppOptions): Ipp {
  const target: IppField = ['printer-uri', 'uri', printerUri(options.url)]

  const ask = (request: Omit<IppRequest, 'operationFields'>, fields: readonly IppField[]) =>
    call(options, { ...request, operationFields: [...OPENING, target, USER, ...fields] })

  async function job(jobId: number): Promise<Outcome<IppJob, IppFailure>> {
    const answer = await ask({ operation: GET_JOB_ATTRIBUTES }, [['job-id', 'integer', jobId]])
    if (!answer.ok) return answer
    const found = answer.value.objects[0]
    const state = numberOf(found, 'job-state')
    if (found === undefined || state === undefined || !isKeyOf(JOB_STATES, state))
      return noAnswer('It told no state of the job')
    return done({
      state: JOB_STATES[state],
      reasons: reasonsOf(found, 'job-state-reasons'),
      wasBegun: found.has('time-at-processing')
        ? typeof found.get('time-at-processing')?.[0] === 'number'
        : null,
      message:
        textOf(found, 'job-printer-state-message') ?? textOf(found, 'job-state-message') ?? '',
    })
  }

  return {
    async printJob({ bytes, format, name, copies }) {
      const answer = await ask(
        {
          operation: PRINT_JOB,
          document: bytes,
          ...(copies === 1 ? {} : { jobFields: [['copies', 'integer', copies]] }),
        },
        [
          // A name of IPP has 255 bytes at most.
          ['job-name', 'name', name.slice(0, 60)],
          ['document-format', 'mimeType', format],
        ],
      )
      if (!answer.ok) return answer
      const jobId = numberOf(answer.value.objects[0], 'job-id')
      return jobId === undefined ? noAnswer('It gave no number for the job') : done({ jobId })
    },
    async cancel(jobId) {
      const answer = await ask({ operation: CANCEL_JOB }, [['job-id', 'integer', jobId]])
      if (answer.ok) return done(null)
      // What is over already cannot be cancelled.
      const after = answer.failure.code === 'ipp-refused' ? await job(jobId) : undefined
      return after?.ok && isOver(after.value) ? done(null) : answer
    },
    job,
    async printer() {
      const answer = await ask({ operation: GET_PRINTER_ATTRIBUTES }, [
        [
          'requested-attributes',
          'keyword',
          'printer-name',
          'printer-state',
          'printer-state-reasons',
          'printer-state-message',
          'document-format-supported',
          'printer-is-accepting-jobs',
        ],
      ])
      if (!answer.ok) return answer
      const found = answer.value.objects[0]
      const state = numberOf(found, 'printer-state')
      if (found === undefined || state === undefined || !isKeyOf(PRINTER_STATES, state))
        return noAnswer('It told no state of the printer')
      return done({
        name: textOf(found, 'printer-name') ?? '',
        state: PRINTER_STATES[state],
        reasons: reasonsOf(found, 'printer-state-reasons'),
        formats: textsOf(found, 'document-format-supported'),
        isAccepting: found.get('printer-is-accepting-jobs')?.[0] !== false,
        message: textOf(found, 'printer-state-message') ?? '',
      })
    },
  }
}

/** The print system of this computer: `CUPS_SERVER` as CUPS's own programs read it, or port 631 here. */
export function cupsUrl(server = process.env['CUPS_SERVER']): string {
  // A path is CUPS's socket of this computer, which listens on the port as well.
  const host =
    server === undefined || server === '' || server.startsWith('/') ? 'localhost' : server
  return `ipp://${host.replace(/\/version=.*$/, '')}`
}

/** One queue of the print system by its name. */
export function cupsQueueUrl(name: string, server = cupsUrl()): string {
  return `${server}/printers/${encodeURIComponent(name)}`
}

/** The queues of a print system. */
export async function cupsPrinters(
  url = cupsUrl(),
  options: Omit<IppOptions, 'url'> = {},
): Promise<Outcome<CupsPrinter[], IppFailure>> {
  const wanted: IppField = [
    'requested-attributes',
    'keyword',
    'printer-name',
    'printer-info',
    'printer-make-and-model',
    'device-uri',
  ]
  const answer = await exchange(
    { ...options, url },
    { operation: CUPS_GET_PRINTERS, operationFields: [...OPENING, wanted] },
  )
  if (!answer.ok) return answer
  // A print system without queues answers that it found none.
  if (answer.value.status !== NOT_FOUND_STATUS && isRefusal(answer.value))
    return refused(answer.value)
  return done(
    answer.value.objects.flatMap((found) => {
      const name = textOf(found, 'printer-name')
      if (name === undefined) return []
      return [
        {
          name,
          info: textOf(found, 'printer-info') ?? null,
          model: textOf(found, 'printer-make-and-model') ?? null,
          deviceUri: textOf(found, 'device-uri') ?? null,
        },
      ]
    }),
  )
}

/** Whether nothing more becomes of a job. */
export function isOver({ state }: Pick<IppJob, 'state'>): boolean {
  return state === 'canceled' || state === 'aborted' || state === 'completed'
}

async function call(
  options: IppOptions,
  request: IppRequest,
): Promise<Outcome<IppAnswer, IppFailure>> {
  const answer = await exchange(options, request)
  return answer.ok && isRefusal(answer.value) ? refused(answer.value) : answer
}

function isRefusal({ status }: IppAnswer): boolean {
  return status >= FIRST_ERROR_STATUS
}

function refused({ status, operation }: IppAnswer) {
  const words = textOf(operation, 'status-message') ?? 'It gave no reason'
  return failed({
    code: 'ipp-refused',
    detail: `${words} (IPP status ${status.toString(16).padStart(4, '0')})`,
  })
}

function printerUri(url: string): string {
  return url.replace(/^http/i, 'ipp')
}

function numberOf(attributes: IppAttributes | undefined, name: string): number | undefined {
  const value = attributes?.get(name)?.[0]
  return typeof value === 'number' ? value : undefined
}

function textsOf(attributes: IppAttributes, name: string): string[] {
  return (attributes.get(name) ?? [])
    .filter((value) => typeof value === 'string')
    .map((text) => text.replaceAll(/\p{C}/gu, ' ').trim())
}

function textOf(attributes: IppAttributes, name: string): string | undefined {
  return textsOf(attributes, name)[0]
}

function reasonsOf(attributes: IppAttributes, name: string): string[] {
  return textsOf(attributes, name).filter((reason) => reason !== '' && reason !== 'none')
}

function isKeyOf<T extends object>(table: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(table, key)
}
