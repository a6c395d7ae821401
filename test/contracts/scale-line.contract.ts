import { EventEmitter, once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import type {
  LineTrouble,
  OpenScaleLine,
  ScaleLine,
} from '../../station/weighing/lines/scale-line.ts'

/** The other end of a line: what a scale would be. */
export interface LinePeer {
  readonly connection: string
  /** The line only listens: nothing is ever written to such a scale. */
  readonly mute?: true
  /** Resolves when so many bytes have come, with all of them. */
  received(length: number): Promise<string>
  send(text: string): void
  /** Ends the connection, as a pulled plug does. */
  pull(): void
  stop(): Promise<void>
}

export interface LineUnderTest {
  readonly open: OpenScaleLine
  readonly startPeer: () => Promise<LinePeer>
  /** A connection at which nothing answers. */
  readonly nobody: () => Promise<string>
  /** A connection that cannot be one. */
  readonly invalid: string
}

interface Heard {
  readonly line: ScaleLine
  readonly log: string[]
  readonly troubles: LineTrouble[]
  /** Resolves when the log has such an entry. */
  until(entry: string): Promise<void>
}

/** What every line to a scale must do. */
export function scaleLineContract(under: LineUnderTest): void {
  const endings: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const end of endings.splice(0)) await end()
  })

  function listenTo(connection: string): Heard {
    const log: string[] = []
    const troubles: LineTrouble[] = []
    const events = new EventEmitter()
    let text = ''
    const note = (entry: string) => {
      log.push(entry)
      events.emit('entry')
    }
    const line = under.open(connection, {
      opened: () => note('opened'),
      bytes(bytes) {
        text += Buffer.from(bytes).toString('latin1')
        note(`bytes ${text}`)
      },
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
      async until(entry) {
        while (!log.includes(entry)) await once(events, 'entry')
      },
    }
  }

  async function peer(): Promise<LinePeer> {
    const started = await under.startPeer()
    endings.push(() => started.stop())
    return started
  }

  describe('the contract of scale lines', () => {
    test('bytes go both ways, unchanged, once it is open', async () => {
      const scale = await peer()
      const heard = listenTo(scale.connection)
      await heard.until('opened')
      expect(heard.log).toEqual(['opened'])
      heard.line.write(Uint8Array.of(0x57, 0x0d))
      if (!scale.mute) expect(await scale.received(2)).toBe('W\r')
      scale.send('\u0002\u00ff\u00001\r')
      await heard.until('bytes \u0002\u00ff\u00001\r')
    })

    test('what is written before it is open is dropped, not sent late', async () => {
      const scale = await peer()
      const heard = listenTo(scale.connection)
      heard.line.write(Uint8Array.of(0x58))
      await heard.until('opened')
      heard.line.write(Uint8Array.of(0x57))
      if (scale.mute) return
      expect(await scale.received(1)).toBe('W')
    })

    test('a pulled plug is told once, and writing then does no harm', async () => {
      const scale = await peer()
      const heard = listenTo(scale.connection)
      await heard.until('opened')
      scale.pull()
      await heard.until('lost')
      heard.line.write(Uint8Array.of(0x57))
      await heard.line.close()
      expect(heard.log).toEqual(['opened', 'lost'])
      expect(heard.troubles[0]).toMatchObject({ reason: 'no-connection' })
      expect(heard.troubles[0]?.detail).not.toBe('')
    })

    test('where nobody answers it is lost, and was never open', async () => {
      const heard = listenTo(await under.nobody())
      await heard.until('lost')
      await heard.line.close()
      expect(heard.log).toEqual(['lost'])
      expect(heard.troubles[0]).toMatchObject({ reason: 'no-connection' })
    })

    test('a connection that cannot be one is told as that', async () => {
      const heard = listenTo(under.invalid)
      await heard.until('lost')
      expect(heard.log).toEqual(['lost'])
      expect(heard.troubles[0]).toMatchObject({ reason: 'connection-not-valid' })
    })

    test('after closing nothing more is heard, also when closed twice or before it opened', async () => {
      const scale = await peer()
      const early = listenTo(scale.connection)
      await early.line.close()
      const heard = listenTo(scale.connection)
      await heard.until('opened')
      await heard.line.close()
      await heard.line.close()
      expect(heard.log).toEqual(['opened'])
      expect(early.log).toEqual([])
    })

    test('a closed line can be opened again', async () => {
      const scale = await peer()
      const first = listenTo(scale.connection)
      await first.until('opened')
      await first.line.close()
      const second = listenTo(scale.connection)
      await second.until('opened')
      scale.send('W')
      await second.until('bytes W')
      expect(first.log).toEqual(['opened'])
    })
  })
}
