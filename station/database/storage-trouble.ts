import { NewerDatabase } from './database.ts'

/** What is wrong with a file, a folder or its disk. */
export interface StorageTrouble {
  /** The end of a sentence that begins with its name. */
  readonly words: string
  /** What a person does about it, as a sentence. */
  readonly todo: string
  /** The file itself is at fault, so that only another one helps. */
  readonly isDamage: boolean
}

const TROUBLES: readonly (readonly [RegExp, string, string])[] = [
  // What a full disk says depends on which of the files of a database could not grow.
  [
    /^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)/,
    'has no space left on its disk',
    'Free space on the disk of the data folder.',
  ],
  [
    /^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS)/,
    'cannot be written by this user',
    'Let this user write the data folder.',
  ],
  [
    /^(SQLITE_IOERR|EIO)/,
    'cannot be read or written: its disk fails',
    'Look at the disk of the data folder.',
  ],
  [
    /^SQLITE_BUSY/,
    'is kept busy by another program',
    'End the program that has the database open.',
  ],
]

/** Puts what SQLite or the system threw into words; what is not known keeps its own. */
export function storageTrouble(error: unknown): StorageTrouble {
  const { code = '', message } = error as { code?: string; message: string }
  const todo = 'Go back to a backup.'
  if (error instanceof NewerDatabase)
    return { words: message.replace(/^The data folder /, ''), todo, isDamage: false }
  if (code === 'SQLITE_NOTADB') return { words: 'is not a database', todo, isDamage: true }
  if (code.startsWith('SQLITE_CORRUPT')) return { words: 'is damaged', todo, isDamage: true }
  const known = TROUBLES.find(([codes]) => codes.test(code))
  if (known) return { words: known[1], todo: known[2], isDamage: false }
  return { words: `cannot be used: ${message}`, todo: 'The log says more.', isDamage: false }
}

/** Whether it is the database or its disk that gave or took nothing, which a running station survives; else a bug. */
export function isStorageTrouble(error: unknown): boolean {
  const { code = '' } = error as { code?: unknown }
  return (
    typeof code === 'string' &&
    /^(SQLITE_(FULL|IOERR|READONLY|CANTOPEN|PERM|BUSY|CORRUPT|NOTADB)|ENOSPC|EDQUOT|EROFS|EIO$)/.test(
      code,
    )
  )
}
