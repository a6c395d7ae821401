import { Worker } from 'node:worker_threads'
import type { Log } from '../ports.ts'
import type { LabelTasks } from './label-worker.ts'

/** The first task loads what it needs, which takes seconds on a slow machine. */
const LONGEST_MS = 20_000

/** Why a task has no answer. */
export interface ThreadTrouble {
  readonly problem: string
}

export interface DrawingThread {
  run<Kind extends keyof LabelTasks>(
    kind: Kind,
    task: LabelTasks[Kind]['task'],
  ): Promise<LabelTasks[Kind]['answer'] | ThreadTrouble>
  stop(): Promise<void>
}

/**
 * A worker thread for labels, started with the first task and again after it died. One task at a time; one that
 * kills the thread or never ends costs itself and nothing else.
 */
export function createDrawingThread({
  worker,
  log,
  longestMs = LONGEST_MS,
}: {
  readonly worker: URL
  readonly log: Log
  readonly longestMs?: number
}): DrawingThread {
  let thread: Worker | undefined
  let last: Promise<unknown> = Promise.resolve()
  let stopped = false
  let giveUp = () => {}

  function started(): Worker {
    if (thread === undefined) {
      // What the engines in it print as they fall is nobody's log.
      const begun = new Worker(worker, { stdout: true, stderr: true })
      begun.stdout.resume()
      begun.stderr.resume()
      // The station may end while it idles.
      begun.unref()
      begun.on('exit', () => {
        if (thread === begun) thread = undefined
      })
      thread = begun
    }
    return thread
  }

  function runNow<Answer>(asked: unknown): Promise<Answer | ThreadTrouble> {
    if (stopped) return Promise.resolve({ problem: 'The station is stopping' })
    return new Promise((resolve) => {
      const running = started()
      function end(answer: Answer | ThreadTrouble): void {
        clearTimeout(timer)
        giveUp = () => {}
        running.off('message', end).off('error', onError).off('exit', onExit)
        resolve(answer)
      }
      function abandon(problem: string): void {
        log.warn({ problem }, 'A label could not be worked on; its thread starts anew')
        thread = undefined
        running.on('error', () => {})
        void running.terminate()
        end({ problem })
      }
      const onError = (error: unknown) =>
        abandon(error instanceof Error ? error.message : String(error))
      const onExit = () => abandon('The thread for labels ended')
      const timer = setTimeout(() => abandon(`It took more than ${longestMs} ms`), longestMs)
      giveUp = () => end({ problem: 'The station is stopping' })
      running.on('message', end).on('error', onError).on('exit', onExit)
      running.postMessage(asked)
    })
  }

  return {
    run(kind, task) {
      const running = last.then(() => runNow<LabelTasks[typeof kind]['answer']>({ kind, task }))
      last = running
      return running
    },
    async stop() {
      stopped = true
      giveUp()
      await thread?.terminate()
    },
  }
}
