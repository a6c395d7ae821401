import { join } from 'node:path'
import pino from 'pino'
import roll from 'pino-roll'
import type { Log } from '../ports.ts'
import { redacted, redactedText } from './redaction.ts'

export interface HostLog extends Log {
  /** Writes out what is still in memory and lets go of the file. */
  close(): Promise<void>
}

/**
 * The log of a host: lines of JSON to standard error and to `logs/` of the data folder, rotated at 5 MB,
 * five old files kept. Secrets and personal data are taken out before a line is written.
 */
export async function createLog(dataDir: string, version: string): Promise<HostLog> {
  const file = await roll({
    file: join(dataDir, 'logs', 'shipbench'),
    extension: '.log',
    size: '5m',
    limit: { count: 5 },
    mkdir: true,
    sync: true,
  })
  // A full or vanished disk must not end the station; standard error still has the line.
  file.on('error', () => {})
  let closed = false
  // A call that the stop has cut off may tell of it after the log was closed, and must not end the program so.
  const whileOpen = { write: (line: string) => void (closed || file.write(line)) }
  const logger = pino(
    {
      level: 'info',
      base: { version, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (context) => redacted(context) as Record<string, unknown>,
      },
      serializers: { err: (value: unknown) => value, error: (value: unknown) => value },
    },
    pino.multistream([
      { stream: pino.destination({ dest: 2, sync: true }) },
      { stream: whileOpen },
    ]),
  )
  return {
    debug: (context, message) => logger.debug(context, redactedText(message)),
    info: (context, message) => logger.info(context, redactedText(message)),
    warn: (context, message) => logger.warn(context, redactedText(message)),
    error: (context, message) => logger.error(context, redactedText(message)),
    close: () =>
      new Promise((resolve) => {
        closed = true
        file.once('close', resolve)
        file.end()
      }),
  }
}
