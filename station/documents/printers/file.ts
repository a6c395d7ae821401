import { link, mkdir, open, rm, stat } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { DocumentPrinter, PaperToPrint } from './document-printer.ts'

/**
 * Puts each paper as a file of its own into a folder, once, with the copies in its name: for set-up, and for a program
 * that watches the folder. Out means that it is on the disk.
 */
export function createFileDocumentPrinter(folder: string): DocumentPrinter {
  return {
    async print(paper, signal) {
      if (signal.aborted) return { result: 'not-sent', detail: 'The station is stopping' }
      // Whoever watches the folder must never find half a file: it gets its name when it is whole.
      const whole = join(folder, `.${randomUUID()}.part`)
      let isNamed = false
      try {
        await mkdir(folder, { recursive: true })
        await writeSafely(whole, paper.pdf)
        const path = await giveName(whole, folder, paper)
        isNamed = true
        return { result: 'taken', job: path }
      } catch (error) {
        return { result: isNamed ? 'unknown' : 'not-sent', detail: wordsOf(error) }
      } finally {
        await rm(whole, { force: true }).catch(() => {})
      }
    },
    fate: async () => ({ result: 'out' }),
    cancel: async () => {},
    async condition() {
      try {
        const found = await stat(folder).catch(() => undefined)
        if (found && !found.isDirectory())
          return { condition: 'needs-attention', said: `${folder} is not a folder` }
        return { condition: 'ready' }
      } catch (error) {
        return { condition: 'needs-attention', said: wordsOf(error) }
      }
    },
  }
}

async function writeSafely(path: string, bytes: Uint8Array): Promise<void> {
  await using file = await open(path, 'wx')
  await file.writeFile(bytes)
  await file.datasync()
}

/** Never over a file that is there: the same paper may be printed twice on purpose. */
async function giveName(whole: string, folder: string, paper: PaperToPrint): Promise<string> {
  const plain = paper.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '')
  const name = `${plain.slice(0, 100)}${paper.copies > 1 ? `-${paper.copies}-copies` : ''}`
  for (let count = 1; ; count++) {
    const path = join(folder, `${name}${count > 1 ? `-${count}` : ''}.pdf`)
    try {
      await link(whole, path)
      return path
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || count > 1000) throw error
    }
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
