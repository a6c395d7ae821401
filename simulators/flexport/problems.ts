import { randomUUID } from 'node:crypto'
import type { DescriptionProblem } from '../api-description.ts'
import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'
import type { CarrierRequest } from '../carrier-server.ts'

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  422: 'Unprocessable Content',
  423: 'Locked',
  429: 'Too Many Requests',
}

/** Business codes in words. A script may refuse with any other code too. */
const WORDS: Readonly<Record<string, string>> = {
  SELLER_NOT_FOUND: 'the seller is not registered',
  INVALID_SELLER: 'the data of the seller is not complete',
  INVALID_INJECTION_LOCATION: 'the injection location is not served',
  EXCEEDS_MAX_DIMENSIONS: 'the parcel is over the limits of the carrier',
  INVALID_DESTINATION_ADDRESS: 'the address could not be verified',
  CUSTOMS_INFORMATION_REQUIRED: 'customs information is missing',
  FAILED_TO_DETERMINE_ZONE: 'the address is in no zone',
  SERVICE_LEVEL_UNSUPPORTED_FOR_DESTINATION: 'the service level is not offered there',
  SERVICE_LEVEL_NOT_CONFIGURED: 'the service level is not set up for this seller',
  RETURNS_UNSUPPORTED: 'the seller has no returns',
  PARCEL_NOT_FOUND: 'no parcel has this id',
  LABEL_ALREADY_CANCELLED: 'the label was cancelled before',
  PARCEL_TRACKING_NOT_FOUND: 'there is no tracking yet',
}

/** An error as problem+json. */
export function problem(
  request: CarrierRequest,
  status: number,
  detail: string,
  extra: object = {},
): CarrierAnswer {
  const version = request.path[2] ?? '2023-07'
  const title = TITLES[status] ?? 'Error'
  const section = `${status}-${title.replaceAll(' ', '-')}`
  const type = `https://logistics-api.flexport.com/logistics/api/${version}/documentation/spec#section/Errors/${section}`
  const body = { status, type, title, detail, instance: randomUUID(), ...extra }
  return jsonAnswer(status, body, { type: 'application/problem+json' })
}

export function noSuchResource(request: CarrierRequest): CarrierAnswer {
  return problem(request, 404, 'No such resource')
}

/** A request that is not as the description says, each place by its dotted path. */
export function malformed(
  request: CarrierRequest,
  problems: readonly DescriptionProblem[],
): CarrierAnswer {
  if (request.body !== '' && request.json === undefined)
    return problem(request, 400, 'The body is not JSON')
  return problem(request, 400, problems.map(wordsOf).join('; '))
}

function wordsOf({ in: place, pointer, message, missingProperty }: DescriptionProblem): string {
  const path = [...pointer.split('/').slice(1), ...(missingProperty ? [missingProperty] : [])]
  return `${path.join('.') || place}: ${missingProperty ? 'is missing' : message}`
}

/**
 * Refuses with a business code. As the place of the code in an error is not published, it stands in detail,
 * title and type in turn.
 */
export type Refuse = (request: CarrierRequest, code: string, words?: string) => CarrierAnswer

export function createRefusals(): Refuse {
  let refusals = 0
  return (request, code, words = WORDS[code] ?? 'refused') => {
    const status = code === 'PARCEL_NOT_FOUND' && request.call === 'getParcel' ? 404 : 400
    const place = refusals % 3
    refusals += 1
    if (place === 1) return problem(request, status, words, { title: code })
    if (place === 2)
      return problem(request, status, words, { type: `https://errors.flexport.example/${code}` })
    return problem(request, status, `${code}: ${words}`)
  }
}
