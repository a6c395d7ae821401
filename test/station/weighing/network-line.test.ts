import { EventEmitter, once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { describe } from 'vitest'
import { openNetworkLine } from '../../../station/weighing/lines/network-line.ts'
import { type LinePeer, scaleLineContract } from '../../contracts/scale-line.contract.ts'

async function listen(): Promise<{ port: number; server: ReturnType<typeof createServer> }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { server, port: typeof address === 'object' && address ? address.port : 0 }
}

async function startPeer(): Promise<LinePeer> {
  const { server, port } = await listen()
  const events = new EventEmitter()
  const sockets = new Set<Socket>()
  let text = ''
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1')
      events.emit('data')
    })
  })
  return {
    connection: `tcp://127.0.0.1:${port}`,
    async received(length) {
      while (text.length < length) await once(events, 'data')
      return text
    },
    send(bytes) {
      for (const socket of sockets) socket.write(bytes, 'latin1')
    },
    pull() {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

describe('a scale on the network', () => {
  scaleLineContract({
    open: openNetworkLine,
    startPeer,
    async nobody() {
      const { server, port } = await listen()
      server.close()
      await once(server, 'close')
      return `tcp://127.0.0.1:${port}`
    },
    invalid: 'tcp://127.0.0.1:99999',
  })
})
