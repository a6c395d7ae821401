import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { done, failed } from '../../shared/outcome.ts'
import type { Log } from '../ports.ts'
import type { HidAccess, HidDevice, HidFailure } from './hid.ts'
import type { HidAnswer, HidRequest } from './serve-hid.ts'

export interface HidProcessDeps {
  /** Module of the process: hid-helper.ts, or what it was bundled into. */
  readonly helper: URL
  readonly log: Log
}

/** A driver that hangs must not hold up the others: whoever does not answer in this time is ended. */
const ANSWER_MS = 5000

type Asked = (answer: HidAnswer) => void

/** One run of the process. */
interface Run {
  /** `heard` gets every answer with the id of this question until `forget`, and `lost` when the process ends. */
  ask(request: HidRequest, heard: Asked): void
  forget(id: number): void
  /** Ends the process; whoever waits for an answer hears `lost`. */
  end(): Promise<void>
}

/** Opens and lists USB HID devices in a process of their own, which starts with the first call. */
export function createHidAccess(deps: HidProcessDeps): HidAccess {
  let current: Run | undefined
  let newestId = 0
  let stopped = false

  function run(): Run {
    if (!current) {
      const started = startRun(deps, () => {
        if (current === started) current = undefined
      })
      current = started
    }
    return current
  }

  return {
    list() {
      const id = (newestId += 1)
      if (stopped) return Promise.resolve(failed(ENDED))
      return new Promise((resolve) => {
        const asked = run()
        asked.ask({ does: 'list', id }, (answer) => {
          asked.forget(id)
          if (answer.says === 'listed') resolve(done(answer.devices))
          else resolve(failed(answer.says === 'lost' ? answer.failure : ENDED))
        })
      })
    },
    open(wanted, listener): HidDevice {
      const id = (newestId += 1)
      let over = false
      let closing: Promise<void> | undefined
      const lose = (failure: HidFailure) => {
        if (over) return
        over = true
        listener.lost(failure)
      }
      if (stopped) {
        queueMicrotask(() => lose(ENDED))
        return {
          close() {
            over = true
            return Promise.resolve()
          },
        }
      }
      const asked = run()
      asked.ask({ does: 'open', id, wanted }, (answer) => {
        if (over) return
        if (answer.says === 'opened') listener.opened()
        else if (answer.says === 'report') listener.report(answer.bytes)
        else if (answer.says === 'lost') {
          asked.forget(id)
          lose(answer.failure)
        }
      })
      return {
        close() {
          if (over) return closing ?? Promise.resolve()
          over = true
          closing = new Promise((resolve) => {
            asked.ask({ does: 'close', id }, (answer) => {
              if (answer.says !== 'closed' && answer.says !== 'lost') return
              asked.forget(id)
              resolve()
            })
          })
          return closing
        },
      }
    },
    async stop() {
      stopped = true
      await current?.end()
    },
  }
}

/** A question, until whoever asked forgets it. */
interface Waiting {
  readonly does: HidRequest['does']
  readonly heard: Asked
  readonly timer: NodeJS.Timeout
}

const ENDED: HidFailure = { code: 'no-connection', detail: 'The process for USB devices has ended' }

function startRun({ helper, log }: HidProcessDeps, gone: () => void): Run {
  const child = fork(fileURLToPath(helper), [], {
    execArgv: [],
    serialization: 'advanced',
    // Nothing of it may keep a pipe of the station open when that has died.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const asked = new Map<number, Waiting>()
  let over = false
  let ending = false

  const ended = new Promise<void>((resolve) => {
    const end = (detail: string) => {
      if (over) return
      over = true
      if (!ending) log.warn({ detail }, 'The process for USB devices ended')
      gone()
      for (const [id, { heard, timer }] of asked) {
        clearTimeout(timer)
        if (asked.delete(id))
          heard({ id, says: 'lost', failure: { code: 'no-connection', detail } })
      }
      resolve()
    }
    child.once('error', ({ message }) => end(message))
    child.once('exit', (code, signal) =>
      end(`The process for USB devices ended with ${signal ?? code}`),
    )
  })
  child.on('message', (message) => {
    const answer = message as HidAnswer
    const waiting = asked.get(answer.id)
    if (!waiting) return
    // A report that was on its way is no answer to the question to close.
    if (waiting.does !== 'close' || answer.says === 'closed' || answer.says === 'lost')
      clearTimeout(waiting.timer)
    waiting.heard(answer)
  })

  return {
    ask(request, heard) {
      clearTimeout(asked.get(request.id)?.timer)
      const timer = setTimeout(() => {
        log.warn({ does: request.does }, 'The process for USB devices does not answer; it is ended')
        child.kill('SIGKILL')
      }, ANSWER_MS)
      asked.set(request.id, { does: request.does, heard, timer })
      child.send(request, () => {})
    },
    forget(id) {
      clearTimeout(asked.get(id)?.timer)
      asked.delete(id)
    },
    async end() {
      ending = true
      child.kill('SIGKILL')
      await ended
    },
  }
}
