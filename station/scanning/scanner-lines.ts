import type { ScannerLineState, ScannerReason, ScanSource } from '../../shared/scanning.ts'
import type { ScannerSettings } from '../../shared/settings.ts'
import type { HidAccess } from '../hid/hid.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Log } from '../ports.ts'
import { openHidScanner } from './hid-scanner.ts'
import type { ScannerLine, ScannerListener } from './scanner-line.ts'
import { openSerialScanner } from './serial-scanner.ts'

/** The scanners of the settings that the station reads by itself; each heals by itself. */
export interface ScannerLines {
  states(): ScannerLineState[]
  readonly changes: Topic<void>
  /** The settings changed. */
  reconfigure(): void
  stop(): Promise<void>
}

export interface ScannerLinesDeps {
  readonly settings: () => Pick<ScannerSettings, 'lines'>
  readonly hid: HidAccess
  /** Gets every scan, whole, in the order they came. */
  readonly onScan: (text: string, source: Extract<ScanSource, 'serial' | 'hid'>) => void
  readonly log: Log
}

interface Watched {
  readonly state: () => ScannerLineState
  stop(): Promise<void>
}

const RECONNECT_MS = 1000

/** Reads the scanners of the settings from now on; one that cannot be reached is tried again for ever. */
export function createScannerLines(deps: ScannerLinesDeps): ScannerLines {
  const { hid, onScan, log } = deps
  const changes = createTopic<void>()
  const watched = new Map<string, Watched>()
  let stopped = false
  /** One change after the other: a port must be closed before it can be opened again with other settings. */
  let changing: Promise<void> = Promise.resolve()

  function watch(connection: string): Watched {
    const source = connection.startsWith('hid:') ? 'hid' : 'serial'
    let state: ScannerLineState = { connection, state: 'offline', reason: 'scanner-not-reached' }
    let line: ScannerLine | undefined
    let again: NodeJS.Timeout | undefined
    let loggedReason: ScannerReason | undefined
    let over = false

    function tell(how: ScannerLineState['state'], reason: ScannerReason | null): void {
      if (state.state === how && state.reason === reason) return
      state = { connection, state: how, reason }
      changes.publish()
    }

    const listener: ScannerListener = {
      opened() {
        loggedReason = undefined
        log.info({ connection }, 'A scanner is ready')
        tell('ready', null)
      },
      scan(text) {
        tell('ready', null)
        onScan(text, source)
      },
      refused(reason) {
        log.warn({ connection, reason }, 'A scanner sent what is no scan')
        tell('ready', reason)
      },
      lost({ reason, detail }) {
        if (reason !== loggedReason)
          log.warn({ connection, reason, detail }, 'A scanner cannot be read')
        loggedReason = reason
        again = setTimeout(() => void open(), RECONNECT_MS)
        again.unref()
        tell('offline', reason)
      },
    }

    async function open(): Promise<void> {
      await line?.close()
      if (over) return
      line =
        source === 'hid'
          ? openHidScanner(hid, connection, listener)
          : openSerialScanner(connection, listener)
    }

    void open()
    return {
      state: () => state,
      async stop() {
        over = true
        clearTimeout(again)
        await line?.close()
      },
    }
  }

  function become(connections: () => readonly string[]): void {
    changing = changing.then(async () => {
      const wanted = new Set(connections())
      const gone = [...watched].filter(([connection]) => !wanted.has(connection))
      for (const [connection] of gone) watched.delete(connection)
      await Promise.all(gone.map(([, scanner]) => scanner.stop()))
      const added = [...wanted].filter((connection) => !watched.has(connection))
      for (const connection of added) watched.set(connection, watch(connection))
      if (gone.length + added.length > 0) changes.publish()
    })
  }

  function reconfigure(): void {
    if (!stopped) become(() => deps.settings().lines.map(({ connection }) => connection))
  }

  reconfigure()
  return {
    states: () => [...watched.values()].map(({ state }) => state()),
    changes,
    reconfigure,
    async stop() {
      stopped = true
      become(() => [])
      await changing
    },
  }
}
