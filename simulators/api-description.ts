import { createRequire } from 'node:module'
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import type { FormatsPlugin } from 'ajv-formats'

type Place = 'body' | 'query' | 'path' | 'header'

/** One thing in which a request or an answer is not as the description says. */
export interface DescriptionProblem {
  readonly in: Place
  /** JSON pointer to what is wrong; for a missing member, to the object that lacks it. */
  readonly pointer: string
  /** The rule of JSON Schema that is broken, as `required`, `type`, `enum`. */
  readonly keyword: string
  readonly message: string
  readonly missingProperty?: string
}

export interface DescribedRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly header: (name: string) => string | undefined
  /** Undefined where there was none. */
  readonly body: unknown
}

export interface ApiDescription {
  /** Of the calls that are offered. */
  readonly operationIds: readonly string[]
  /** The operation that a call is for; literal segments of a path win over parameters. */
  match(
    method: string,
    path: readonly string[],
  ): { readonly operationId: string; readonly params: Readonly<Record<string, string>> } | undefined
  requestProblems(operationId: string, request: DescribedRequest): readonly DescriptionProblem[]
  answerProblems(operationId: string, status: number, body: unknown): readonly DescriptionProblem[]
  /** Loads what the first check would wait for. */
  warmUp(): void
}

interface Parameter {
  readonly $ref?: string
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: object
}
interface WithContent {
  readonly $ref?: string
  readonly required?: boolean
  readonly content?: Readonly<Record<string, unknown>>
}
interface Operation {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: WithContent
  readonly responses: Readonly<Record<string, WithContent>>
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  /** What the API calls: by name of the event. */
  readonly webhooks?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}
interface Located {
  readonly operation: Operation
  /** JSON pointer of the operation in the document. */
  readonly pointer: string
}

const VERSION = /^\d{4}-\d{2}$/
// Not called `require`: the desktop's bundle has one of its own.
const load = createRequire(import.meta.url)

/**
 * An API described in OpenAPI 3.1, ready to check calls against. Schemas are compiled at their first use. A
 * segment of a path that is a version (`2023-07`) stands for any version. The operations of `webhooks` are
 * known by their operationId too, so that what is sent there can be checked.
 */
export function openDescription(document: unknown): ApiDescription {
  const api = document as OpenApi
  const operations = new Map<string, Located>()
  const routes: { method: string; segments: readonly string[]; operationId: string }[] = []
  for (const area of ['paths', 'webhooks'] as const)
    for (const [path, methods] of Object.entries(api[area] ?? {}))
      for (const [method, operation] of Object.entries(methods)) {
        const { operationId } = operation
        operations.set(operationId, { operation, pointer: pointerTo(area, path, method) })
        if (area === 'paths')
          routes.push({
            method: method.toUpperCase(),
            segments: path.split('/').slice(1),
            operationId,
          })
      }
  routes.sort((one, other) => parametersIn(one.segments) - parametersIn(other.segments))

  const checkers = lazyCheckers(api)
  const compile = createCompiler(checkers)

  function found(operationId: string): Located {
    const place = operations.get(operationId)
    if (!place) throw new Error(`No operation ${operationId} is described`)
    return place
  }

  function bodyProblems(pointer: string, holder: WithContent | undefined, body: unknown) {
    const isHere = holder?.$ref === undefined
    const owner = isHere ? holder : (resolve(api, holder.$ref) as WithContent)
    const at = isHere ? pointer : (holder.$ref ?? '').slice(1)
    const type = Object.keys(owner?.content ?? {})[0]
    if (!owner || type === undefined) return []
    if (body === undefined)
      return owner.required === false ? [] : [problem('body', '', 'required', 'must be there')]
    return check('body', compile(`${at}${pointerTo('content', type, 'schema')}`, false), body)
  }

  return {
    operationIds: routes.map((route) => route.operationId),
    match(method, path) {
      for (const route of routes) {
        const params = route.method === method ? paramsOf(route.segments, path) : undefined
        if (params) return { operationId: route.operationId, params }
      }
      return undefined
    },
    requestProblems(operationId, request) {
      const { operation, pointer } = found(operationId)
      const parameters = (operation.parameters ?? []).map((one) =>
        one.$ref === undefined ? one : (resolve(api, one.$ref) as Parameter),
      )
      const places = ['path', 'query', 'header'] as const
      return [
        ...places.flatMap((place) => {
          const wanted = parameters.filter((parameter) => parameter.in === place)
          if (wanted.length === 0) return []
          const given = Object.fromEntries(
            wanted.flatMap((one) => {
              const value = valueOf(one, place, request)
              return value === undefined ? [] : [[one.name, value]]
            }),
          )
          return check(place, compile(`${pointer}#${place}`, true, wanted), given)
        }),
        ...bodyProblems(`${pointer}/requestBody`, operation.requestBody, request.body),
      ]
    },
    answerProblems(operationId, status, body) {
      const { operation, pointer } = found(operationId)
      const key = [String(status), `${Math.floor(status / 100)}XX`, 'default'].find(
        (one) => operation.responses[one],
      )
      if (key === undefined)
        return [problem('body', '', 'responses', `status ${status} is not described`)]
      return bodyProblems(
        `${pointer}${pointerTo('responses', key)}`,
        operation.responses[key],
        body,
      )
    },
    warmUp: () => void checkers(),
  }
}

