import { spawn, spawnSync } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Why no pseudo terminal can be had here; undefined where one can. */
export const noPseudoTerminal =
  spawnSync('socat', ['-V']).error === undefined ? undefined : 'socat is not installed'

/** A serial port whose other end is in the test's hands. */
export interface PseudoTerminal {
  readonly path: string
  /** All bytes that have come out of it. */
  heard(): Buffer
  /** Resolves when `claim` holds of what has come out. */
  until(claim: (heard: Buffer) => boolean): Promise<Buffer>
  send(bytes: string | Uint8Array): void
  /** Takes no more bytes, or takes them again. */
  pause(): void
  resume(): void
  /** Ends the connection, as a pulled plug does. */
  pull(): void
  stop(): Promise<void>
}

/** The other end is the standard input and output of socat. `answer` gives what is said back to each piece that comes. */
export async function startPseudoTerminal(
  answer: (piece: Buffer) => string = () => '',
): Promise<PseudoTerminal> {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-serial-'))
  const path = join(folder, 'port')
  const socat = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${path}`, 'stdio'])
  const exited = once(socat, 'exit')
  let said = ''
  socat.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()))
  socat.stdin.on('error', () => {})
  const failed = exited.then(() => {
    throw new Error(`socat ended: ${said}`)
  })
  failed.catch(() => {})
  while (!said.includes('starting data transfer loop'))
    await Promise.race([once(socat.stderr, 'data'), failed])
  // Somebody has to have the port open all the time: socat ends when nobody has.
  const held = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK)
  const events = new EventEmitter()
  const pieces: Buffer[] = []
  socat.stdout.on('data', (bytes: Buffer) => {
    pieces.push(bytes)
    socat.stdin.write(answer(bytes))
    events.emit('data')
  })
  return {
    path,
    heard: () => Buffer.concat(pieces),
    async until(claim) {
      while (!claim(Buffer.concat(pieces))) await once(events, 'data')
      return Buffer.concat(pieces)
    },
    send: (bytes) => void socat.stdin.write(bytes),
    pause: () => void socat.stdout.pause(),
    resume: () => void socat.stdout.resume(),
    pull: () => void socat.kill(),
    async stop() {
      socat.kill()
      await exited
      closeSync(held)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
