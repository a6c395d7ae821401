import { z } from 'zod'
import { ProblemAnswerSchema } from '../lib/problem-answer.ts'
import type { Route } from './routes.ts'

type JsonObject = Record<string, unknown>

/** The interface as an OpenAPI 3.1 document, made from the same schemas that check what comes in. */
export function openApiDocument(routes: readonly Route[], version: string): JsonObject {
  const paths: Record<string, JsonObject> = {}
  for (const route of routes) {
    paths[route.path] ??= {}
    Object.assign(paths[route.path] ?? {}, { [route.method.toLowerCase()]: operation(route) })
  }
  paths['/events'] = {
    get: {
      summary:
        'Server-sent events named bench, outbox, health, orders and shipments: a snapshot of each first, then the whole of what changed.',
      responses: { 200: { description: 'A stream', content: { 'text/event-stream': {} } } },
    },
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Shipbench', version },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: schema(ProblemAnswerSchema, 'output') },
    },
  }
}

function operation(route: Route): JsonObject {
  const body = route.bodyShown ?? route.body
  return {
    summary: route.summary,
    parameters: [
      ...[...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      ...Object.entries(route.query?.shape ?? {}).map(([name, field]) => ({
        name,
        in: 'query',
        required: false,
        schema: schema(field as z.ZodType, 'input'),
      })),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schema(body, 'input') } },
      },
    }),
    responses: {
      200: { description: 'Done', content: answerContent(route) },
      default: {
        description: 'What was wrong, and with which field',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  }
}

function answerContent(route: Route): JsonObject {
  return route.answer instanceof z.ZodType
    ? { 'application/json': { schema: schema(route.answer, 'output') } }
    : Object.fromEntries(
        route.answer.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
      )
}

function schema(type: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(type, { io, unrepresentable: 'any' })
  return rest
}
