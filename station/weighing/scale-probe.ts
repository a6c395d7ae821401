import {
  type ScaleProbe,
  type ScaleProtocolName,
  ScaleProtocolSchema,
} from '../../shared/weighing.ts'
import type { HidAccess } from '../hid/hid.ts'
import { serialSettings } from '../serial/serial-port.ts'
import { lineOpener } from './lines/open-line.ts'
import { createProbedLine, type ProbeTiming } from './probed-line.ts'
import { SCALE_PROTOCOLS, USUAL_LINES } from './protocols/protocols.ts'

const TIMING: ProbeTiming = { windowMs: 1000, askAgainMs: 350 }

/** The strictest first: the later ones would understand some answers of the earlier. */
const STRICTEST_FIRST: readonly ScaleProtocolName[] = [
  'hid-pos',
  'toledo-continuous',
  'cas',
  'a-and-d',
  'sics',
  'nci',
  'toledo-8217',
  'ohaus',
]

/** One try: a line, and what is listened for on it; `asks` where that one is asked. */
interface Attempt {
  readonly connection: string
  readonly listensFor: readonly ScaleProtocolName[]
  readonly asks: Uint8Array | undefined
  readonly trying: string
}

/**
 * Asks a connection in every usual protocol and line setting until something answers that we understand: two frames of
 * one protocol. Each line is listened to first, for scales that speak by themselves.
 */
export async function* probeScale(
  connection: string,
  signal: AbortSignal,
  hid: HidAccess,
  timing: ProbeTiming = TIMING,
): AsyncGenerator<ScaleProbe> {
  const open = lineOpener(connection, hid)
  if (!open) {
    yield { tried: 0, of: 0, trying: '', answer: null, reason: 'connection-not-supported' }
    return
  }
  const attempts = attemptsAt(connection)
  const of = attempts.length
  const line = createProbedLine(open)
  try {
    for (const [tried, attempt] of attempts.entries()) {
      const { trying } = attempt
      yield { tried, of, trying, answer: null }
      const trouble = await line.to(attempt.connection)
      if (trouble) {
        yield { tried, of, trying, answer: null, reason: trouble.reason }
        return
      }
      const answer = await line.listen(attempt, signal, timing)
      if (signal.aborted) return
      if (!answer) continue
      const found = { connection: attempt.connection, ...answer }
      yield { tried: tried + 1, of, trying, answer: found }
      return
    }
    yield { tried: of, of, trying: '', answer: null }
  } finally {
    await line.close()
  }
}

function attemptsAt(connection: string): Attempt[] {
  const isHid = connection.startsWith('hid:')
  const protocols = STRICTEST_FIRST.filter((name) => (name === 'hid-pos') === isHid)
  return linesAt(connection).flatMap(({ at, usualFor }) => {
    const named = lineName(at)
    const unasked = protocols.filter((name) => !SCALE_PROTOCOLS[name]().query)
    const asked = protocols.filter((name) => SCALE_PROTOCOLS[name]().query && usualFor(name))
    return [
      {
        connection: at,
        // A scale of any protocol may be set to speak by itself.
        listensFor: protocols,
        asks: undefined,
        trying: [...unasked, ...named].join(', '),
      },
      ...asked.map((name) => ({
        connection: at,
        listensFor: [name],
        asks: SCALE_PROTOCOLS[name]().query,
        trying: [name, ...named].join(', '),
      })),
    ]
  })
}

/** The line that the connection sets itself, then every usual one; only serial lines have any to choose. */
function linesAt(
  connection: string,
): { readonly at: string; readonly usualFor: (name: ScaleProtocolName) => boolean }[] {
  if (!connection.startsWith('serial:')) return [{ at: connection, usualFor: () => true }]
  const [plug = '', set] = connection.split('?')
  const usual = new Set(ScaleProtocolSchema.options.flatMap((name) => USUAL_LINES[name]))
  return [
    ...(set === undefined ? [] : [{ at: connection, usualFor: () => true }]),
    ...Array.from(usual)
      .filter((line) => line !== set)
      .map((line) => ({
        at: `${plug}?${line}`,
        usualFor: (name: ScaleProtocolName) => USUAL_LINES[name].includes(line),
      })),
  ]
}

/** `9600 7E1` */
function lineName(connection: string): string[] {
  const settings = serialSettings(connection)
  if (!settings.ok) return []
  const { baud, bits, parity, stop } = settings.value
  return [`${baud} ${bits}${parity.charAt(0).toUpperCase()}${stop}`]
}
