import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { HelperAnswer, HelperTask } from './database-helper.ts'

export interface HelperProcess {
  /** Resolves always; an ended helper answers with a failure. */
  readonly answer: Promise<HelperAnswer>
  /** Ends it at once, and resolves when it is gone. */
  end(): Promise<void>
}

/** Has one thing done by a process of its own. `module` is database-helper.ts, or what it was bundled into. */
export function startHelper(module: URL, task: HelperTask): HelperProcess {
  const child = fork(fileURLToPath(module), [], {
    execArgv: [],
    // Nothing of it may keep a pipe of the station open when that has died.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const answer = new Promise<HelperAnswer>((resolve) => {
    child.once('message', (message) => resolve(message as HelperAnswer))
    child.once('error', ({ message }) => resolve({ failure: { message } }))
    child.once('exit', (code, signal) =>
      resolve({ failure: { message: `The helper ended with ${signal ?? code}` } }),
    )
  })
  child.send(task, () => {})
  return {
    answer,
    async end() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
