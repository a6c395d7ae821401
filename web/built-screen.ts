import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** Folder of the built screen. */
export const PAGE_ROOT = join(ROOT, 'out', 'renderer')

const SOURCES = ['electron', 'renderer', 'shared', 'simulators', 'station']
const CONFIGURATION = ['electron.vite.config.ts', 'package.json']
const BUILT = ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html']

/**
 * Builds the screen and the desktop's bundles where they are missing or older than a source. Silent when
 * there is nothing to do; the build speaks on standard error. False where it failed.
 */
export async function ensureBuilt(): Promise<boolean> {
  const builtAt = Math.min(...BUILT.map(changedAt))
  const sources = [...CONFIGURATION.map(changedAt), ...SOURCES.map(newestIn)]
  if (builtAt > 0 && builtAt >= Math.max(...sources)) return true
  process.stderr.write('shipbench: building the screen\n')
  const bin = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const build = spawn(process.execPath, [bin, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  })
  return new Promise((resolve) => {
    build.once('error', () => resolve(false))
    build.once('exit', (code) => resolve(code === 0))
  })
}

/** When a file changed, in ms; 0 where it is missing. */
function changedAt(path: string): number {
  const file = join(ROOT, path)
  return existsSync(file) ? statSync(file).mtimeMs : 0
}

function newestIn(folder: string): number {
  const entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
  return Math.max(
    0,
    ...entries
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  )
}
