import { connect } from 'node:net'
import { openInvalidLine } from './invalid-line.ts'
import type { LineListener, ScaleLine } from './scale-line.ts'

const CONNECT_MS = 3000

/** A scale at `tcp://host:port`: with its own network plug, or behind a serial device server. */
export function openNetworkLine(connection: string, listener: LineListener): ScaleLine {
  const [, host = '', port = ''] = /^tcp:\/\/([^\s:/]+):(\d{1,5})$/.exec(connection) ?? []
  if (host === '' || Number(port) > 65_535 || Number(port) === 0)
    return openInvalidLine(connection, listener)

  const socket = connect({ host, port: Number(port), noDelay: true })
  let open = false
  let over = false
  const lose = (detail: string) => {
    if (over) return
    over = true
    socket.destroy()
    listener.lost({ reason: 'no-connection', detail })
  }
  const connecting = setTimeout(() => lose(`no connection within ${CONNECT_MS} ms`), CONNECT_MS)
  socket.on('connect', () => {
    clearTimeout(connecting)
    if (over) return
    open = true
    listener.opened()
  })
  socket.on('data', (bytes) => {
    if (!over) listener.bytes(bytes)
  })
  socket.on('error', (error) => lose(error.message))
  socket.on('close', () => {
    clearTimeout(connecting)
    lose('closed by the other end')
  })
  return {
    write(bytes) {
      if (open && !over) socket.write(bytes)
    },
    close() {
      over = true
      clearTimeout(connecting)
      if (socket.closed) return Promise.resolve()
      const closed = new Promise<void>((resolve) => {
        socket.once('close', () => resolve())
      })
      socket.destroy()
      return closed
    },
  }
}
