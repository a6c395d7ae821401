import { spawn } from 'node:child_process'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseHostArguments } from '../station/host/arguments.ts'
import { ensureBuilt } from './built-screen.ts'
import { electronBinary } from './electron-binary.ts'
import { hasDisplay } from './open-browser.ts'

/*
 * What `npm start`, `npm run desktop` and `npm run station` run: builds what is missing, then the host.
 *   start    the demo, on the desktop where that is possible, otherwise in a browser
 *   desktop  the Electron app
 *   station  the browser host
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url))

async function launch(verb: string | undefined, argv: readonly string[]): Promise<number> {
  if (verb !== 'start' && verb !== 'desktop' && verb !== 'station')
    return refuse('say start, desktop or station')
  const args = verb === 'start' && !argv.includes('--demo') ? ['--demo', ...argv] : argv
  const parsed = parseHostArguments(args)
  if (!parsed.ok || parsed.value.ask !== 'run') return browserHost(args)

  const binary = electronBinary()
  const obstacle =
    binary === undefined
      ? "Electron's binary is not here (npx install-electron fetches it)"
      : hasDisplay()
        ? undefined
        : 'there is no display'
  if (verb === 'desktop' && obstacle !== undefined) return refuse(obstacle)
  if (!(await ensureBuilt())) return 1
  if (verb === 'station') return browserHost(args)
  if (binary !== undefined && obstacle === undefined) return desktop(binary, args)
  return browserHost(args, `shipbench: ${obstacle}; this is the browser host instead\n`)
}

async function browserHost(args: readonly string[], firstWords = ''): Promise<number> {
  // A signal that comes before the station is up ends it as cleanly as one that comes later.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0))
  process.stderr.write(firstWords)
  enableCompileCache()
  const { runBrowserHost } = await import('./browser-host.ts')
  const ended = await runBrowserHost(args)
  return ended === 'running' ? 0 : ended
}

function desktop(binary: string, args: readonly string[]): Promise<number> {
  // Chromium's sandbox does not run as root; everything else about the app stays as it is.
  const root = process.platform === 'linux' && process.getuid?.() === 0
  const app = spawn(binary, [...(root ? ['--no-sandbox'] : []), ROOT, ...args], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.kill(signal))
  return new Promise((resolve) => {
    app.once('error', () => resolve(1))
    app.once('exit', (code) => resolve(code ?? 1))
  })
}

function refuse(message: string): number {
  process.stderr.write(`shipbench: ${message}\n`)
  return 2
}

process.exitCode = await launch(process.argv[2], process.argv.slice(3))
