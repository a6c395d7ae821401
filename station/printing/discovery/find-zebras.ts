import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { FoundPrinter } from '../../../shared/printing.ts'
import { ipv4Interfaces, type Ipv4Interface } from './ipv4-interfaces.ts'
import { likelyLanguage, shownText } from './printer-words.ts'

const PORT = 4201
const RAW_PORT = 9100
const QUESTION = Buffer.from([0x2e, 0x2c, 0x3a, 0x01, 0x00, 0x00])
const ANSWER = Buffer.from([0x3a, 0x2c, 0x2e])
const ASK_AT_MS = [0, 300, 1_000]

/** Where fields of an answer begin, and how long they are at most. */
const PRODUCT_NAME = [0x0c, 20] as const
const SYSTEM_NAME = [0x54, 25] as const

/** Zebra's printers, which answer a question of their own on UDP port 4201. */
export async function findZebras(
  tell: (printer: FoundPrinter) => void,
  signal: AbortSignal,
  networks: readonly Ipv4Interface[] = ipv4Interfaces(),
  port = PORT,
): Promise<void> {
  const looks = await Promise.allSettled(
    networks.map((network) => askIn(network, port, tell, signal)),
  )
  const failed = looks.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

/** One socket for each network: Windows sends a broadcast of an unbound one into any. */
async function askIn(
  { address, broadcast }: Ipv4Interface,
  port: number,
  tell: (printer: FoundPrinter) => void,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return
  const socket = createSocket('udp4')
  const timers: NodeJS.Timeout[] = []
  try {
    socket.on('message', (bytes, sender) => {
      const printer = zebraFrom(bytes, sender.address)
      if (printer !== undefined) tell(printer)
    })
    const ended = Promise.race([
      once(signal, 'abort'),
      once(socket, 'error').then(([error]) => {
        throw error
      }),
    ])
    socket.bind(0, address)
    await Promise.race([once(socket, 'listening'), ended])
    if (signal.aborted) return
    socket.setBroadcast(true)
    for (const ms of ASK_AT_MS)
      timers.push(setTimeout(() => socket.send(QUESTION, port, broadcast, () => {}), ms))
    await ended
  } finally {
    for (const timer of timers) clearTimeout(timer)
    socket.close()
  }
}

/**
 * What an answer tells; undefined where it is none. The layout is known from one family of printers only, so that
 * nothing but two names is taken from it, and the address is the sender's own.
 */
export function zebraFrom(bytes: Uint8Array, sender: string): FoundPrinter | undefined {
  const answer = Buffer.from(bytes)
  if (answer.length < SYSTEM_NAME[0] || !answer.subarray(0, ANSWER.length).equals(ANSWER))
    return undefined
  const text = ([start, length]: readonly [number, number]) =>
    shownText(answer.toString('latin1', start, start + length).split('\0', 1)[0])
  const model = text(PRODUCT_NAME)
  return {
    connection: `tcp://${sender}:${RAW_PORT}`,
    name: text(SYSTEM_NAME) ?? model ?? sender,
    by: 'zebra',
    model: model ?? null,
    language: likelyLanguage(model) ?? 'zpl',
  }
}
