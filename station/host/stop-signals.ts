import type { Log } from '../ports.ts'

const FORCE_AFTER_MS = 4500

/**
 * Makes SIGINT and SIGTERM stop the host in order, and end the process by force with code 0 where that takes
 * longer than 4.5 s; makes a bug that nobody caught a log line and exit code 1.
 */
export function stopOnSignals(log: Log, stop: () => Promise<void>, exit: (code: number) => void) {
  let stopping = false
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) return
    stopping = true
    setTimeout(() => {
      log.warn({ signal }, 'Stopping took too long')
      exit(0)
    }, FORCE_AFTER_MS).unref()
    stop().then(
      () => exit(0),
      (error: unknown) => {
        log.error({ error }, 'Stopping failed')
        exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // What a host did with a signal before it had anything to stop goes only after this is in its place: were there
    // nobody for a moment, Node would drop a signal that is already on its way.
    const former = process.listeners(signal)
    process.on(signal, onSignal)
    for (const listener of former) process.removeListener(signal, listener)
  }
  const onBug = (error: unknown) => {
    log.error({ error }, 'A bug that nobody caught')
    exit(1)
  }
  process.on('uncaughtException', onBug)
  process.on('unhandledRejection', onBug)
}
