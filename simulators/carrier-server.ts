import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { CarrierFaultSchema } from '../shared/drill.ts'
import type { CarrierFault } from '../shared/drill.ts'
import { answerAdminCall, parseJson } from './admin-server.ts'
import type { AdminAnswer, AdminCalls } from './admin-server.ts'
import { openDescription } from './api-description.ts'
import type { ApiDescription, DescriptionProblem } from './api-description.ts'
import { close, jsonAnswer, listen, portOf, readBody, send, sendCut } from './carrier-http.ts'
import type { CarrierAnswer } from './carrier-http.ts'
import type { SoldLabel } from './carrier-ledger.ts'
import { ScriptStepSchema, createCarrierScript, unknownCalls } from './carrier-script.ts'
import type { Misbehaviour, ScriptStepInput } from './carrier-script.ts'
import { createRequestLog } from './request-log.ts'
import type { SeenRequest } from './request-log.ts'
import { problemsOf } from './switches.ts'
import type { Switches } from './switches.ts'

export interface CarrierRequest {
  readonly method: string
  /** Decoded segments of the path. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly header: (name: string) => string | undefined
  readonly body: string
  /** The body's JSON; undefined where it is none. */
  readonly json: unknown
  /** As the description or `otherCalls` names the call; undefined where neither knows it. */
  readonly call: string | undefined
  /** What stands in the path in place of the description's parameters. */
  readonly params: Readonly<Record<string, string>>
  /** In what the request is not as the description says. */
  readonly problems: readonly DescriptionProblem[]
}

export interface CarrierServerOptions {
  /** 0 or absent: any free port. */
  readonly port?: number
  /** How long an answer takes under the fault `slow`. */
  readonly slowMs?: number
}

/** What one carrier is, beside what all have in common. */
export interface SimulatedCarrier<Values> {
  /** Its OpenAPI description, loaded at the first call. */
  readonly description: () => Promise<{ readonly default: unknown }>
  /** Names of calls that are not described, by the first segment of the path: links to files. */
  readonly otherCalls: Readonly<Record<string, string>>
  readonly ledger: () => SoldLabel[]
  readonly switches: Switches<Values>
  /** Admin calls of its own, as in `POST tracking`. */
  readonly admin: AdminCalls
  handle(request: CarrierRequest): Promise<CarrierAnswer>
  /** Refuses with this business code, in the carrier's own form. */
  refuse(code: string, request: CarrierRequest): CarrierAnswer
}

/** The hands that tests and the demo have on a simulated carrier. */
export interface CarrierServer<Values> {
  readonly url: string
  /** Where the admin calls stay reachable while the carrier is down. */
  readonly adminUrl: string
  fault(fault: CarrierFault): void
  /** Adds steps of misbehaviour behind those not used up (docs/simulators.md). */
  script(steps: readonly ScriptStepInput[]): void
  clearScript(): void
  /** Every call seen, oldest first. */
  requests(): SeenRequest[]
  switch(patch: Partial<Values>): void
  ledger(): SoldLabel[]
  /** Loads what the first call would wait for. */
  warmUp(): Promise<void>
  stop(): Promise<void>
}

/** Sends an answer; with `bytes`, only so many of its body before the connection breaks. */
type Reply = (answer: CarrierAnswer, bytes?: number) => void

const FaultBodySchema = z.object({ fault: CarrierFaultSchema })
const ScriptBodySchema = z.strictObject({ steps: z.array(ScriptStepSchema) })

/**
 * The HTTP side that both simulated carriers share, on 127.0.0.1: checks against the description, faults, the
 * script of misbehaviours, the log of calls, and the admin calls. Of the faults `slow` answers late, `down`
 * refuses connections, `lost-answer` cuts the connection of a sale after `handle` has booked it.
 */
