import type { ScaleProtocolName, ScaleReading } from '../../shared/weighing.ts'
import type { LineTrouble, OpenScaleLine, ScaleLine } from './lines/scale-line.ts'
import { SCALE_PROTOCOLS } from './protocols/protocols.ts'
import { readScale } from './scale-meaning.ts'

export interface ProbeTiming {
  /** How long to listen before it is judged what was heard. */
  readonly windowMs: number
  readonly askAgainMs: number
}

/** So many frames of one protocol are no accident. */
const FRAMES = 2
/** A scale that speaks once a second needs more than one window for them. */
const WINDOWS = 3

export interface Probing {
  /** Protocols, the strictest first. */
  readonly listensFor: readonly ScaleProtocolName[]
  readonly asks: Uint8Array | undefined
}

export interface ProbeAnswer {
  readonly protocol: ScaleProtocolName
  readonly shown: string
}

/** A line on which it is not known yet what speaks. */
export interface ProbedLine {
  /** Opens this connection where it is not open; says why it cannot be. */
  to(connection: string): Promise<LineTrouble | undefined>
  /** What was understood twice; ends early when `signal` aborts. */
  listen(
    probing: Probing,
    signal: AbortSignal,
    timing: ProbeTiming,
  ): Promise<ProbeAnswer | undefined>
  close(): Promise<void>
}

export function createProbedLine(open: OpenScaleLine): ProbedLine {
  let line: ScaleLine | undefined
  let opened: string | undefined
  let hear: (bytes: Uint8Array) => void = () => {}
  let lose = () => {}

  async function close(): Promise<void> {
    opened = undefined
    await line?.close()
    line = undefined
  }

  return {
    async to(connection) {
      if (opened === connection) return undefined
      await close()
      return new Promise((resolve) => {
        line = open(connection, {
          opened() {
            opened = connection
            resolve(undefined)
          },
          bytes: (bytes) => hear(bytes),
          lost(trouble) {
            opened = undefined
            resolve(trouble)
            lose()
          },
        })
      })
    },

    listen({ listensFor, asks }, signal, { windowMs, askAgainMs }) {
      const heard = listensFor.map((name) => ({
        name,
        protocol: SCALE_PROTOCOLS[name](),
        frames: 0,
        shown: '',
      }))
      let windows = 1
      let spoken = false

      return new Promise((resolve) => {
        const ask = () => {
          if (asks) line?.write(asks)
        }
        const asking = setInterval(ask, askAgainMs)
        const judging = setInterval(judge, windowMs)
        const end = (answer?: ProbeAnswer) => {
          clearInterval(asking)
          clearInterval(judging)
          hear = () => {}
          lose = () => {}
          signal.removeEventListener('abort', abort)
          resolve(answer)
        }
        const abort = () => end()

        /** A stricter one that understood a frame gets time for another: a looser one may understand a cut frame. */
        function judge(): void {
          const sure = heard.find(({ frames }) => frames >= FRAMES)
          const strictest = heard.find(({ frames }) => frames > 0)
          const last = windows === WINDOWS
          if (sure && (sure === strictest || last))
            return end({ protocol: sure.name, shown: sure.shown })
          // Bytes that nobody asked for may be a part of the first frame.
          const maybe = strictest !== undefined || (spoken && !asks)
          if (last || !maybe) return end()
          windows += 1
        }

        hear = (bytes) => {
          spoken = true
          for (const one of heard)
            for (const frame of one.protocol.push(bytes)) {
              const reading = readScale(frame, new Date())
              if (!isUnderstood(reading)) continue
              one.frames += 1
              one.shown = reading.shown
              ask()
            }
          if (heard.length === 1 && (heard[0]?.frames ?? 0) >= FRAMES) judge()
        }
        lose = abort
        signal.addEventListener('abort', abort)
        if (signal.aborted) abort()
        else ask()
      })
    },

    close,
  }
}

/** What the scale says counts, also that it is busy, or its unit is none of ours; not what nobody can read. */
function isUnderstood({ state, reason }: ScaleReading): boolean {
  return state !== 'unknown' || reason === 'scale-busy' || reason === 'unit-not-known'
}
