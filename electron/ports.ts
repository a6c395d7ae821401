import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import { z } from 'zod'
import { fixedCredentials } from '../station/host/environment-credentials.ts'
import type { HostParts } from '../station/host/open-station.ts'
import type { Credentials, CredentialStore, Log } from '../station/ports.ts'

/** What the desktop supplies to a station. Workers and helpers are built beside the main bundle. */
export function desktopParts(version: string): HostParts {
  return {
    version,
    labelWorker: new URL('./label-worker.js', import.meta.url),
    databaseHelper: new URL('./database-helper.js', import.meta.url),
    hidHelper: new URL('./hid-helper.js', import.meta.url),
    startDemo: async (log) => {
      const { startDemo } = await import('../simulators/demo.ts')
      return startDemo({ paperWorker: new URL('./paper-worker.js', import.meta.url), log })
    },
    credentials: desktopCredentials,
  }
}

const KeptSchema = z.object({
  flexportToken: z.string().exactOptional(),
  flavorcloudAppId: z.string().exactOptional(),
  flavorcloudRestApiKey: z.string().exactOptional(),
  flavorcloudCustomerKeys: z.record(z.string(), z.string()).exactOptional(),
})

/**
 * Credentials in a file of the data folder, encrypted by the operating system's secret store; what the
 * environment gives wins. Where there is no secret store (a Linux without a keyring has one fixed key, which
 * is no secret) nothing is kept, and the environment is the way.
 */
function desktopCredentials(dataDir: string, environment: Credentials, log: Log): CredentialStore {
  if (!secretStoreIsReal()) {
    log.warn({}, 'This machine has no secret store; credentials come from the environment only')
    return fixedCredentials(environment, 'environment')
  }
  const file = join(dataDir, 'credentials.encrypted')
  let kept = readKept(file, log)
  return {
    read: () => ({ ...kept, ...environment }),
    origin: (name) =>
      environment[name] !== undefined
        ? 'environment'
        : kept[name] !== undefined
          ? 'kept'
          : 'missing',
    keep(credentials) {
      const next = { ...kept, ...credentials }
      const encrypted = safeStorage.encryptString(JSON.stringify(next))
      // Whole or not at all: a crash in the middle leaves the old file.
      writeFileSync(`${file}.new`, encrypted, { mode: 0o600, flush: true })
      renameSync(`${file}.new`, file)
      kept = next
    },
  }
}

function secretStoreIsReal(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

function readKept(file: string, log: Log): Credentials {
  let encrypted: Buffer
  try {
    encrypted = readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    log.error({ error }, 'The kept credentials cannot be read')
    return {}
  }
  try {
    return KeptSchema.parse(JSON.parse(safeStorage.decryptString(encrypted)))
  } catch {
    // The keyring changed (a new user, a restored folder). The text of the error could hold a part of them.
    log.error({ file }, 'The kept credentials cannot be decrypted; enter them again')
    return {}
  }
}