export async function startCarrierServer<Values>(
  options: CarrierServerOptions,
  carrier: SimulatedCarrier<Values>,
): Promise<CarrierServer<Values>> {
  const slowMs = options.slowMs ?? 3_000
  const stopping = new AbortController()
  const script = createCarrierScript()
  const log = createRequestLog()
  let current: CarrierFault = 'none'
  let description: Promise<ApiDescription> | undefined

  function described(): Promise<ApiDescription> {
    description ??= carrier.description().then((loaded) => openDescription(loaded.default))
    return description
  }

  const adminCalls = (operationIds: readonly string[]): AdminCalls => ({
    'GET ledger': () => ({ json: carrier.ledger() }),
    'POST fault': setFault,
    'GET requests': () => ({ json: log.rows() }),
    'GET script': () => ({ json: { steps: script.left() } }),
    'POST script': (given) => {
      const asked = ScriptBodySchema.safeParse(given)
      if (!asked.success) return { problem: problemsOf(asked.error) }
      const known = [...operationIds, ...Object.values(carrier.otherCalls)]
      const unknown = unknownCalls(asked.data.steps, known)
      if (unknown.length > 0)
        return { problem: `no call is named ${unknown.join(', ')}; there are ${known.join(', ')}` }
      script.add(asked.data.steps)
      return { json: { steps: script.left() } }
    },
    'DELETE script': () => {
      script.clear()
      return { json: { steps: [] } }
    },
    'GET switches': () => ({ json: carrier.switches.now }),
    'POST switches': (given) => carrier.switches.answer(given),
    ...carrier.admin,
  })

  function setFault(given: unknown): AdminAnswer {
    const asked = FaultBodySchema.safeParse(given)
    if (!asked.success) return { problem: `fault: one of ${CarrierFaultSchema.options.join(', ')}` }
    // The answer leaves first: `down` would cut it.
    return { json: asked.data, after: () => fault(asked.data.fault) }
  }

  async function answerRequest(request: IncomingMessage, response: ServerResponse) {
    const body = await readBody(request)
    const url = new URL(request.url ?? '/', 'http://carrier.invalid')
    const method = request.method ?? 'GET'
    if (url.pathname.startsWith('/__admin/')) {
      const calls = adminCalls((await described()).operationIds)
      const { status, json, after } = answerAdminCall(calls, method, url.pathname, body)
      if (after) response.once('finish', after)
      return send(response, jsonAnswer(status, json))
    }
    const note = log.see({
      at: new Date().toISOString(),
      method,
      path: `${url.pathname}${url.search}`,
      operationId: null,
      status: null,
      problems: [],
    })
    const asked = read(await described(), request, method, url, body)
    note({ operationId: asked.call ?? null, problems: asked.problems })
    const reply = (answer: CarrierAnswer, bytes?: number) => {
      note({ status: answer.status })
      if (bytes === undefined) send(response, answer)
      else sendCut(response, answer, bytes)
    }
    const meets = script.take(asked.call)
    const isAnswered = meets ? await misbehave(meets, asked, reply) : await behave(asked, reply)
    if (!isAnswered) response.destroy()
  }

  function read(
    api: ApiDescription,
    { headers }: IncomingMessage,
    method: string,
    url: URL,
    body: string,
  ): CarrierRequest {
    const path = url.pathname.split('/').slice(1).map(decodeSegment)
    const header = (name: string) => headers[name]?.toString()
    const matched = api.match(method, path)
    const params = matched?.params ?? {}
    const json = parseJson(body)
    const query = url.searchParams
    const problems = matched
      ? api.requestProblems(matched.operationId, { params, query, header, body: json })
      : []
    const call = matched?.operationId ?? carrier.otherCalls[path[0] ?? '']
    return { method, path, query, header, body, json, call, params, problems }
  }

  /** False where the answer is lost. */
  async function behave(asked: CarrierRequest, reply: Reply): Promise<boolean> {
    const answer = await carrier.handle(asked)
    if (current === 'slow') await wait(slowMs, undefined, { signal: stopping.signal })
    if (current === 'lost-answer' && answer.sale) return false
    reply(answer)
    return true
  }

  async function misbehave(meets: Misbehaviour, asked: CarrierRequest, reply: Reply) {
    const isDone = meets.kind !== 'refuse' && (!('when' in meets) || meets.when === 'after')
    const answer = isDone ? await carrier.handle(asked) : undefined
    if (meets.kind === 'refuse') reply(carrier.refuse(meets.code, asked))
    else if (meets.kind === 'answer') reply(givenAnswer(meets))
    else if (!answer || meets.kind === 'drop') return false
    else if (meets.kind === 'cut') reply(answer, meets.bytes)
    else {
      await wait(meets.ms, undefined, { signal: stopping.signal })
      reply(answer)
    }
    return true
  }

  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    // The peer has gone, sent too much, or we are stopping: there is nobody to answer.
    answerRequest(request, response).catch(() => response.destroy())
  }
  const server = createServer(onRequest)
  const admin = createServer(onRequest)
  await listen(server, options.port ?? 0)
  await listen(admin, 0)
  const port = portOf(server)

  function fault(next: CarrierFault) {
    const wasDown = current === 'down'
    current = next
    if (next === 'down' && !wasDown) {
      server.close()
      server.closeAllConnections()
    } else if (wasDown && next !== 'down') {
      server.listen(port, '127.0.0.1')
    }
  }

  return {
    url: `http://127.0.0.1:${port}`,
    adminUrl: `http://127.0.0.1:${portOf(admin)}`,
    fault,
    script: (steps) => script.add(steps.map((step) => ScriptStepSchema.parse(step))),
    clearScript: () => script.clear(),
    requests: () => log.rows(),
    switch: (patch) => carrier.switches.set(patch),
    ledger: carrier.ledger,
    warmUp: async () => (await described()).warmUp(),
    async stop() {
      stopping.abort()
      await Promise.all([server, admin].map(close))
    },
  }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function givenAnswer(given: Extract<Misbehaviour, { kind: 'answer' }>): CarrierAnswer {
  const { status, headers, type = 'application/json', body = '' } = given
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, type, body: text, ...(headers && { headers }) }
}
