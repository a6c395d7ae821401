import type { LineListener, ScaleLine } from './scale-line.ts'

/** The line of a connection that cannot be one: its listener hears so, unless it was closed before. */
export function openInvalidLine(connection: string, listener: LineListener): ScaleLine {
  let closed = false
  queueMicrotask(() => {
    if (!closed) listener.lost({ reason: 'connection-not-valid', detail: connection })
  })
  return {
    write() {},
    close() {
      closed = true
      return Promise.resolve()
    },
  }
}
