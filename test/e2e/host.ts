import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test as base } from '@playwright/test'

/** A browser host in a process of its own, as the ready line describes it. */
export interface Host {
  readonly url: string
  readonly port: number
  readonly token: string
  readonly pid: number
  readonly dataDir: string
  /** Calls the REST interface. */
  rest(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>
  /** Ends the process by a signal and waits until it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

/** Starts `web/main.ts` and waits for its ready line; rejects with what it said where it ends before. */
export async function startHost(
  flags: readonly string[],
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Host> {
  const child = spawn(
    join('node_modules', '.bin', 'node'),
    ['web/main.ts', '--no-open', '--data-dir', dataDir, ...flags],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } },
  )
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const ready = await readyLine(child)
  return {
    ...ready,
    dataDir,
    async rest(method, path, body) {
      const answer = await fetch(`http://127.0.0.1:${ready.port}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${ready.token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return { status: answer.status, body: text ? JSON.parse(text) : null }
    },
    end(signal) {
      child.kill(signal)
      return gone
    },
  }
}

function readyLine(
  child: ChildProcess,
): Promise<{ url: string; port: number; token: string; pid: number }> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()))
    child.once('exit', (code) => reject(new Error(`The host ended with ${code}: ${said.join('')}`)))
    if (child.stdout)
      createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)))
  })
}

/** A test with a demo host of its own; the folder and the process are gone afterwards. */
export const test = base.extend<{ host: Host }>({
  // Playwright reads the fixtures a fixture needs from this empty pattern.
  // oxlint-disable-next-line no-empty-pattern
  host: async ({}, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'shipbench-e2e-'))
    const host = await startHost(['--demo'], dataDir)
    await use(host)
    await host.end('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  },
})
