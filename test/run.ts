import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { headlessShell, systemBrowser } from './browser.ts'
import { FAILURES } from './failures.ts'

/*
 * The test command: unit and integration tests (vitest) and, beside them, the screen in a real browser (Playwright).
 * It finds a Chromium, or gets one, and says plainly what it could not run.
 */

const UNIT_TESTS = ['node_modules/vitest/vitest.mjs', 'run']
const SCREEN_TESTS = ['node_modules/@playwright/test/cli.js', 'test']

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

function run(name: string, command: string, args: readonly string[], env = process.env): boolean {
  say(`\n— ${name}`)
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env })
  return status === 0
}

/** Starts what runs beside others; `isQuiet` keeps its output until it is asked for. */
function start(args: readonly string[], env: NodeJS.ProcessEnv, isQuiet = false) {
  const output = isQuiet ? 'pipe' : 'inherit'
  const child = spawn(process.execPath, args, { stdio: ['ignore', output, output], env })
  const kept: Buffer[] = []
  let show = (piece: Buffer): unknown => kept.push(piece)
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => show(piece))
  return {
    passed: once(child, 'close').then(([status]) => status === 0),
    showOutput(): void {
      show = (piece) => process.stdout.write(piece)
      kept.forEach(show)
    },
  }
}

function playwrightBrowser(): string | undefined {
  const script = `import('@playwright/test').then(({ chromium }) => process.stdout.write(chromium.executablePath()))`
  const path = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })
  return existsSync(path) ? path : undefined
}

function findBrowser(): string | undefined {
  return systemBrowser() ?? playwrightBrowser()
}

interface Part {
  /** Debian's packages of it. */
  readonly packages: readonly string[]
  isThere(): boolean
}

const BROWSER: Part = { packages: ['chromium'], isThere: () => findBrowser() !== undefined }
const HEADLESS_SHELL: Part = {
  packages: ['chromium-headless-shell'],
  isThere: () => headlessShell() !== undefined,
}
const CUPS: Part = {
  packages: ['cups', 'cups-client'],
  isThere: () => existsSync('/usr/sbin/cupsd') && existsSync('/usr/sbin/lpadmin'),
}
const SOCAT: Part = { packages: ['socat'], isThere: () => existsSync('/usr/bin/socat') }

/** Installs what is not there, where we may: all at once, and else one by one. */
function install(parts: readonly Part[]): void {
  const missing = parts.filter((part) => !part.isThere())
  if (missing.length === 0) return
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args: readonly string[]) => run(`apt-get ${args.join(' ')}`, 'apt-get', args, env)
  const get = (packages: readonly string[]) =>
    apt('install', '-y', '-qq', '--no-install-recommends', ...packages)
  apt('update', '-qq')
  if (!get(missing.flatMap(({ packages }) => packages)))
    for (const { packages } of missing) get(packages)
}

/** Spoolers are tried against a real print system, serial lines over real pseudo terminals, the screen in a browser. */
function getPeers(parts: { readonly unit: boolean; readonly screen: boolean }): void {
  const isLinux = process.platform === 'linux'
  install([
    BROWSER,
    ...(parts.screen ? [HEADLESS_SHELL] : []),
    ...(parts.unit && isLinux ? [CUPS, SOCAT] : []),
  ])
  if (!findBrowser()) {
    const cli = 'node_modules/@playwright/test/cli.js'
    run('no browser found: downloading one', process.execPath, [cli, 'install', 'chromium'])
  }
  if (parts.unit && isLinux && !CUPS.isThere())
    say('Spoolers will NOT be tried: there is no CUPS, and none could be installed.')
  if (parts.unit && isLinux && !SOCAT.isThere())
    say('Serial lines will NOT be tried: there is no socat, and none could be installed.')
  if (parts.screen && !findBrowser())
    say(
      'The screen tests did NOT run: no Chromium, Chrome or Edge was found, and none could be installed.',
    )
}

async function main(): Promise<number> {
  const only = new Set(process.argv.slice(2))
  const wanted = (part: string) => only.size === 0 || only.has(part)
  const env = {
    ...process.env,
    PATH: [`${process.cwd()}/node_modules/.bin`, process.env['PATH']].join(delimiter),
    // Hundreds of processes start from the same sources: one compiles them for all.
    NODE_COMPILE_CACHE: join(process.cwd(), 'node_modules/.cache/compiled'),
  }
  const results: [string, boolean][] = []

  if (wanted('build'))
    results.push([
      'build',
      run(
        'build',
        process.execPath,
        ['node_modules/electron-vite/bin/electron-vite.js', 'build'],
        env,
      ),
    ])
  getPeers({ unit: wanted('unit'), screen: wanted('screen') })
  const browser = findBrowser()
  const withBrowser = browser ? { ...env, SHIPBENCH_CHROMIUM: browser } : env
  rmSync(FAILURES, { force: true })
  // Side by side: each of the two waits half of its time, for a scale here and for a page there.
  const unit = wanted('unit') && start(UNIT_TESTS, withBrowser)
  const screen =
    wanted('screen') && browser !== undefined && start(SCREEN_TESTS, withBrowser, wanted('unit'))
  if (unit) {
    say('\n— unit and integration tests')
    results.push(['unit', await unit.passed])
  }
  if (wanted('screen')) {
    say('\n— the screen in a browser')
    if (screen) screen.showOutput()
    results.push(['screen', screen ? await screen.passed : false])
  }

  say('')
  if (existsSync(FAILURES)) say(readFileSync(FAILURES, 'utf8'))
  for (const [name, passed] of results) say(`${passed ? 'passed' : 'FAILED'}  ${name}`)
  return results.every(([, passed]) => passed) ? 0 : 1
}

process.exit(await main())
