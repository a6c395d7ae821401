import { EventEmitter, once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import type {
  OpenScannerLine,
  ScannerLine,
  ScannerTrouble,
} from '../../station/scanning/scanner-line.ts'

/** The other end of a line: what a scanner would be. */
export interface ScannerPeer {
  readonly connection: string
  /** Sends a whole barcode as this kind of scanner does. */
  scan(text: string): void
  /** Sends the beginning of a barcode. */
  begin(text: string): void
  /** Sends what no barcode says. */
  noise(): void
  /** Ends the connection, as a pulled plug does. */
  pull(): void
  stop(): Promise<void>
}

export interface ScannerLineUnderTest {
  readonly open: OpenScannerLine
  readonly startPeer: () => Promise<ScannerPeer>
  /** What this kind of scanner puts before each scan. */
  readonly before: string
  /** A connection at which nothing is. */
  readonly nobody: string
  /** A connection that cannot be one. */
  readonly invalid: string
}

const GS = '\u001d'

/** What every line to a scanner must do. */
export function scannerLineContract(under: ScannerLineUnderTest): void {
  const endings: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const end of endings.splice(0)) await end()
  })

  function listenTo(connection: string) {
    const log: string[] = []
    const troubles: ScannerTrouble[] = []
    const events = new EventEmitter()
    const note = (entry: string) => {
      log.push(entry)
      events.emit('entry')
    }
    const line: ScannerLine = under.open(connection, {
      opened: () => note('opened'),
      scan: (text) => note(`scan ${text}`),
      refused: (reason) => note(`refused ${reason}`),
      lost(trouble) {
        troubles.push(trouble)
        note('lost')
      },
    })
    endings.push(() => line.close())
    return {
      line,
      log,
      troubles,
      async until(entry: string) {
        while (!log.includes(entry)) await once(events, 'entry')
      },
    }
  }

  async function peer(): Promise<ScannerPeer> {
    const started = await under.startPeer()
    endings.push(() => started.stop())
    return started
  }

  const given = (text: string) => `scan ${under.before}${text}`

  describe('the contract of scanner lines', () => {
    test('scans come whole and in order, with GS and letters of all languages', async () => {
      const scanner = await peer()
      const heard = listenTo(scanner.connection)
      await heard.until('opened')
      const texts = ['5391234567892', `010539123456789210BATCH7${GS}21SN1`, 'Größe 42 ñ €', 'LAST']
      for (const text of texts) scanner.scan(text)
      await heard.until(given('LAST'))
      expect(heard.log).toEqual(['opened', ...texts.map(given)])
    })

    test('a scan of 2,000 characters is one', async () => {
      const scanner = await peer()
      const heard = listenTo(scanner.connection)
      await heard.until('opened')
      const long = 'https://track.example/'.repeat(100).slice(0, 2000)
      scanner.scan(long)
      await heard.until(given(long))
    })

    test('one that is longer than any barcode is dropped whole, and the next one is read', async () => {
      const scanner = await peer()
      const heard = listenTo(scanner.connection)
      await heard.until('opened')
      scanner.scan('7'.repeat(4001))
      scanner.scan('NEXT')
      await heard.until(given('NEXT'))
      expect(heard.log).toEqual(['opened', 'refused scan-too-long', given('NEXT')])
    })

    test('noise is no scan, and has a reason', async () => {
      const scanner = await peer()
      const heard = listenTo(scanner.connection)
      await heard.until('opened')
      scanner.noise()
      await heard.until('refused scanner-noise')
      expect(heard.log).toEqual(['opened', 'refused scanner-noise'])
    })

    test('a pulled plug is told once, and the half scan is never given', async () => {
      const scanner = await peer()
      const heard = listenTo(scanner.connection)
      await heard.until('opened')
      scanner.scan('WHOLE')
      await heard.until(given('WHOLE'))
      scanner.begin('LK-204')
      scanner.pull()
      await heard.until('lost')
      await heard.line.close()
      expect(heard.log).toEqual(['opened', given('WHOLE'), 'lost'])
      expect(heard.troubles[0]).toMatchObject({ reason: 'scanner-not-reached' })
      expect(heard.troubles[0]?.detail).not.toBe('')
    })

    test('where no scanner is it is lost, and was never open', async () => {
      const heard = listenTo(under.nobody)
      await heard.until('lost')
      await heard.line.close()
      expect(heard.log).toEqual(['lost'])
      expect(heard.troubles[0]).toMatchObject({ reason: 'scanner-not-reached' })
    })

    test('a connection that cannot be one is told as that', async () => {
      const heard = listenTo(under.invalid)
      await heard.until('lost')
      expect(heard.log).toEqual(['lost'])
      expect(heard.troubles[0]).toMatchObject({ reason: 'connection-not-valid' })
    })

    test('after closing nothing more is heard, also when closed twice or before it opened', async () => {
      const scanner = await peer()
      const early = listenTo(scanner.connection)
      await early.line.close()
      const heard = listenTo(scanner.connection)
      await heard.until('opened')
      scanner.begin('LK-204')
      await heard.line.close()
      await heard.line.close()
      expect(heard.log).toEqual(['opened'])
      expect(early.log).toEqual([])
    })

    test('a closed line can be opened again', async () => {
      const scanner = await peer()
      const first = listenTo(scanner.connection)
      await first.until('opened')
      await first.line.close()
      const second = listenTo(scanner.connection)
      await second.until('opened')
      scanner.scan('AGAIN')
      await second.until(given('AGAIN'))
    })
  })
}
