import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encodeIpp, type IppField } from '../../station/printing/ipp/ipp-message.ts'

export interface HttpStandIn {
  readonly url: string
  /** Operations asked for so far, by their numbers. */
  readonly asked: readonly number[]
  stop(): Promise<void>
}

/** Something that takes HTTP and answers as the test wants. */
export async function startHttp(listener: RequestListener): Promise<HttpStandIn> {
  const asked: number[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const body = Buffer.concat(pieces)
      if (body.length >= 4) asked.push(body.readUInt16BE(2))
      listener(request, response)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`,
    asked,
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** The bytes of an answer: a status, words for it, and one object with these attributes. */
export function ippAnswer(
  status: number,
  words: string,
  fields: readonly IppField[] = [],
): Uint8Array {
  return encodeIpp({
    // A request and an answer differ only in what this number means.
    operation: status,
    operationFields: [
      ['attributes-charset', 'charset', 'utf-8'],
      ['attributes-natural-language', 'language', 'en'],
      ['status-message', 'keyword', words],
    ],
    jobFields: fields,
  })
}
