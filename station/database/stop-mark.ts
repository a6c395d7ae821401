import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { flushFolder } from './flush.ts'

/*
 * The mark on disk that tells how the last run ended: a file that is there from the start on and goes at a clean
 * stop. What was found out and must outlive a crash stands in it.
 */

const MarkSchema = z.discriminatedUnion('state', [
  /** A station runs, or ended without closing its database. */
  z.object({ state: z.literal('running') }),
  /** The check found the database damaged. */
  z.object({ state: z.literal('damaged'), found: z.string() }),
  /** A backup is being put in place of the database, which is kept under this name. */
  z.object({ state: z.literal('restoring'), kept: z.string() }),
])
export type StopMark = z.infer<typeof MarkSchema>

const fileOf = (dataDir: string) => join(dataDir, 'station.unclean')

/** The mark that the last run left; undefined after a clean stop. Throws where it cannot be read. */
export function readStopMark(dataDir: string): StopMark | undefined {
  let text: string
  try {
    text = readFileSync(fileOf(dataDir), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return MarkSchema.parse(JSON.parse(text))
  } catch {
    // It could not be written to its end: a station ran, and more is not known.
    return { state: 'running' }
  }
}

/** Puts the mark, on disk when this returns. Throws where that cannot be. */
export function putStopMark(dataDir: string, mark: StopMark): void {
  const file = fileOf(dataDir)
  writeFileSync(`${file}.new`, JSON.stringify(mark), { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
  flushFolder(dataDir)
}

/** Takes the mark away. That it comes back with a power cut costs a check and nothing else. */
export function clearStopMark(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true })
}
