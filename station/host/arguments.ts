import { parseArgs } from 'node:util'
import { done, failed, type Outcome } from '../../shared/outcome.ts'

/** What ends a host before it runs: one line for standard error, exit code 2. */
export interface CannotStart {
  readonly code: 'cannot-start'
  readonly message: string
}

export interface HostArguments {
  readonly ask: 'run' | 'help' | 'version'
  readonly demo: boolean
  /** Folder of the data; undefined means the platform's own place. */
  readonly dataDir: string | undefined
  readonly settingsFile: string | undefined
  /** A backup to put in place of the database before the start. */
  readonly restoreFile: string | undefined
  /** Port of the browser host; 0 lets the system choose. */
  readonly port: number
  /** Whether a browser or a window opens. */
  readonly open: boolean
}

/** The flags of both hosts (docs/rest.md and `--help`). */
export function parseHostArguments(argv: readonly string[]): Outcome<HostArguments, CannotStart> {
  try {
    const { values } = parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        demo: { type: 'boolean', default: false },
        'data-dir': { type: 'string' },
        settings: { type: 'string' },
        restore: { type: 'string' },
        port: { type: 'string', default: '0' },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
      },
    })
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN
    if (!(port <= 65_535))
      return cannotStart(`--port must be a number from 0 to 65535, not "${values.port}"`)
    for (const name of ['data-dir', 'settings', 'restore'] as const)
      if (values[name] === '') return cannotStart(`--${name} must not be empty`)
    if (values.demo && values.restore !== undefined)
      return cannotStart('--restore is not for the demo')
    return done({
      ask: values.help ? 'help' : values.version ? 'version' : 'run',
      demo: values.demo,
      dataDir: values['data-dir'],
      settingsFile: values.settings,
      restoreFile: values.restore,
      port,
      open: !values['no-open'],
    })
  } catch (error) {
    const wanting = /^Option '(--[\w-]+)[^']*' argument (?:is ambiguous|missing)/.exec(
      (error as Error).message,
    )
    if (wanting) return cannotStart(`${wanting[1]} needs a value. See --help`)
    // parseArgs explains itself in one or more sentences; the first one names the flag.
    const said = (error as Error).message.split(/\.(?:\s|$)/)[0] ?? 'The flags make no sense'
    return cannotStart(`${said.replaceAll(/\s+/g, ' ')}. See --help`)
  }
}

export function cannotStart(message: string): {
  readonly ok: false
  readonly failure: CannotStart
} {
  return failed({ code: 'cannot-start', message: `shipbench: ${message}` })
}

/** What `--help` prints. */
export const HELP = `Shipbench: a label-printing station for one packing bench.

Usage: npm run desktop -- [flags]     the desktop app
       npm run station -- [flags]     the same station for a browser on this machine

  --demo            made-up orders with simulated carriers, scale and printers, in a data folder of its own
  --data-dir DIR    where orders, labels and logs are kept (default: this user's data folder)
  --settings FILE   JSON settings; they win over what is set on the screen
  --restore FILE    put this backup in place of the database, then start; the former database is kept
  --port N          port of the browser host on 127.0.0.1; 0 picks a free one (default 0)
  --no-open         open no browser and no window
  --help            this text
  --version         the version

Credentials of the carriers come from the environment: SHIPBENCH_FLEXPORT_TOKEN,
SHIPBENCH_FLAVORCLOUD_APP_ID, SHIPBENCH_FLAVORCLOUD_REST_API_KEY and, for the merchants of a 3PL,
SHIPBENCH_FLAVORCLOUD_CUSTOMER_KEYS (JSON: merchant to customer_key).
`
