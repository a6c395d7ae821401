import type { PrinterCondition } from '../../../shared/printing.ts'
import { createIpp, type IppJob, type IppPrinter } from '../../printing/ipp/ipp-client.ts'
import type { DocumentPrinter, JobFate } from './document-printer.ts'

const PDF = 'application/pdf'

/** Keywords of RFC 8011 (printer-state-reasons) and of CUPS that want a person. Others are only remarks. */
const TROUBLES: Readonly<Record<string, readonly [PrinterCondition, string]>> = {
  'media-empty': ['paper-out', 'it has no paper'],
  'media-needed': ['paper-out', 'it has no paper'],
  'media-jam': ['paper-jam', 'paper is jammed'],
  'cover-open': ['needs-attention', 'its cover is open'],
  'door-open': ['needs-attention', 'its door is open'],
  'interlock-open': ['needs-attention', 'its door is open'],
  'input-tray-missing': ['needs-attention', 'its paper tray is missing'],
  'output-area-full': ['needs-attention', 'its output tray is full'],
  'toner-empty': ['needs-attention', 'its toner is empty'],
  'marker-supply-empty': ['needs-attention', 'its ink or toner is empty'],
  'developer-empty': ['needs-attention', 'its toner is empty'],
  paused: ['paused', 'it is paused'],
  'moving-to-paused': ['paused', 'it is paused'],
  shutdown: ['offline', 'it is switched off'],
  'timed-out': ['offline', 'it does not answer the print system'],
  offline: ['offline', 'it is offline'],
}

/**
 * A printer or a queue of a print system over IPP. `completed` is the printer's own word where it is asked itself; of
 * a queue it says only that the print system has sent the document on.
 */
export function createIppDocumentPrinter(url: string, timeoutMs?: number): DocumentPrinter {
  const ippWith = (signal?: AbortSignal) =>
    createIpp({
      url,
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(signal && { signal }),
    })

  return {
    async print({ pdf, name, copies }, signal) {
      const ipp = ippWith(signal)
      const asked = await ipp.printer()
      if (!asked.ok) return { result: 'not-sent', detail: asked.failure.detail }
      const { formats, isAccepting, message } = asked.value
      if (!formats.includes(PDF)) return { result: 'not-sent', detail: 'It takes no PDF' }
      if (!isAccepting)
        return { result: 'not-sent', detail: `It takes no jobs now${message && `: ${message}`}` }
      const taken = await ipp.printJob({ bytes: pdf, format: PDF, name, copies })
      if (taken.ok) return { result: 'taken', job: String(taken.value.jobId) }
      const { code, detail } = taken.failure
      return { result: code === 'ipp-no-answer' ? 'unknown' : 'not-sent', detail }
    },

    async fate(job, signal): Promise<JobFate> {
      const ipp = ippWith(signal)
      const asked = await ipp.job(Number(job))
      if (!asked.ok) {
        const { code, detail } = asked.failure
        return code === 'ipp-refused'
          ? { result: 'in-doubt', detail: `It tells no more of its job ${job}: ${detail}` }
          : { result: 'not-told', detail }
      }
      const ended = endOf(asked.value, job)
      if (ended) return ended
      const printer = await ipp.printer()
      return { result: 'under-way', trouble: printer.ok ? troubleOf(printer.value) : null }
    },

    async cancel(job) {
      await ippWith().cancel(Number(job))
    },

    async condition(signal) {
      const asked = await ippWith(signal).printer()
      if (!asked.ok)
        return {
          condition: asked.failure.code === 'ipp-not-reached' ? 'offline' : 'needs-attention',
          said: asked.failure.detail,
        }
      const { reasons, message, state, formats } = asked.value
      const said = [message, ...reasons].filter((text) => text !== '').join(', ')
      const told = said === '' ? {} : { said }
      if (!formats.includes(PDF)) return { condition: 'needs-attention', said: 'It takes no PDF' }
      const trouble = worst(reasons)
      if (trouble) return { condition: trouble[0], ...told }
      if (state === 'stopped') return { condition: 'paused', ...told }
      return { condition: state === 'processing' ? 'busy' : 'ready', ...told }
    },
  }
}

/** How a job that is over ended; undefined while it is not. */
function endOf({ state, wasBegun, message }: IppJob, job: string): JobFate | undefined {
  const because = message === '' ? '' : `: ${message}`
  switch (state) {
    case 'completed':
      return { result: 'out' }
    case 'aborted':
      return wasBegun === false
        ? { result: 'not-out', detail: `It gave job ${job} up before it began${because}` }
        : { result: 'in-doubt', detail: `It gave job ${job} up in the middle${because}` }
    case 'canceled':
      // Whoever took it off the queue did not want it to come again by itself.
      return { result: 'in-doubt', detail: `Somebody cancelled its job ${job}${because}` }
    default:
      return undefined
  }
}

function troubleOf({ reasons, state, message }: IppPrinter): string | null {
  const trouble = worst(reasons)
  if (trouble) return message === '' ? trouble[1] : `${trouble[1]} (${message})`
  if (state === 'stopped') return message === '' ? 'it is stopped' : `it is stopped (${message})`
  return null
}

/** Of reasons such as `media-empty-error`: a report or a warning is no trouble yet. */
function worst(reasons: readonly string[]): readonly [PrinterCondition, string] | undefined {
  return reasons
    .filter((reason) => !/-(report|warning)$/.test(reason))
    .map((reason) => TROUBLES[reason.replace(/-error$/, '')])
    .find((trouble) => trouble !== undefined)
}
