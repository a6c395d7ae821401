import { z } from 'zod'
import type { CarrierFailure, CarrierFailureCode } from '../../../shared/shipping.ts'
import type { HttpAnswer } from '../../lib/http.ts'
import {
  codeOfStatus,
  isSuccess,
  jsonOf,
  needsWords,
  retryAfterSeconds,
  textOf,
  wordsForPeople,
} from '../carrier-call.ts'
import {
  ALREADY_CANCELLED_WORDS,
  FIELD_WORDS,
  HASH_WORDS,
  NO_RATES_WORDS,
} from './flavorcloud-assumptions.ts'

const optionalText = z.string().optional().catch(undefined)

const DetailSchema = z.object({
  path: optionalText,
  code: optionalText,
  message: optionalText,
  info: z.object({ missingProperty: optionalText }).optional().catch(undefined),
})
type Detail = z.infer<typeof DetailSchema>

/** Details that are no list, or entries that are no details, say nothing and spoil nothing. */
const DetailsSchema = z.array(DetailSchema.nullable().catch(null)).catch([])

const ErrorSchema = z.object({
  code: optionalText,
  message: optionalText,
  requestId: optionalText,
  details: DetailsSchema,
})
type ApiError = z.infer<typeof ErrorSchema>

/** Statuses whose meaning is the same whatever the body says. */
const PLAIN_STATUSES = new Set([401, 403, 409, 423, 429])

export interface FlavorCloudTrouble {
  readonly failure: CarrierFailure
  /** Whether the body is an error of the carrier's own making. */
  readonly explained: boolean
}

/** What an answer means that is no success, or a success without what was promised. */
export function flavorcloudFailure(
  answer: HttpAnswer,
  secrets: readonly string[],
): FlavorCloudTrouble {
  const json = jsonOf(answer)
  const error = errorOf(json)
  const details = (error?.details ?? []).filter((detail) => detail !== null)
  const words = [error?.code, error?.message, ...details.map((detail) => detail.message)]
  const texts = words.filter((text) => text !== undefined && text.trim() !== '')
  const explained = texts.length > 0
  const saysMore = !isSuccess(answer) && !PLAIN_STATUSES.has(answer.status) && answer.status < 500
  const isCancelled = answer.status === 409 && ALREADY_CANCELLED_WORDS.test(texts.join(' '))
  const meaning = saysMore || isCancelled ? meaningOf(texts.join(' '), details) : undefined
  // JSON that explains nothing may hold the order's own data, and says nothing to people.
  const said = wordsForPeople(
    json === undefined || typeof json === 'string'
      ? textOf(answer)
      : texts.slice(error?.code ? 1 : 0).join(' · '),
    secrets,
  )
  const seconds = retryAfterSeconds(answer)
  return {
    explained,
    failure: {
      code: meaning?.code ?? codeWithoutMeaning(answer.status, explained),
      carrier: 'flavorcloud',
      httpStatus: answer.status,
      ...(meaning?.field !== undefined && { field: meaning.field }),
      ...(said !== undefined && { carrierSaid: said }),
      ...(error?.requestId !== undefined && { correlationId: error.requestId }),
      ...(seconds !== undefined && { retryAfterSeconds: seconds }),
    },
  }
}

/** 404 is a shipment's only where shipments are asked for; a page without the carrier's words says nothing. */
function codeWithoutMeaning(status: number, explained: boolean): CarrierFailureCode {
  if (!explained && needsWords(status)) return 'carrier-answer-not-understood'
  return status === 404 ? 'request-refused' : codeOfStatus(status)
}

/** The envelope `{ error: {…} }`, the same without its wrapper, and `{ error: "words" }`. */
function errorOf(json: unknown): ApiError | undefined {
  const inner = z.object({ error: z.unknown() }).safeParse(json).data?.error
  if (typeof inner === 'string') return ErrorSchema.parse({ message: inner })
  return ErrorSchema.safeParse(inner ?? json).data
}

function meaningOf(
  words: string,
  details: readonly Detail[],
): { code: CarrierFailureCode; field?: string } | undefined {
  const paths = details.flatMap(({ path, info }) => [path ?? '', info?.missingProperty ?? ''])
  const field = details.map(fieldOf).find((one) => one !== undefined)
  if (HASH_WORDS.test(`${words} ${paths.join(' ')}`))
    return { code: 'rate-expired', ...(field !== undefined && { field }) }
  if (NO_RATES_WORDS.test(words)) return { code: 'no-rates' }
  if (ALREADY_CANCELLED_WORDS.test(words)) return { code: 'already-cancelled' }
  return field === undefined ? undefined : { code: codeOfField(field), field }
}

function codeOfField(field: string): CarrierFailureCode {
  const first = field.split('.')[0]
  if (first === 'shipTo' || first === 'shipFrom') return 'address-refused'
  if (first === 'items' || first === 'customs') return 'customs-incomplete'
  if (first === 'box') return 'dimensions-refused'
  if (first === 'service') return 'service-not-available'
  return 'request-refused'
}

/**
 * "/Shipments/0/Piece/1" lacking "HSCode" is "items.1.hsCode": members in the words of an order file, items
 * counted from 0 within the box.
 */
export function fieldOf(detail: Detail): string | undefined {
  const parts = [...(detail.path ?? '').split(/[/.[\]]+/), detail.info?.missingProperty ?? '']
  const known = parts.filter((part) => part !== '')
  // The position among the shipments of one call says nothing: there is always one.
  const inner = known[0] === 'Shipments' ? known.slice(/^\d+$/.test(known[1] ?? '') ? 2 : 1) : known
  return inner.length === 0 ? undefined : inner.map((part) => FIELD_WORDS[part] ?? part).join('.')
}
