import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, HTTPMethods } from 'fastify'
import { fieldProblems } from '../../shared/problem.ts'
import { isStorageTrouble, storageTrouble } from '../database/storage-trouble.ts'
import type { Station } from '../station.ts'
import { stationEvents } from './events.ts'
import { openApiDocument } from './openapi.ts'
import { problemAnswer, sendProblem } from '../lib/problem-answer.ts'
import { type Answer, type Route, ROUTES } from './routes.ts'

export const REST_BASE = '/api/v1'

const METHODS: readonly HTTPMethods[] = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
]

/**
 * Puts the interface for other programs (docs/rest.md) on a server whose gates are up: orders in, shipments
 * out, scans, the state of the bench, its events, and the description of all that.
 */
export function addRest(
  app: FastifyInstance,
  station: Station,
  options: { readonly version: string; readonly heartbeatMs?: number },
): void {
  for (const route of ROUTES) {
    app.route({
      method: route.method,
      url: fastifyPath(route.path),
      handler: async (request, reply) => {
        const query = route.query?.safeParse(request.query)
        if (query && !query.success) return notValid(reply, 'The query', fieldProblems(query.error))
        const body = route.body?.safeParse(request.body)
        if (body && !body.success) return notValid(reply, 'The body', fieldProblems(body.error))
        const params = request.params as Record<string, string>
        const given = { params, query: query?.data, body: body?.data }
        try {
          return send(reply, await route.handle(station, given))
        } catch (error) {
          if (!isStorageTrouble(error)) throw error
          station.records.noteError(error)
          const { words, todo } = storageTrouble(error)
          const detail = `Nothing of this was kept: station.sqlite ${words}. ${todo} Then send it again.`
          return sendProblem(reply, problemAnswer(507, 'not-kept', detail))
        }
      },
    })
  }

  const document = JSON.stringify(openApiDocument(ROUTES, options.version))
  app.get(`${REST_BASE}/openapi.json`, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(document),
  )

  const streams = new Set<AbortController>()
  app.get(`${REST_BASE}/events`, async (_request, reply) => {
    const stream = new AbortController()
    streams.add(stream)
    reply.raw.once('close', () => {
      streams.delete(stream)
      stream.abort()
    })
    const events = stationEvents(station, stream.signal, options.heartbeatMs ?? 15_000)
    return reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(Readable.from(events, { highWaterMark: 1 }))
  })
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.abort()
  })

  refuseOtherMethods(app)
}

function fastifyPath(path: string): string {
  return REST_BASE + path.replaceAll(/\{(\w+)\}/g, ':$1')
}

function notValid(reply: FastifyReply, what: string, problems: ReturnType<typeof fieldProblems>) {
  const named = problems.map(({ path, message }) => (path ? `${path} ${message}` : message))
  const detail = `${what} is not valid: ${named.join('; ')}.`
  return sendProblem(reply, problemAnswer(400, 'not-valid', detail, problems))
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if ('problem' in answer) return sendProblem(reply, answer.problem)
  if ('json' in answer)
    return reply
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(answer.json))
  return reply
    .type(answer.type)
    .header('etag', `"${answer.etag}"`)
    .header('content-disposition', 'attachment')
    .header('cache-control', 'no-store')
    .send(Buffer.from(answer.bytes))
}

function refuseOtherMethods(app: FastifyInstance): void {
  const known: readonly Pick<Route, 'path' | 'method'>[] = [
    ...ROUTES,
    { path: '/events', method: 'GET' },
    { path: '/openapi.json', method: 'GET' },
  ]
  for (const path of new Set(known.map((route) => route.path))) {
    const allowed: HTTPMethods[] = known
      .filter((route) => route.path === path)
      .map(({ method }) => method)
    app.route({
      method: METHODS.filter((method) => !allowed.includes(method)),
      url: fastifyPath(path),
      // Before the body is read: what is wrong with it does not matter here.
      onRequest: async (request, reply) =>
        sendProblem(
          reply.header('allow', allowed.join(', ')),
          problemAnswer(405, 'method-not-allowed', `${request.method} is not offered here.`),
        ),
      handler: async (_request, reply) => reply,
    })
  }
}
