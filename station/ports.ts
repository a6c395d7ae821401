import type { DrillAction, DrillView } from '../shared/drill.ts'
import type { Topic } from './lib/topic.ts'

/** What a host supplies. The station itself knows neither Electron nor a browser. */
export interface StationPorts {
  /** Folder of this station's database and logs; exists, and is locked by this process. */
  readonly dataDir: string
  /** What the settings file says: a parsed JSON value not yet validated; undefined where there is none. */
  readonly settingsFile: unknown
  readonly clock: Clock
  readonly credentials: CredentialStore
  readonly log: Log
  /** Module of the worker thread that draws and reads labels, and draws packing slips. */
  readonly labelWorker: URL
  /** Module of the process that checks and copies the database. */
  readonly databaseHelper: URL
  /** Module of the process that talks to USB HID devices. */
  readonly hidHelper: URL
  /** Version of the program, for the User-Agent. */
  readonly version: string
  /** Only in the demo. */
  readonly drill?: Drill
}

export interface Clock {
  now(): Date
}

/** The methods of pino that the station uses; secrets and personal data never go in unredacted. */
export interface Log {
  debug(context: object, message: string): void
  info(context: object, message: string): void
  warn(context: object, message: string): void
  error(context: object, message: string): void
}

export interface Credentials {
  readonly flexportToken?: string
  readonly flavorcloudAppId?: string
  readonly flavorcloudRestApiKey?: string
  /** Merchant to customer_key, for the merchants of a 3PL. */
  readonly flavorcloudCustomerKeys?: Readonly<Record<string, string>>
}

/** Where credentials live: the environment, or the operating system's secret store on the desktop. */
export interface CredentialStore {
  read(): Credentials
  /** Where each came from; "missing" where there is none. */
  origin(name: 'flexportToken' | 'flavorcloudRestApiKey'): 'missing' | 'environment' | 'kept'
  /** Undefined where this host cannot keep secrets. */
  readonly keep?: (credentials: Credentials) => void
}

/** The switches of the demo's simulators. */
export interface Drill {
  view(): DrillView
  readonly changes: Topic<void>
  act(action: DrillAction): void
}
