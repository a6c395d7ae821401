import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { jsonAnswer } from '../carrier-server.ts'
import type { CarrierAnswer } from '../carrier-server.ts'

export interface ErrorDetail {
  readonly path: string
  readonly code: string
  readonly message: string
  readonly info?: { readonly missingProperty: string }
}

/** The envelope of every answer that is not 2xx. */
export function errorAnswer(
  statusCode: number,
  name: string,
  code: string,
  message: string,
  details?: readonly ErrorDetail[],
): CarrierAnswer {
  const error = { statusCode, name, code, message, requestId: randomUUID(), details }
  return jsonAnswer(statusCode, { error })
}

export function notFound(message: string): CarrierAnswer {
  return errorAnswer(404, 'NotFoundError', 'ENTITY_NOT_FOUND', message)
}

export function unprocessable(
  code: string,
  message: string,
  details?: readonly ErrorDetail[],
): CarrierAnswer {
  return errorAnswer(422, 'UnprocessableEntityError', code, message, details)
}

/**
 * A 422 that names what is wrong: for a missing member `path` is the object that lacks it and
 * `info.missingProperty` its name; otherwise `path` is the member itself.
 */
export function invalidBody(error: z.ZodError, body: unknown): CarrierAnswer {
  const details = error.issues.map((issue): ErrorDetail => {
    const property = String(issue.path.at(-1) ?? '')
    if (issue.path.length > 0 && valueAt(body, issue.path) === undefined)
      return missingMember(issue.path.slice(0, -1), property)
    return { path: pointer(issue.path), code: issue.code, message: issue.message }
  })
  return unprocessable('VALIDATION_FAILED', 'The request body is invalid. See details.', details)
}

export function missingMember(parent: readonly PropertyKey[], property: string): ErrorDetail {
  return {
    path: pointer(parent),
    code: 'required',
    message: `must have required property '${property}'`,
    info: { missingProperty: property },
  }
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part)}`).join('')
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[part]
  }
  return value
}
