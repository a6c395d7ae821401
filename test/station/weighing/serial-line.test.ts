import { spawn, spawnSync } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSerialLine } from '../../../station/weighing/lines/serial-line.ts'
import type { LineTrouble } from '../../../station/weighing/lines/scale-line.ts'
import { type LinePeer, scaleLineContract } from '../../contracts/scale-line.contract.ts'

const hasSocat = spawnSync('socat', ['-V']).error === undefined
if (!hasSocat) console.log('Serial lines were not run against a port: socat is not installed')

/**
 * A pseudo terminal whose other end is the standard input and output of socat, which stays while nobody has
 * the port open (sitout-eio).
 */
async function startPeer(): Promise<LinePeer> {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-serial-'))
  const path = join(folder, 'port')
  const socat = spawn('socat', ['-d', '-d', `pty,raw,echo=0,sitout-eio=10,link=${path}`, 'stdio'])
  const exited = once(socat, 'exit')
  let said = ''
  socat.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()))
  const failed = exited.then(() => {
    throw new Error(`socat ended: ${said}`)
  })
  failed.catch(() => {})
  while (!said.includes('starting data transfer loop'))
    await Promise.race([once(socat.stderr, 'data'), failed])
  const events = new EventEmitter()
  let text = ''
  socat.stdout.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1')
    events.emit('data')
  })
  return {
    connection: `serial:${path}?baud=9600`,
    async received(length) {
      while (text.length < length) await once(events, 'data')
      return text
    },
    send: (bytes) => socat.stdin.write(bytes, 'latin1'),
    pull: () => socat.kill(),
    async stop() {
      socat.kill()
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function trouble(connection: string): Promise<LineTrouble> {
  return new Promise((resolve, reject) => {
    openSerialLine(connection, {
      opened: () => reject(new Error('opened')),
      bytes: () => reject(new Error('bytes')),
      lost: resolve,
    })
  })
}

describe('a scale on a serial port', () => {
  test('a port that is not there is told with the words of the operating system', async () => {
    const { reason, detail } = await trouble('serial:/dev/shipbench-no-such-port?baud=2400')
    expect(reason).toBe('no-connection')
    expect(detail).toContain('/dev/shipbench-no-such-port')
  })

  test.each([
    ['serial:/dev/ttyUSB0?baud=fast', 'baud'],
    ['serial:/dev/ttyUSB0?bits=9', 'bits'],
    ['serial:/dev/ttyUSB0?parity=mark', 'parity'],
    ['serial:/dev/ttyUSB0?stop=3', 'stop'],
    ['serial:/dev/ttyUSB0?speed=9600', 'speed'],
  ])('%s is refused with the name of the setting', async (connection, name) => {
    const { reason, detail } = await trouble(connection)
    expect(reason).toBe('connection-not-valid')
    expect(detail).toContain(name)
  })

  describe.skipIf(!hasSocat)('on a pair of pseudo terminals', () => {
    scaleLineContract({
      open: openSerialLine,
      startPeer,
      nobody: () => Promise.resolve('serial:/dev/shipbench-no-such-port'),
      invalid: 'serial:/dev/ttyUSB0?bits=9',
    })
  })
})
