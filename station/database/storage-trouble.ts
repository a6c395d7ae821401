import { NewerDatabase } from './database.ts'

/** What is wrong with a file, a folder or its disk, as the end of a sentence that begins with its name. */
export interface StorageTrouble {
  readonly words: string
  /** The file itself is at fault, so that only another one helps. */
  readonly isDamage: boolean
}

const TROUBLES: readonly (readonly [RegExp, string])[] = [
  // What a full disk says depends on which of the files of a database could not grow.
  [/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)/, 'has no space left on its disk'],
  [
    /^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS)/,
    'cannot be written by this user',
  ],
  [/^(SQLITE_IOERR|EIO)/, 'cannot be read or written: its disk fails'],
]

/** Puts what SQLite or the system threw into words; what is not known keeps its own. */
export function storageTrouble(error: unknown): StorageTrouble {
  const { code = '', message } = error as { code?: string; message: string }
  if (error instanceof NewerDatabase)
    return { words: message.replace(/^The data folder /, ''), isDamage: false }
  if (code === 'SQLITE_NOTADB') return { words: 'is not a database', isDamage: true }
  if (code.startsWith('SQLITE_CORRUPT')) return { words: 'is damaged', isDamage: true }
  const known = TROUBLES.find(([codes]) => codes.test(code))
  return { words: known?.[1] ?? `cannot be used: ${message}`, isDamage: false }
}
