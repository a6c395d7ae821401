import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'
import { damage } from '../station/database/stand.ts'

/* The database of a real host: its backup, its loss, its restore, its check after a kill. */

const MAIN = new URL('../../web/main.ts', import.meta.url).pathname
const running = new Set<ChildProcess>()
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
})

function host(dataDir: string, ...argv: string[]) {
  const child = spawn(process.execPath, [MAIN, '--data-dir', dataDir, '--no-open', ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const said: string[] = []
  const listeners = new Set<() => void>()
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line)
    for (const listener of listeners) listener()
  })
  const ready = once(createInterface({ input: child.stdout }), 'line').then(
    ([line]) => JSON.parse(line as string) as { port: number; token: string },
  )
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child)
    return code as number | null
  })

  async function rest(path: string, body?: object): Promise<unknown> {
    const { port, token } = await ready
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    return answer.json()
  }

  return {
    said,
    ready,
    ended,
    rest,
    /** Resolves with the first line of the log that has this text. */
    logged: (text: string) =>
      new Promise<string>((resolve) => {
        const look = () => {
          const line = said.find((one) => one.includes(text))
          if (line === undefined) return
          listeners.delete(look)
          resolve(line)
        }
        listeners.add(look)
        look()
      }),
    end(signal: 'SIGTERM' | 'SIGKILL') {
      child.kill(signal)
      return ended
    },
  }
}

const folder = () => mkdtempSync(join(tmpdir(), 'shipbench-host-'))
const orderNamed = (reference: string) => ({
  orders: [
    {
      reference,
      merchant: 'larkspur',
      shipTo: { name: 'A', street1: '4 Mill Lane', city: 'Galway', zip: 'H91', country: 'IE' },
      items: [{ sku: 'A', description: 'A thing', quantity: 1 }],
    },
  ],
})
/** What a person reads: the log's lines of JSON are beside the point. */
const words = (said: readonly string[]) => said.filter((line) => !line.startsWith('{'))

test('a lost database is told in one line, and the backup that it names is restored', async () => {
  const dataDir = folder()
  const first = host(dataDir)
  await first.ready
  await first.logged('A backup was made')
  await first.rest('/orders', orderNamed('AFTER-THE-BACKUP'))
  const [name = ''] = readdirSync(join(dataDir, 'backups'))
  const backup = join(dataDir, 'backups', name)
  expect(name).toMatch(/^station-\d{4}-\d{2}-\d{2}\.sqlite$/)
  expect(statSync(backup).mode & 0o077).toBe(0)
  expect(statSync(join(dataDir, 'backups')).mode & 0o077).toBe(0)

  const beside = host(dataDir, '--restore', backup)
  expect(await beside.ended).toBe(2)
  expect(beside.said).toEqual([`shipbench: data folder ${dataDir} is in use by another station`])
  expect(await first.end('SIGTERM')).toBe(0)

  const file = join(dataDir, 'station.sqlite')
  writeFileSync(file, 'not a database any more '.repeat(500))
  const lost = host(dataDir)
  expect(await lost.ended).toBe(2)
  expect(words(lost.said)).toEqual([
    `shipbench: data folder ${dataDir}: station.sqlite is not a database; start with --restore "${backup}", the newest backup`,
  ])

  const wrong = host(dataDir, '--restore', file)
  expect(await wrong.ended).toBe(2)
  expect(wrong.said).toEqual([
    `shipbench: backup ${file}: it is the database itself; nothing is restored`,
  ])

  const restored = host(dataDir, '--restore', backup)
  expect(await restored.logged('What was bought after it comes back')).toContain('replaced-')
  expect(await restored.rest('/orders')).toMatchObject({ total: 0 })
  expect(await restored.end('SIGTERM')).toBe(0)
  expect(readdirSync(dataDir).filter((one) => one.startsWith('replaced-'))).toHaveLength(1)
  const open = (readdirSync(dataDir, { recursive: true }) as string[]).filter(
    (one) => (statSync(join(dataDir, one)).mode & 0o077) !== 0,
  )
  // What was put there by hand is kept as it was.
  expect(open.filter((one) => !one.startsWith('replaced-'))).toEqual([])
})

test('after a kill the database is checked while the station works; damage shows and stays', async () => {
  const dataDir = folder()
  const first = host(dataDir)
  await first.logged('A backup was made')
  await first.end('SIGKILL')
  const second = host(dataDir)
  await second.logged('The database was checked and is sound')
  expect(await second.rest('/health')).toMatchObject({ database: { light: 'good' } })
  await second.end('SIGKILL')

  damage(join(dataDir, 'station.sqlite'), 'shipments_by_recipient')
  const third = host(dataDir)
  await third.logged('The database is damaged')
  expect(await third.rest('/health')).toMatchObject({
    database: { light: 'bad', code: 'database-damaged' },
  })
  expect(await third.rest('/scans', { text: 'ANY' })).toMatchObject({ code: 'unknown-code' })
  expect(await third.end('SIGTERM')).toBe(0)
})

test('the demo makes no backups', async () => {
  const dataDir = folder()
  const demo = host(dataDir, '--demo')
  await demo.ready
  expect(await demo.end('SIGTERM')).toBe(0)
  expect(readdirSync(dataDir)).not.toContain('backups')
})

// Root may write everywhere, so another user has to try.
test.skipIf(process.getuid?.() !== 0).each([
  ['folder', 'it cannot be written by this user'],
  ['database', 'station.sqlite cannot be written by this user; put that right and start again'],
])('a %s that may not be written: code 2, one line', async (what, said) => {
  const uid = 65_534
  const dataDir = folder()
  const first = host(dataDir)
  await first.ready
  // Before the backup, which the line would name.
  await first.end('SIGTERM')
  rmSync(join(dataDir, 'backups'), { recursive: true, force: true })
  if (what === 'database')
    for (const name of ['.', ...readdirSync(dataDir, { recursive: true })] as string[])
      if (name !== 'station.sqlite') chownSync(join(dataDir, name), uid, uid)
  chmodSync(dataDir, 0o755)
  for (const name of ['station.lock', 'station.sqlite']) chmodSync(join(dataDir, name), 0o644)
  const child = spawn(process.execPath, [MAIN, '--data-dir', dataDir, '--no-open'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    uid,
    env: { ...process.env, HOME: tmpdir() },
  })
  running.add(child)
  const lines: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line))
  const [code] = (await once(child, 'close')) as [number]
  expect({ code, lines }).toEqual({
    code: 2,
    lines: [`shipbench: data folder ${dataDir}: ${said}`],
  })
})
