import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { done, type Outcome } from '../../shared/outcome.ts'
import type { FieldProblem } from '../../shared/problem.ts'
import type { Credentials, CredentialStore, Drill, Log } from '../ports.ts'
import {
  createStation,
  lockFolder,
  restoreBackup,
  storageTrouble,
  type Restored,
  type Station,
} from '../station.ts'
import { cannotStart, type CannotStart, type HostArguments } from './arguments.ts'
import { dataFolder, makeFolder } from './data-folder.ts'
import { fixedCredentials, readEnvironmentCredentials } from './environment-credentials.ts'
import { createLog, type HostLog } from './log.ts'
import { readSettingsFile } from './settings-file.ts'

/** The simulated outside world of a demo, running. */
interface Demo {
  readonly settings: object
  readonly credentials: Credentials
  /** What goes into a demo folder that has no orders yet. */
  readonly orders: readonly unknown[]
  readonly drill: Drill
  stop(): Promise<void>
}

export interface HostParts {
  readonly version: string
  readonly labelWorker: URL
  readonly databaseHelper: URL
  readonly hidHelper: URL
  readonly startDemo: (log: Log) => Promise<Demo>
  /** Where credentials live on this host; the environment's are given and win. */
  readonly credentials: (dataDir: string, environment: Credentials, log: Log) => CredentialStore
}

export interface OpenStation {
  readonly station: Station
  readonly dataDir: string
  readonly log: HostLog
  /** Stops the station, then the demo's world, and gives the data folder back. */
  readonly stop: () => Promise<void>
}

/**
 * What both hosts do to have a running station: settings, credentials, the folder and its lock, the log, the
 * demo's world, the station. What is in the way comes back as one line for standard error.
 */
export async function openStation(
  args: HostArguments,
  parts: HostParts,
): Promise<Outcome<OpenStation, CannotStart>> {
  // Orders, labels and logs are nobody else's to read, whatever this process makes and wherever.
  process.umask(0o077)
  const file = args.settingsFile === undefined ? undefined : readSettingsFile(args.settingsFile)
  if (file && !file.ok) return file
  const environment = readEnvironmentCredentials(process.env)
  if (!environment.ok) return environment

  const dataDir = dataFolder(args, {
    platform: process.platform,
    env: process.env,
    home: homedir(),
  })
  const lock = takeFolder(dataDir)
  if (!lock.ok) return lock
  const restored = restoreAsked(args, dataDir)
  if (!restored.ok) {
    lock.value.release()
    return restored
  }
  const logMade = await makeLog(dataDir, parts.version)
  if (!logMade.ok) {
    lock.value.release()
    return logMade
  }
  const log = logMade.value
  if (restored.value)
    log.warn(
      restored.value,
      'A backup is in place of the database. What was bought after it comes back from the journal of purchases, in doubt: see the queue. Where that file is missing or older than the backup, compare the list of labels at each carrier since then with Shipments before anything is packed',
    )
  const demo = args.demo ? await parts.startDemo(log) : undefined
  const close = async () => {
    await demo?.stop()
    lock.value.release()
    await log.close()
  }

  const opened = createStation({
    dataDir,
    settingsFile: settingsOf(demo, file?.value),
    clock: { now: () => new Date() },
    credentials: demo
      ? fixedCredentials(demo.credentials, 'kept')
      : parts.credentials(dataDir, environment.value, log),
    log,
    labelWorker: parts.labelWorker,
    databaseHelper: parts.databaseHelper,
    hidHelper: parts.hidHelper,
    version: parts.version,
    ...(demo && { drill: demo.drill }),
  })
  if (!opened.ok) {
    await close()
    const { failure } = opened
    return failure.code === 'settings-not-valid'
      ? cannotStart(`${settingsName(args)}: ${problemsLine(failure.problems)}`)
      : cannotStart(`data folder ${dataDir}: ${oneLine(failure.detail)}`)
  }
  const station = opened.value
  if (demo && station.orders.counts().all === 0) station.orders.intake(demo.orders)
  log.info({ dataDir, demo: args.demo }, 'The station is open')
  return done({
    station,
    dataDir,
    log,
    stop: async () => {
      await station.stop()
      log.info({}, 'The station is closed')
      await close()
    },
  })
}

function takeFolder(dataDir: string): Outcome<{ release(): void }, CannotStart> {
  try {
    makeFolder(dataDir)
  } catch (error) {
    return cannotStart(folderTrouble(dataDir, error))
  }
  const lock = lockFolder(dataDir)
  if (lock.ok) return lock
  return lock.failure.code === 'folder-in-use'
    ? cannotStart(`data folder ${dataDir} is in use by another station`)
    : cannotStart(`data folder ${dataDir}: ${oneLine(lock.failure.detail)}`)
}

/** What `--restore` asks for; undefined where it asks for nothing. */
function restoreAsked(
  args: HostArguments,
  dataDir: string,
): Outcome<Restored | undefined, CannotStart> {
  if (args.restoreFile === undefined) return done(undefined)
  const backup = resolve(args.restoreFile)
  const restored = restoreBackup(dataDir, backup, new Date())
  return restored.ok
    ? restored
    : cannotStart(`backup ${backup}: ${oneLine(restored.failure.detail)}; nothing is restored`)
}

async function makeLog(dataDir: string, version: string): Promise<Outcome<HostLog, CannotStart>> {
  try {
    return done(await createLog(dataDir, version))
  } catch (error) {
    return cannotStart(folderTrouble(dataDir, error))
  }
}

function folderTrouble(dataDir: string, error: unknown): string {
  return `data folder ${dataDir}: it ${oneLine(storageTrouble(error).words)}`
}

/** A settings file goes over the demo's own settings key by key; what is no object is left to validation. */
function settingsOf(demo: Demo | undefined, file: unknown): unknown {
  if (demo === undefined) return file
  if (file === undefined) return demo.settings
  return typeof file === 'object' && file !== null && !Array.isArray(file)
    ? { ...demo.settings, ...file }
    : file
}

function settingsName(args: HostArguments): string {
  return args.settingsFile === undefined ? 'settings' : `settings file ${args.settingsFile}`
}

function problemsLine(problems: readonly FieldProblem[]): string {
  return problems
    .map(({ path, message }) => (path === '' ? message : `${path} ${message}`))
    .map(oneLine)
    .join('; ')
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
