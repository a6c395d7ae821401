import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { problemAnswer, sendProblem } from '../lib/problem-answer.ts'
import type { Log } from '../ports.ts'
import { REST_BASE } from '../rest/rest.ts'
import { parseJson } from './json-text.ts'
import { hostIsOurs, originIsOurs, tokenMatches } from './loopback-gates.ts'

const BODY_LIMIT = 20 * 1024 * 1024

/**
 * A server for 127.0.0.1 with its gates up (loopback-gates.ts): Host and Origin on every request, the token
 * as `Authorization: Bearer` on everything under /api. Every failure is problem+json.
 */
export function createLoopbackServer(token: string, log: Log): FastifyInstance {
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    // An order's reference may be 100 characters, each of which may take nine when it is encoded.
    routerOptions: { maxParamLength: 1000 },
    // An address that leads to no route, because it cannot be decoded or is too long, passes by every hook.
    frameworkErrors: (error, request, reply) => {
      if (refusalAtTheGates(token, request, reply)) return
      sendProblem(reply, problemAnswer(error.statusCode ?? 400, 'not-valid', `${error.message}.`))
    },
  })

  app.addHook('onRequest', async (request, reply) => refusalAtTheGates(token, request, reply))

  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    /^application\/(?:[\w.-]+\+)?json\b/,
    { parseAs: 'string' },
    (_request, text, parsed) => {
      const json = parseJson(String(text))
      if (json.ok) parsed(null, json.value)
      else parsed(new BodyNotJson(json.failure.message), undefined)
    },
  )

  app.setNotFoundHandler((request, reply) => {
    const what = isUnder(REST_BASE, request) ? `${REST_BASE}/openapi.json lists what is` : ''
    const detail = `${request.method} ${pathOf(request)} does not exist.${what && ` ${what}.`}`
    return sendProblem(reply, problemAnswer(404, 'not-found', detail))
  })

  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof BodyNotJson)
      return sendProblem(
        reply,
        problemAnswer(400, 'not-json', `The body ${error.message}.`, [
          { path: '', message: error.message },
        ]),
      )
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
      return sendProblem(reply, problemAnswer(413, 'too-much', 'A body has at most 20 MB.'))
    if (error.statusCode === 415)
      return sendProblem(
        reply,
        problemAnswer(415, 'media-type-not-supported', 'Send Content-Type: application/json.'),
      )
    if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
      return sendProblem(reply, problemAnswer(error.statusCode, 'not-valid', error.message))
    log.error({ error, method: request.method, path: request.routeOptions.url }, 'A call broke')
    return sendProblem(reply, problemAnswer(500, 'bug', 'The log says more.'))
  })
  return app
}

class BodyNotJson extends Error {}

/** Answers whoever may not come in; undefined for whoever may. Puts the headers that every answer has. */
function refusalAtTheGates(
  token: string,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | undefined {
  reply.header('x-content-type-options', 'nosniff')
  reply.header('referrer-policy', 'no-referrer')
  reply.header('cross-origin-resource-policy', 'same-origin')
  const port = request.socket.localPort ?? 0
  if (!hostIsOurs(request.headers.host, port))
    return sendProblem(
      reply,
      problemAnswer(403, 'not-from-here', 'The Host header is not an address of this server.'),
    )
  if (!originIsOurs(request.headers.origin, port))
    return sendProblem(
      reply,
      problemAnswer(403, 'not-from-here', 'The Origin header is not that of our own page.'),
    )
  if (isUnder('/api', request) && !tokenMatches(token, bearer(request)))
    return sendProblem(
      reply.header('www-authenticate', 'Bearer'),
      problemAnswer(401, 'not-allowed', 'Send the token as "Authorization: Bearer …".'),
    )
  return undefined
}

function bearer(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** By the address and by the route it leads to: an address can spell "/api" in many ways, a route in one. */
function isUnder(base: string, request: FastifyRequest): boolean {
  return [pathOf(request), request.routeOptions.url ?? ''].some(
    (path) => path === base || path.startsWith(`${base}/`),
  )
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? ''
}
