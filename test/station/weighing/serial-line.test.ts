import { describe, expect, test } from 'vitest'
import { openSerialLine } from '../../../station/weighing/lines/serial-line.ts'
import type { LineTrouble } from '../../../station/weighing/lines/scale-line.ts'
import { noPseudoTerminal, startPseudoTerminal } from '../../pseudo-terminal.ts'
import { type LinePeer, scaleLineContract } from '../../contracts/scale-line.contract.ts'

if (noPseudoTerminal !== undefined)
  console.log(`Serial lines were not run against a port: ${noPseudoTerminal}`)

async function startPeer(): Promise<LinePeer> {
  const terminal = await startPseudoTerminal()
  return {
    connection: `serial:${terminal.path}?baud=9600`,
    received: async (length) =>
      (await terminal.until((heard) => heard.length >= length)).toString('latin1'),
    send: (text) => terminal.send(Buffer.from(text, 'latin1')),
    pull: () => terminal.pull(),
    stop: () => terminal.stop(),
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

  describe.skipIf(noPseudoTerminal !== undefined)('on a pair of pseudo terminals', () => {
    scaleLineContract({
      open: openSerialLine,
      startPeer,
      nobody: () => Promise.resolve('serial:/dev/shipbench-no-such-port'),
      invalid: 'serial:/dev/ttyUSB0?bits=9',
    })
  })
})
