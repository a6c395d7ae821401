import { spawn, type ChildProcess } from 'node:child_process'
import { request } from 'node:http'
import { createInterface } from 'node:readline'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { Contract } from '../../shared/contract.ts'
import type { ScanVerdict } from '../../shared/packing.ts'

const MAIN = new URL('../../web/main.ts', import.meta.url).pathname

export interface HostOptions {
  readonly settingsFile: string
  readonly dataDir: string
  readonly credentials: Readonly<Record<string, string>>
  /** Where Node keeps what it compiled. */
  readonly compiled: string
}

const running = new Set<ChildProcess>()
// A harness that breaks off leaves no host behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** The real browser host as a process of its own, which dies by SIGKILL. */
export function spawnHost({ settingsFile, dataDir, credentials, compiled }: HostOptions) {
  const child = spawn(
    process.execPath,
    [MAIN, '--no-open', '--settings', settingsFile, '--data-dir', dataDir],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...credentials, NODE_COMPILE_CACHE: compiled },
    },
  )
  running.add(child)
  child.once('close', () => running.delete(child))
  const said: string[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  let isKilled = false
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const line = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve)
  })
  return {
    gone,
    isKilled: () => isKilled,
    kill(): void {
      isKilled = true
      child.kill('SIGKILL')
    },
    /** In order, for once. */
    end(): void {
      child.kill('SIGTERM')
    },
    /** The ways to talk to it, once it is ready. */
    async ready(): Promise<Talk> {
      const first = await Promise.race([line, gone])
      if (first === undefined) throw new Error(`The host ended: ${said.join('')}`)
      return talkTo(JSON.parse(first) as { port: number; token: string })
    },
  }
}

export type CrashHost = ReturnType<typeof spawnHost>

async function talkTo({ port, token }: { readonly port: number; readonly token: string }) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc?token=${token}`)
  // A killed host breaks it; whoever waits for the host's end hears of that.
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once('open', resolve))
  const station: ContractRouterClient<Contract> = createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  )

  async function rest(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }

  return {
    station,
    rest,
    scan: async (text: string) => (await rest('POST', '/scans', { text })) as ScanVerdict,
    /** Resolves when the scan has left; its answer is not waited for. */
    sendScan(text: string): Promise<void> {
      return new Promise((resolve) => {
        const call = request({
          host: '127.0.0.1',
          port,
          path: '/api/v1/scans',
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        })
        call.on('error', () => {})
        call.on('finish', resolve)
        call.end(JSON.stringify({ text }))
      })
    },
    leave(): void {
      socket.terminate()
    },
  }
}

export type Talk = Awaited<ReturnType<typeof talkTo>>
