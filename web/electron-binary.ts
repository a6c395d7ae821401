import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * The path of Electron's binary where it is here. Never asks the package itself, which would download it.
 * Its own rule: the folder `dist`, or ELECTRON_OVERRIDE_DIST_PATH, and the name that path.txt gives.
 */
export function electronBinary(): string | undefined {
  const home = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const named = join(home, 'path.txt')
  const elsewhere = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const name = existsSync(named) ? readFileSync(named, 'utf8').trim() : elsewhere && 'electron'
  if (!name) return undefined
  const binary = join(elsewhere ?? join(home, 'dist'), name)
  return existsSync(binary) ? binary : undefined
}
