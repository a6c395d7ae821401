import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { NOTHING_HEARD, type PrinterConnection } from '../printer-connection.ts'
import { notSent, type Ending } from './line.ts'
import type { SpoolTask } from './winspool-helper.ts'

const FATE_MS = 15_000
/** Beyond the time in which the helper ends by itself. */
const HELPER_MS = 20_000

/**
 * A queue of Windows: raw bytes by winspool, in a helper process. The helper may have given the label to the spooler
 * by the time that it is ended, so that its fate is not known then.
 */
export function createWindowsSpoolerConnection(
  name: string,
  helper = helperModule(),
  patienceMs = HELPER_MS,
): PrinterConnection {
  return {
    async send({ bytes, signal }) {
      if (signal.aborted) return notSent('The station is stopping')
      const ending = await printInHelper(
        helper,
        { printer: name, bytes, fateMs: FATE_MS },
        patienceMs,
        signal,
      )
      return { ...ending, heard: NOTHING_HEARD }
    },
  }
}

function printInHelper(
  helper: string,
  task: SpoolTask,
  patienceMs: number,
  signal: AbortSignal,
): Promise<Ending> {
  return new Promise((resolve) => {
    const child = fork(helper, [], {
      execArgv: [],
      // Bytes go as bytes.
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const finish = (ending: Ending) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      child.kill('SIGKILL')
      resolve(ending)
    }
    const giveUp = (detail: string) => finish({ delivery: 'unknown', detail })
    const onAbort = () => giveUp('The station is stopping')
    const timer = setTimeout(() => giveUp('The spooler of Windows does not answer'), patienceMs)
    signal.addEventListener('abort', onAbort)
    child.once('message', (ending) => finish(ending as Ending))
    child.once('error', ({ message }) => finish({ delivery: 'not-sent', detail: message }))
    child.once('exit', (code, by) => giveUp(`The helper for the spooler ended with ${by ?? code}`))
    child.send(task, () => {})
  })
}

/** Beside this file, or beside the bundle that this file went into. */
function helperModule(): string {
  const places = ['./winspool-helper.ts', './winspool-helper.js', '../winspool-helper.js']
  const found = places
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((path) => existsSync(path))
  if (found === undefined) throw new Error('winspool-helper is not where it was built')
  return found
}
