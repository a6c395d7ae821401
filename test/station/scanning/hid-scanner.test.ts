import { afterEach, describe, expect, test, vi } from 'vitest'
import { openHidScanner } from '../../../station/scanning/hid-scanner.ts'
import { scannerLineContract, type ScannerPeer } from '../../contracts/scanner-line.contract.ts'
import { createStandInHid, scanReports } from './stand-in-hid.ts'

let hid = createStandInHid()

function startPeer(): Promise<ScannerPeer> {
  hid = createStandInHid()
  const send = (reports: readonly Uint8Array[]) => {
    for (const report of reports) hid.send(report)
  }
  return Promise.resolve({
    connection: 'hid:0C2E:0b8f',
    scan: (text) => send(scanReports(']C1', Buffer.from(text))),
    begin: (text) => send(scanReports(']C1', Buffer.from(text.padEnd(57))).slice(0, 1)),
    noise: () => send(scanReports(']C1', Uint8Array.of(0xe6, 0x00, 0x98))),
    pull: () => hid.pull(),
    stop: () => Promise.resolve(),
  })
}

async function listen() {
  hid = createStandInHid()
  const heard: string[] = []
  await new Promise<void>((resolve) => {
    openHidScanner(hid, 'hid:0c2e:0b8f', {
      opened: resolve,
      scan: (text) => heard.push(text),
      refused: (reason) => heard.push(`! ${reason}`),
      lost: ({ reason }) => heard.push(`lost ${reason}`),
    })
  })
  return heard
}

/** A report as a manual prints it: its beginning, then zeros, then its last three bytes. */
function printed(beginning: readonly number[], text: string, last: readonly number[]): Uint8Array {
  const report = new Uint8Array(64)
  report.set([...beginning, ...Buffer.from(text)])
  report.set(last, 61)
  return report
}

afterEach(() => void vi.restoreAllMocks())

describe('a scanner on USB as a point-of-sale device', () => {
  scannerLineContract({
    open: (connection, listener) => {
      if (connection === 'hid:ffff:ffff') hid.pull()
      return openHidScanner(hid, connection, listener)
    },
    startPeer,
    before: ']C1',
    nobody: 'hid:ffff:ffff',
    invalid: 'hid:scanner',
  })

  test('it is asked for by its usage page, its ids in lower case', async () => {
    await startPeer()
    openHidScanner(hid, 'hid:0C2E:0B8F', {
      opened() {},
      scan() {},
      refused() {},
      lost() {},
    })
    expect(hid.wanted).toEqual(['0c2e:0b8f 8c'])
  })

  // Access-IS, LSR118 product manual, B.1.1: a boarding pass of 60 bytes in two reports.
  test('a scan in two reports, as the manual of Access-IS prints it', async () => {
    const heard = await listen()
    hid.send(
      printed(
        [2, 0x38, 0x5d, 0x51, 0x30],
        'M1GATHERGOOD/MICHAEL  YABCDEF LHRDURAK 3542 052Y003D23  ',
        [0x73, 0, 1],
      ),
    )
    expect(heard).toEqual([])
    hid.send(printed([2, 4, 0x5d, 0x51, 0x30], ' 100', [0x73, 0, 0]))
    expect(heard).toEqual([']Q0M1GATHERGOOD/MICHAEL  YABCDEF LHRDURAK 3542 052Y003D23   100'])
  })

  // Recorded from a Honeywell Voyager 1602g: the last of six reports, with CR and LF behind the data.
  test('what a Honeywell puts behind the data is taken off', async () => {
    const heard = await listen()
    const recorded = [2, 9, 93, 88, 48, 117, 109, 58, 32, 78, 47, 65, 13, 10]
    hid.send(printed(recorded, '', [63, 0, 0]))
    expect(heard).toEqual([']X0um: N/A'])
  })

  test('identifier and data one byte later are read, too', async () => {
    const heard = await listen()
    hid.send(printed([2, 6, 0, 0x5d, 0x43, 0x30], 'BOX-B1', [0, 0, 0]))
    expect(heard).toEqual([']C0BOX-B1'])
  })

  test.each([
    ['without an identifier', printed([2, 6, 0, 0, 0], 'BOX-B1', [0, 0, 0])],
    [
      'with a length that does not fit',
      printed([2, 59, 0x5d, 0x43, 0x30], 'B'.repeat(56), [0x42, 0x42, 0x42]),
    ],
    ['shorter than 64 bytes', Uint8Array.of(2, 1, 0x5d, 0x43, 0x30, 0x41)],
  ])('a report %s is refused, not guessed', async (_, report) => {
    const heard = await listen()
    hid.send(report)
    expect(heard).toEqual(['! scanner-noise'])
  })

  test('reports with other ids and scans without data say nothing', async () => {
    const heard = await listen()
    hid.send(printed([3, 6, 0x5d, 0x43, 0x30], 'BOX-B1', [0, 0, 0]))
    hid.send(printed([2, 1, 0x5d, 0x43, 0x30], '\r', [0, 0, 0]))
    expect(heard).toEqual([])
  })

  test.each([
    ['of another kind of barcode', ']Q0', 0],
    ['a second later', ']C1', 1001],
  ])('a rest %s is another scan', async (_, aim, laterMs) => {
    const heard = await listen()
    const now = performance.now()
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now)
    hid.send(printed([2, 4, 0x5d, 0x43, 0x31], 'HALF', [0, 0, 1]))
    clock.mockReturnValue(now + laterMs)
    for (const report of scanReports(aim, Buffer.from('BOX-B1'))) hid.send(report)
    expect(heard).toEqual(['! scan-cut-off', `${aim}BOX-B1`])
  })
})
