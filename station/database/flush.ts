import { closeSync, fsyncSync, openSync } from 'node:fs'

/** What was written to a file is on disk after this. */
export function flushFile(file: string): void {
  flush(file, 'r+')
}

/** Names made and changed in a folder are on disk after this. */
export function flushFolder(folder: string): void {
  // Windows opens no folders, and keeps names without being asked.
  if (process.platform !== 'win32') flush(folder, 'r')
}

function flush(path: string, flags: 'r' | 'r+'): void {
  const handle = openSync(path, flags)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
