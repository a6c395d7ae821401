import { createReadStream, type Stats } from 'node:fs'
import { access, mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { basename, join, parse, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { watch, type FSWatcher } from 'chokidar'
import type { ImportProgress } from '../../shared/orders.ts'
import type { Log } from '../ports.ts'
import type { Imports } from './orders.ts'

interface WatchFolderDeps {
  readonly imports: Imports
  readonly log: Log
  /** A file whose size has not changed for so long is taken for whole. */
  readonly settleMs?: number
}

interface WatchFolder {
  /** Watches this folder from now on, or none, instead of the one before. */
  watch(folder: string | undefined): void
  stop(): Promise<void>
}

/** Imports the order files that are dropped into a folder, one after another, and clears them away. */
export function createWatchFolder({ imports, log, settleMs = 1000 }: WatchFolderDeps): WatchFolder {
  let watched: { folder: string; watcher: Promise<FSWatcher | undefined> } | undefined
  let work = Promise.resolve()
  let stopped = false
  /** Files that could not be moved away, with their times: imported, and not to be imported again. */
  const left = new Map<string, number>()

  async function open(folder: string): Promise<FSWatcher | undefined> {
    try {
      await mkdir(join(folder, 'done'), { recursive: true })
      await mkdir(join(folder, 'refused'), { recursive: true })
    } catch (error) {
      log.error({ folder, error: (error as Error).message }, 'Watched folder cannot be used')
      return undefined
    }
    if (watched?.folder !== folder) return undefined
    const watcher = watch(folder, {
      depth: 0,
      awaitWriteFinish: { stabilityThreshold: settleMs, pollInterval: Math.min(100, settleMs) },
      ignored: (path, stats) => stats?.isFile() === true && !/\.(json|csv)$/i.test(path),
    })
    const take = (path: string) => {
      work = work.then(() => takeFile(path, folder))
    }
    // A file of the same name in the place of one just moved away may count as a change of that.
    watcher.on('add', take).on('change', take)
    watcher.on('error', (error) => {
      log.error({ folder, error: (error as Error).message }, 'Watched folder cannot be read')
    })
    return watcher
  }

  async function takeFile(path: string, folder: string): Promise<void> {
    if (stopped || watched?.folder !== folder) return
    try {
      const { size, mtimeMs } = await settled(path, settleMs)
      if (left.get(path) === mtimeMs) return
      const progress = await importFile(path, size)
      // Where the station stops in the middle, the file stays: it is imported at the next start.
      if (!progress || (stopped && progress.state === 'stopped')) return
      left.set(path, mtimeMs)
      await clearAway(path, folder, progress)
      left.delete(path)
    } catch (error) {
      log.error({ file: path, error: (error as Error).message }, 'Order file was lost or not moved')
    }
  }

  async function importFile(path: string, size: number): Promise<ImportProgress | undefined> {
    const id = imports.begin(basename(path), size)
    try {
      for await (const text of createReadStream(path, { encoding: 'utf8', highWaterMark: 262_144 }))
        if (!(await imports.piece(id, text as string, false))) break
      await imports.piece(id, '', true)
    } catch (error) {
      imports.stop(id)
      throw error
    }
    return imports.list().find((progress) => progress.id === id)
  }

  async function clearAway(path: string, folder: string, progress: ImportProgress): Promise<void> {
    const good = progress.state === 'done' && progress.refusedCount === 0
    const target = await freeName(join(folder, good ? 'done' : 'refused'), basename(path))
    if (!good) await writeFile(`${target}.report.json`, `${JSON.stringify(progress, null, 2)}\n`)
    await rename(path, target)
    log.info({ file: target }, 'Order file moved')
  }

  function close(): Promise<void> {
    const watcher = watched?.watcher
    watched = undefined
    return watcher ? watcher.then((open) => open?.close()) : Promise.resolve()
  }

  return {
    watch(named) {
      const folder = named === undefined ? undefined : resolve(named)
      if (stopped || folder === watched?.folder) return
      const closed = close()
      if (folder !== undefined) watched = { folder, watcher: closed.then(() => open(folder)) }
    },
    async stop() {
      stopped = true
      await close()
      await work
    },
  }
}

/** Waits until nobody writes the file any more: the watcher does so too, but not for what it finds at the start. */
async function settled(path: string, settleMs: number): Promise<Stats> {
  let before = await stat(path)
  while (Date.now() - before.mtimeMs < settleMs) {
    await delay(settleMs)
    const now = await stat(path)
    if (now.size === before.size && now.mtimeMs === before.mtimeMs) return now
    before = now
  }
  return before
}

/** The name itself in this folder, or with a number where it is taken. */
async function freeName(folder: string, name: string): Promise<string> {
  const { name: stem, ext } = parse(name)
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? name : `${stem}-${number}${ext}`)
    const taken = await access(path).then(
      () => true,
      () => false,
    )
    if (!taken) return path
  }
}
