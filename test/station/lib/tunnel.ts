import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:https'
import { connect, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { generate } from 'selfsigned'

/** A name that no name service knows: only a proxy can lead to it. */
export const MADE_UP_HOST = 'carrier.invalid'

/** An https server for the made-up host, with its authority's certificate as PEM. Answers with the path asked. */
export async function startSecureServer() {
  const { private: key, cert } = await generate([{ name: 'commonName', value: MADE_UP_HOST }], {
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: MADE_UP_HOST }] },
    ],
  })
  const waiting: (() => void)[] = []
  let isHeld = false
  const server = createServer({ key, cert }, (request, response) => {
    const answer = () => response.end(request.url)
    if (isHeld) waiting.push(answer)
    else answer()
  })
  await listen(server)
  return {
    cert,
    port: portOf(server),
    /** From now on answers wait for `release`. */
    hold: () => {
      isHeld = true
    },
    waiting: () => waiting.length,
    release: () => {
      isHeld = false
      for (const answer of waiting.splice(0)) answer()
    },
    stop: async () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** A CONNECT proxy that leads every name to one port of this machine, and notes what it was asked for. */
export async function startTunnel(port: number) {
  const asked: (string | undefined)[] = []
  const sockets = new Set<Duplex>()
  const proxy = createHttpServer()
  proxy.on('connect', (request, client: Duplex) => {
    asked.push(request.url)
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(target).pipe(client)
    })
    for (const socket of [client, target]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
  })
  await listen(proxy)
  return {
    url: `http://127.0.0.1:${portOf(proxy)}`,
    asked,
    openConnections: () => sockets.size,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      proxy.close()
    },
  }
}

async function listen(server: { listen(port: number, host: string, done: () => void): unknown }) {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
