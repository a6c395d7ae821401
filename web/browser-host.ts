import { HELP, parseHostArguments } from '../station/host/arguments.ts'
import { fixedCredentials } from '../station/host/environment-credentials.ts'
import { openStation } from '../station/host/open-station.ts'
import { stopOnSignals } from '../station/host/stop-signals.ts'
import { PAGE_ROOT } from './built-screen.ts'
import { hasDisplay, openBrowser } from './open-browser.ts'
import { serve } from './serve.ts'
import { VERSION } from './version.ts'

/**
 * The browser host: a station in this process, its screen on 127.0.0.1. Prints the ready line and nothing
 * else on standard output. Resolves to an exit code where it did not come to run, or has only answered.
 */
export async function runBrowserHost(argv: readonly string[]): Promise<number | 'running'> {
  const parsed = parseHostArguments(argv)
  if (!parsed.ok) return refuse(parsed.failure.message)
  const args = parsed.value
  if (args.ask !== 'run') {
    process.stdout.write(args.ask === 'help' ? HELP : `${VERSION}\n`)
    return 0
  }

  const opened = await openStation(args, {
    version: VERSION,
    labelWorker: new URL('../station/labels/label-worker.ts', import.meta.url),
    databaseHelper: new URL('../station/database/database-helper.ts', import.meta.url),
    hidHelper: new URL('../station/hid/hid-helper.ts', import.meta.url),
    startDemo: async (log) => {
      const { startDemo } = await import('../simulators/demo.ts')
      const paperWorker = new URL('../simulators/label-printer/paper-worker.ts', import.meta.url)
      return startDemo({ paperWorker, log })
    },
    credentials: (_dataDir, environment) => fixedCredentials(environment, 'environment'),
  })
  if (!opened.ok) return refuse(opened.failure.message)
  const { station, log, stop } = opened.value

  const served = await serve({
    station,
    port: args.port,
    pageRoot: PAGE_ROOT,
    version: VERSION,
    log,
  }).catch((error: NodeJS.ErrnoException) => error)
  if (served instanceof Error) {
    await stop()
    if (served.code === 'EADDRINUSE') return refuse(`shipbench: port ${args.port} is in use`)
    if (served.code === 'EACCES') return refuse(`shipbench: port ${args.port} may not be used`)
    throw served
  }

  stopOnSignals(
    log,
    async () => {
      await served.close()
      await stop()
    },
    (code) => process.exit(code),
  )
  const { url, port, token } = served
  process.stdout.write(
    `${JSON.stringify({ shipbench: 'ready', url, port, token, pid: process.pid })}\n`,
  )
  if (args.open && hasDisplay()) openBrowser(url)
  return 'running'
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`)
  return 2
}
