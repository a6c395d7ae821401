import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'

const MAIN = new URL('../../web/main.ts', import.meta.url).pathname
const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string }

const running = new Set<ChildProcess>()
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
})

const temporary = () => mkdtempSync(join(tmpdir(), 'shipbench-main-'))

function start(argv: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [MAIN, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, XDG_DATA_HOME: temporary(), ...env },
  })
  running.add(child)
  const ended = once(child, 'exit').then(([code]) => {
    running.delete(child)
    return code as number | null
  })
  return { child, ended }
}

async function run(argv: readonly string[], env: Record<string, string> = {}) {
  const { child, ended } = start(argv, env)
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { out, err, code }
}

async function startReady(argv: readonly string[]) {
  const { child, ended } = start([...argv, '--no-open'])
  let rest = ''
  const lines = createInterface({ input: child.stdout })
  child.stderr.resume()
  const [line] = (await once(lines, 'line')) as [string]
  lines.on('line', (more) => (rest += more))
  const ready = JSON.parse(line) as { url: string; port: number; token: string; pid: number }
  return { child, ended, line, ready, rest: () => rest }
}

function settingsFile(content: string): string {
  const file = join(temporary(), 'settings.json')
  writeFileSync(file, content)
  return file
}

const oneLine = /^shipbench: [^\n]+\n$/

describe('what ends at once', () => {
  test('--help and --version answer on standard output with code 0', async () => {
    const help = await run(['--help'])
    expect(help).toMatchObject({ code: 0, err: '' })
    for (const flag of ['--demo', '--data-dir', '--settings', '--port', '--no-open', '--version'])
      expect(help.out).toContain(flag)
    expect(await run(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' })
  })

  test('an unknown flag: code 2, one line, nothing on standard output', async () => {
    const { out, err, code } = await run(['--fast'])
    expect({ out, code }).toEqual({ out: '', code: 2 })
    expect(err).toMatch(oneLine)
    expect(err).toContain('--fast')
  })

  test.each([
    ['is not there', () => '/nowhere/settings.json', 'there is no such file'],
    ['is not JSON', () => settingsFile('{\n  "printers": [,]\n}'), 'line 2, column 16'],
    [
      'has a wrong value',
      () =>
        settingsFile(
          '{"printers":[{"id":"label","role":"label","connection":"carrier pigeon"}],"nope":1}',
        ),
      'printers.0.connection must be',
    ],
    ['is no object', () => settingsFile('[]'), 'settings.json'],
  ])('a settings file that %s: code 2 and one line that says where', async (_why, file, said) => {
    const { out, err, code } = await run(['--settings', file(), '--data-dir', temporary()])
    const problem = err
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('{'))
      .join('\n')
    expect({ out, code }).toEqual({ out: '', code: 2 })
    expect(`${problem}\n`).toMatch(oneLine)
    expect(problem).toContain(said)
  })

  test('a data folder that is a file: code 2, one line', async () => {
    const { err, code } = await run(['--data-dir', settingsFile('')])
    expect(code).toBe(2)
    expect(err).toMatch(oneLine)
  })

  test.each(['/proc/nope', '/proc/nope/deeper'])(
    'a data folder that nobody can make, %s: code 2, one line',
    async (folder) => {
      const { err, code } = await run(['--data-dir', folder])
      expect(code).toBe(2)
      expect(err).toMatch(oneLine)
      expect(err).toContain(`data folder ${folder}: `)
    },
  )

  test('a port in use: code 2, one line, the folder is free again', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    const { err, code } = await run(['--port', String(port), '--data-dir', temporary()])
    other.close()
    expect(code).toBe(2)
    expect(err).toContain(`shipbench: port ${port} is in use\n`)
  })
})

describe('what runs', () => {
  test('prints the ready line and nothing else, serves, refuses a second station, stops on SIGTERM', async () => {
    const folder = temporary()
    const { child, ended, line, ready, rest } = await startReady(['--data-dir', folder])
    expect(Object.keys(JSON.parse(line) as object)).toEqual([
      'shipbench',
      'url',
      'port',
      'token',
      'pid',
    ])
    expect(ready).toMatchObject({
      shipbench: 'ready',
      url: `http://127.0.0.1:${ready.port}/#token=${ready.token}`,
      pid: child.pid,
    })

    const scan = await fetch(`http://127.0.0.1:${ready.port}/api/v1/scans`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ready.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'NOTHING-OF-THE-KIND' }),
    })
    expect(await scan.json()).toMatchObject({ accepted: false, code: 'unknown-code' })

    const second = await run(['--data-dir', folder, '--no-open'])
    expect(second).toEqual({
      code: 2,
      out: '',
      err: `shipbench: data folder ${folder} is in use by another station\n`,
    })

    // An open stream must not hold up the stop.
    const events = await fetch(`http://127.0.0.1:${ready.port}/api/v1/events`, {
      headers: { authorization: `Bearer ${ready.token}` },
    })
    expect(events.status).toBe(200)
    const stoppedFrom = performance.now()
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(performance.now() - stoppedFrom).toBeLessThan(5000)
    await events.body?.cancel().catch(() => {})
    expect(rest()).toBe('')
  })

  test('the data folder and all that is in it is for its user alone', async () => {
    const folder = join(temporary(), 'two', 'levels')
    const { child, ended } = await startReady(['--data-dir', folder])
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    const names = readdirSync(folder, { recursive: true }) as string[]
    expect(names).toEqual(expect.arrayContaining(['station.sqlite', 'logs']))
    expect(names.filter((name) => name.endsWith('.log'))).toHaveLength(1)
    const open = [folder, join(folder, '..'), ...names.map((name) => join(folder, name))].filter(
      (path) => (statSync(path).mode & 0o077) !== 0,
    )
    expect(open).toEqual([])
  })

  test('a signal that comes while it starts ends it with 0', async () => {
    const { child, ended } = start(['--demo', '--data-dir', temporary(), '--no-open'])
    const out = text(child.stdout)
    // The simulators are up, and the station is not; the signal may still meet it ready.
    await once(child.stderr, 'data')
    child.kill('SIGTERM')
    child.stderr.resume()
    expect(await ended).toBe(0)
    await out
  })

  test('the demo has its orders, once, and stops on SIGINT', async () => {
    const folder = temporary()
    for (let starts = 0; starts < 2; starts += 1) {
      const { child, ended, ready } = await startReady(['--demo', '--data-dir', folder])
      const orders = await fetch(`http://127.0.0.1:${ready.port}/api/v1/orders?limit=1`, {
        headers: { authorization: `Bearer ${ready.token}` },
      })
      expect(await orders.json()).toMatchObject({ total: 40 })
      child.kill('SIGINT')
      expect(await ended).toBe(0)
    }
  })
})
