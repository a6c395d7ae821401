import { Worker } from 'node:worker_threads'
import type { Log } from '../ports.ts'
import type { DrawAnswer, DrawZpl } from './label-worker.ts'

/** The first drawing loads the renderer, which takes seconds on a slow machine. */
const LONGEST_MS = 20_000

export interface DrawingThread {
  draw(task: DrawZpl): Promise<DrawAnswer>
  stop(): Promise<void>
}

/**
 * The worker thread that draws, started with the first task and again after it died. One task at a time; one that
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
      const begun = new Worker(worker)
      // The station may end while it idles.
      begun.unref()
      begun.on('exit', () => {
        if (thread === begun) thread = undefined
      })
      thread = begun
    }
    return thread
  }

  function drawNow(task: DrawZpl): Promise<DrawAnswer> {
    if (stopped) return Promise.resolve({ problem: 'The station is stopping' })
    return new Promise((resolve) => {
      const running = started()
      function end(answer: DrawAnswer): void {
        clearTimeout(timer)
        giveUp = () => {}
        running.off('message', end).off('error', onError).off('exit', onExit)
        resolve(answer)
      }
      function abandon(problem: string): void {
        log.warn({ problem }, 'Drawing a label failed; its thread starts anew')
        thread = undefined
        running.on('error', () => {})
        void running.terminate()
        end({ problem })
      }
      const onError = (error: unknown) =>
        abandon(error instanceof Error ? error.message : String(error))
      const onExit = () => abandon('The thread that draws ended')
      const timer = setTimeout(() => abandon(`Drawing took more than ${longestMs} ms`), longestMs)
      giveUp = () => end({ problem: 'The station is stopping' })
      running.on('message', end).on('error', onError).on('exit', onExit)
      running.postMessage(task)
    })
  }

  return {
    draw(task) {
      const drawing = last.then(() => drawNow(task))
      last = drawing
      return drawing
    },
    async stop() {
      stopped = true
      giveUp()
      await thread?.terminate()
    },
  }
}
