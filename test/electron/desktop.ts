import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Order } from './stand-in/control.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const REGISTER = new URL('./stand-in/register.ts', import.meta.url).href

export interface Desktop {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  readonly said: () => string
  ask(order: Order): Promise<unknown>
}

/**
 * A copy of the built bundles, so that a build that somebody else runs meanwhile does not pull them away. It
 * lies inside the project, where the bundles find their packages. Answers its main bundle.
 */
export function copyBuilt(): { readonly main: string; remove(): void } {
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  const copy = mkdtempSync(join(ROOT, '.cache', 'desktop-'))
  cpSync(join(ROOT, 'out'), copy, { recursive: true })
  return {
    main: join(copy, 'main', 'main.js'),
    remove: () => rmSync(copy, { recursive: true, force: true }),
  }
}

/** The built main bundle in a plain Node, with the stand-in for Electron. */
export function startDesktop(
  main: string,
  argv: readonly string[],
  env: Record<string, string> = {},
): Desktop {
  const child = fork(main, [...argv], {
    execArgv: ['--import', REGISTER],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => (said += piece.toString()))
  const waiting = new Map<number, (message: { value?: unknown; error?: string }) => void>()
  child.on('message', (message: { id: number; value?: unknown; error?: string }) => {
    waiting.get(message.id)?.(message)
    waiting.delete(message.id)
  })
  let last = 0
  return {
    child,
    ended: once(child, 'close').then(([code]) => code as number | null),
    said: () => said,
    ask(order) {
      last += 1
      const id = last
      return new Promise((resolve, reject) => {
        waiting.set(id, ({ value, error }) => {
          if (error === undefined) resolve(value)
          else reject(new Error(error))
        })
        child.send({ id, order }, (error) => error && reject(error))
      })
    },
  }
}
