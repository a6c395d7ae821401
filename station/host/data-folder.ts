import { mkdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { HostArguments } from './arguments.ts'

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/**
 * Where this station keeps its data: `--data-dir`, or the platform's per-user place. The demo has a folder
 * of its own, so that it never meets real orders: `demo` inside the platform's place, or what was asked for.
 */
export function dataFolder(args: HostArguments, machine: Machine): string {
  if (args.dataDir !== undefined) return resolve(args.dataDir)
  const base = perUserFolder(machine)
  return args.demo ? join(base, 'demo') : base
}

/**
 * Makes a folder and those above it that are missing, for this user alone. One level at a time: where a parent
 * lets nothing be made in it (/proc), Node's own way to make all levels at once never comes back. Throws.
 */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  if (dirname(path) !== path) makeFolder(dirname(path))
  mkdirSync(path, { mode: 0o700 })
}

function perUserFolder({ platform, env, home }: Machine): string {
  if (platform === 'win32')
    return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Shipbench')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Shipbench')
  // The XDG base directory specification: a relative path there is to be ignored.
  const xdg = env['XDG_DATA_HOME']
  return join(xdg?.startsWith('/') ? xdg : join(home, '.local', 'share'), 'shipbench')
}
