import { open, stat } from 'node:fs/promises'
import { NOTHING_HEARD, type PrinterConnection } from '../printer-connection.ts'

/** Appends every job's bytes to a plain file: for set-up and tests. Delivered means that they are on the disk. */
export function createFileConnection(path: string): PrinterConnection {
  return {
    async send({ bytes, signal }) {
      const report = (delivery: 'not-sent' | 'delivered' | 'unknown', detail: string | null) => ({
        delivery,
        detail,
        heard: NOTHING_HEARD,
      })
      if (signal.aborted) return report('not-sent', 'The station is stopping')
      let begun = false
      try {
        const found = await stat(path).catch(() => undefined)
        // A device would block where a plain file does not.
        if (found !== undefined && !found.isFile())
          return report('not-sent', `${path} is not a plain file (a device needs usb:)`)
        await using file = await open(path, 'a')
        begun = true
        await file.writeFile(bytes)
        await file.datasync()
        return report('delivered', null)
      } catch (error) {
        return report(
          begun ? 'unknown' : 'not-sent',
          error instanceof Error ? error.message : String(error),
        )
      }
    },
  }
}
