import { describe, expect, test } from 'vitest'
import type { ScaleLine } from '../../../station/weighing/lines/scale-line.ts'
import { openSerialLine } from '../../../station/weighing/lines/serial-line.ts'
import { openSerialScanner } from '../../../station/scanning/serial-scanner.ts'
import type { ScannerTrouble } from '../../../station/scanning/scanner-line.ts'
import { scannerLineContract, type ScannerPeer } from '../../contracts/scanner-line.contract.ts'
import { noPseudoTerminal, startPseudoTerminal } from '../../pseudo-terminal.ts'

if (noPseudoTerminal !== undefined)
  console.log(`Serial scanners were not run against a port: ${noPseudoTerminal}`)

async function startPeer(): Promise<ScannerPeer> {
  const terminal = await startPseudoTerminal()
  return {
    connection: `serial:${terminal.path}?baud=115200`,
    scan: (text) => terminal.send(`${text}\r\n`),
    begin: (text) => terminal.send(text),
    noise: () => terminal.send(Uint8Array.of(0xe6, 0x00, 0x98, 0xfe, 0x0d, 0x42, 0x0d)),
    pull: () => terminal.pull(),
    stop: () => terminal.stop(),
  }
}

function trouble(connection: string): Promise<ScannerTrouble> {
  return new Promise((resolve, reject) => {
    openSerialScanner(connection, {
      opened: () => reject(new Error('opened')),
      scan: () => reject(new Error('scan')),
      refused: () => reject(new Error('refused')),
      lost: resolve,
    })
  })
}

describe('a scanner on a serial port', () => {
  test('a port that is not there is told with the words of the operating system', async () => {
    const { reason, detail } = await trouble('serial:/dev/shipbench-no-such-port')
    expect(reason).toBe('scanner-not-reached')
    expect(detail).toContain('/dev/shipbench-no-such-port')
  })

  test('a wrong setting is told by its name', async () => {
    const { reason, detail } = await trouble('serial:/dev/ttyACM0?speed=9600')
    expect(reason).toBe('connection-not-valid')
    expect(detail).toContain('speed')
  })

  describe.skipIf(noPseudoTerminal !== undefined)('on a pair of pseudo terminals', () => {
    test('a port that something else has open is said to be in use', async () => {
      const terminal = await startPseudoTerminal()
      const connection = `serial:${terminal.path}`
      const scale = await new Promise<ScaleLine>((resolve) => {
        const line = openSerialLine(connection, {
          opened: () => resolve(line),
          bytes() {},
          lost() {},
        })
      })
      expect(await trouble(connection)).toMatchObject({ reason: 'connection-in-use' })
      await scale.close()
      await terminal.stop()
    })

    scannerLineContract({
      open: openSerialScanner,
      startPeer,
      before: '',
      nobody: 'serial:/dev/shipbench-no-such-port',
      invalid: 'serial:/dev/ttyACM0?bits=9',
    })
  })
})
