import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { desktopParts } from '../../electron/ports.ts'

const { store } = vi.hoisted(() => ({
  store: { available: true, backend: 'gnome_libsecret', key: 0x5a },
}))

vi.mock('electron', () => ({
  safeStorage: {
    isEncryptionAvailable: () => store.available,
    getSelectedStorageBackend: () => store.backend,
    encryptString: (text: string) =>
      Buffer.from([store.key, ...Buffer.from(text).map((byte) => byte ^ store.key)]),
    decryptString: (bytes: Buffer) => {
      if (bytes[0] !== store.key) throw new Error('s3cret: wrong key')
      return Buffer.from(bytes.subarray(1).map((byte) => byte ^ store.key)).toString()
    },
  },
}))

let folder: string
let said: string[]
beforeEach(() => {
  Object.assign(store, { available: true, backend: 'gnome_libsecret', key: 0x5a })
  folder = mkdtempSync(join(tmpdir(), 'shipbench-ports-'))
  said = []
})

const say = (context: object, message: string) => void said.push(JSON.stringify(context) + message)
const log = { debug: say, info: say, warn: say, error: say }
const open = (environment = {}) => desktopParts('0.0.0').credentials(folder, environment, log)

test('what is kept is there at the next start, encrypted, for this user only', () => {
  open().keep?.({ flexportToken: 's3cret' })
  open().keep?.({ flavorcloudAppId: 'app', flavorcloudRestApiKey: 'k3y' })
  expect(readdirSync(folder)).toEqual(['credentials.encrypted'])
  const file = join(folder, 'credentials.encrypted')
  expect(readFileSync(file, 'utf8')).not.toContain('s3cret')
  expect(statSync(file).mode & 0o777).toBe(0o600)

  const credentials = open()
  expect(credentials.read()).toEqual({
    flexportToken: 's3cret',
    flavorcloudAppId: 'app',
    flavorcloudRestApiKey: 'k3y',
  })
  expect(credentials.origin('flexportToken')).toBe('kept')
})

test('the environment wins', () => {
  open().keep?.({ flexportToken: 'kept' })
  const credentials = open({ flexportToken: 'environment' })
  expect(credentials.read().flexportToken).toBe('environment')
  expect(credentials.origin('flexportToken')).toBe('environment')
  expect(credentials.origin('flavorcloudRestApiKey')).toBe('missing')
})

if (process.platform !== 'linux')
  console.log('The keyring of Linux was NOT tested: this is not Linux.')
test.runIf(process.platform === 'linux')('without a keyring nothing is kept', () => {
  store.backend = 'basic_text'
  const credentials = open({ flexportToken: 'environment' })
  expect(credentials.keep).toBeUndefined()
  expect(credentials.origin('flexportToken')).toBe('environment')
  expect(said.join('\n')).toContain('no secret store')
})

test('without encryption nothing is kept', () => {
  store.available = false
  expect(open().keep).toBeUndefined()
})

test('what cannot be decrypted or is no longer ours counts as missing, and is never quoted', () => {
  open().keep?.({ flexportToken: 's3cret' })
  store.key = 0x11
  expect(open().origin('flexportToken')).toBe('missing')
  writeFileSync(join(folder, 'credentials.encrypted'), Buffer.from([0x11, 0x4a, 0x4a]))
  expect(open().read()).toEqual({})
  expect(said).toHaveLength(2)
  expect(said.join('\n')).not.toContain('s3cret')
})
