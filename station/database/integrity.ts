import BetterSqlite from 'better-sqlite3'

/** More than so many findings help nobody. */
const FINDINGS_AT_MOST = 5

/**
 * What SQLite's own check finds wrong in a file; empty where it is sound. Reads all of it: seconds for each
 * 100 MB. Throws where the file could not be looked at.
 */
export function findDamage(file: string): string[] {
  let database: BetterSqlite.Database | undefined
  try {
    database = new BetterSqlite(file, { readonly: true, fileMustExist: true })
    const rows = database.pragma(`integrity_check(${FINDINGS_AT_MOST})`) as {
      integrity_check: string
    }[]
    return rows.map((row) => row.integrity_check).filter((finding) => finding !== 'ok')
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string }
    if (/^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(code)) return [message]
    throw error
  } finally {
    database?.close()
  }
}
