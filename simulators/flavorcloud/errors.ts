import { randomUUID } from 'node:crypto'
import type { DescriptionProblem } from '../api-description.ts'
import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'

interface ErrorDetail {
  readonly path: string
  readonly code: string
  readonly message: string
  readonly info?: { readonly missingProperty: string }
}

/** The codes are invented: the vendor publishes none. What is not listed is a 422. */
const KNOWN: Readonly<Record<string, readonly [status: number, message: string]>> = {
  INVALID_JSON: [400, 'The body is not a JSON object'],
  AUTHENTICATION_ERROR: [401, 'Token is missing, malformed or expired'],
  ENTITY_NOT_FOUND: [404, 'Nothing matches'],
  VALIDATION_FAILED: [422, 'The request is invalid. See details.'],
  HASH_KEY_INVALID: [422, 'The HashKey has expired or was used'],
  NO_RATES: [422, 'No rates available for this shipment'],
  SHIPMENT_ALREADY_CANCELLED: [422, 'The shipment is cancelled already'],
  SHIPMENT_IN_TRANSIT: [422, 'The shipment is in transit and cannot be cancelled'],
  SHIPMENT_NOT_MADE: [422, 'The shipment was never made and cannot be cancelled'],
  TOO_MANY_REQUESTS: [429, 'Too many requests'],
  INTERNAL_ERROR: [500, 'Something went wrong'],
}

const NAMES: Readonly<Record<number, string>> = {
  400: 'BadRequestError',
  401: 'AuthenticationError',
  403: 'ForbiddenError',
  404: 'NotFoundError',
  422: 'UnprocessableEntityError',
  429: 'TooManyRequestsError',
  500: 'InternalServerError',
}

/** A refusal in the vendor's envelope. */
export function refused(
  code: string,
  given: {
    readonly status?: number
    readonly message?: string
    readonly details?: readonly ErrorDetail[]
  } = {},
): CarrierAnswer {
  const [knownStatus, knownMessage] = KNOWN[code] ?? [422, `Refused: ${code}`]
  const { status: statusCode = knownStatus, message = knownMessage, details } = given
  const name = NAMES[statusCode] ?? 'Error'
  const error = { statusCode, name, code, message, requestId: randomUUID(), details }
  return jsonAnswer(statusCode, { error })
}

export function notFound(message: string): CarrierAnswer {
  return refused('ENTITY_NOT_FOUND', { message })
}

/**
 * A 422 that names what is not as the description says: for a missing member `path` is the object that lacks
 * it and `info.missingProperty` its name; otherwise `path` is the member itself.
 */
export function invalidRequest(problems: readonly DescriptionProblem[]): CarrierAnswer {
  return refused('VALIDATION_FAILED', {
    details: problems.map(({ pointer, keyword, message, missingProperty }) => ({
      path: pointer,
      code: keyword,
      message,
      ...(missingProperty !== undefined && { info: { missingProperty } }),
    })),
  })
}

export function lacking(properties: readonly string[], path = ''): CarrierAnswer {
  return refused('VALIDATION_FAILED', {
    details: properties.map((missingProperty) => ({
      path,
      code: 'required',
      message: `must have required property '${missingProperty}'`,
      info: { missingProperty },
    })),
  })
}