function valueOf(parameter: Parameter, place: Place, request: DescribedRequest) {
  const { name } = parameter
  if (place === 'path') return request.params[name]
  if (place === 'header') return request.header(name)
  if (!('type' in parameter.schema) || parameter.schema.type !== 'array')
    return request.query.get(name) ?? undefined
  const many = [...request.query.getAll(name), ...request.query.getAll(`${name}[]`)]
  return many.length === 0 ? undefined : many
}

/** The library is loaded with the first check, so that no simulator starts later for it. */
function lazyCheckers(api: OpenApi) {
  let checkers: ReturnType<typeof makeCheckers> | undefined
  return () => (checkers ??= makeCheckers(api))
}

function createCompiler(checkers: ReturnType<typeof lazyCheckers>) {
  const compiled = new Map<string, ValidateFunction>()
  return (pointer: string, coerced: boolean, parameters?: readonly Parameter[]) => {
    const known = compiled.get(pointer)
    if (known) return known
    const checker = coerced ? checkers().ofTexts : checkers().ofJson
    const validate = checker.compile(
      parameters
        ? {
            type: 'object',
            properties: Object.fromEntries(
              parameters.map((one) => [one.name, inDocument(one.schema)]),
            ),
            required: parameters.filter((one) => one.required).map((one) => one.name),
          }
        : { $ref: `api#${pointer}` },
    )
    compiled.set(pointer, validate)
    return validate
  }
}

function makeCheckers(api: OpenApi) {
  const ajv = load('ajv/dist/2020.js') as { Ajv2020: typeof Ajv2020 }
  const formats = load('ajv-formats') as { default: FormatsPlugin }
  const make = (coerceTypes: boolean) => {
    // Not strict: a description has members that are not of JSON Schema.
    const checker = new ajv.Ajv2020({ allErrors: true, strict: false, coerceTypes, logger: false })
    formats.default(checker)
    return checker.addSchema(api, 'api', false, false)
  }
  return { ofJson: make(false), ofTexts: make(true) }
}

/** The schema of a parameter, taken out of the document: its references lead back there. */
function inDocument(schema: object): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"api#/'))
}

function check(place: Place, validate: ValidateFunction, value: unknown): DescriptionProblem[] {
  if (validate(value)) return []
  return (validate.errors ?? []).map((error: ErrorObject) => {
    const missing = (error.params as { missingProperty?: string }).missingProperty
    return problem(place, error.instancePath, error.keyword, wordsOf(error), missing)
  })
}

function wordsOf({ message = 'is wrong', params }: ErrorObject): string {
  const allowed = (params as { allowedValues?: readonly unknown[] }).allowedValues
  return allowed ? `must be one of ${allowed.join(', ')}` : message
}

function problem(
  place: Place,
  pointer: string,
  keyword: string,
  message: string,
  missingProperty?: string,
): DescriptionProblem {
  return {
    in: place,
    pointer,
    keyword,
    message,
    ...(missingProperty !== undefined && { missingProperty }),
  }
}

function parametersIn(segments: readonly string[]): number {
  return segments.filter((segment) => segment.startsWith('{')).length
}

function paramsOf(
  segments: readonly string[],
  path: readonly string[],
): Record<string, string> | undefined {
  if (segments.length !== path.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, segment] of segments.entries()) {
    const given = path[index] ?? ''
    if (segment.startsWith('{')) {
      if (given === '') return undefined
      params[segment.slice(1, -1)] = given
    } else if (segment !== given && !(VERSION.test(segment) && isVersion(given))) return undefined
  }
  return params
}

function isVersion(segment: string): boolean {
  return VERSION.test(segment) || segment === 'unstable'
}

function pointerTo(...keys: readonly string[]): string {
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function resolve(api: OpenApi, ref: string): unknown {
  let value: unknown = api
  for (const key of ref.split('/').slice(1))
    value = (value as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')]
  return value
}
