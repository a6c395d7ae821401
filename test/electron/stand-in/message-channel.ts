import { EventEmitter } from 'node:events'

/** A MessagePortMain: it queues until started, and says when the other end closes. */
export class MessagePortMain extends EventEmitter {
  other: MessagePortMain | undefined
  #queue: unknown[] = []
  #started = false
  #closed = false

  postMessage(data: unknown): void {
    // What oRPC sends is text; anything else would not survive the way that this stand-in takes.
    if (typeof data !== 'string') throw new TypeError('The stand-in carries text only')
    const { other } = this
    if (other) queueMicrotask(() => other.#take(data))
  }

  start(): void {
    this.#started = true
    for (const data of this.#queue.splice(0)) this.emit('message', { data, ports: [] })
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.other?.close()
    this.emit('close')
  }

  get closed(): boolean {
    return this.#closed
  }

  #take(data: unknown): void {
    if (this.#closed) return
    if (this.#started) this.emit('message', { data, ports: [] })
    else this.#queue.push(data)
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain()
  readonly port2 = new MessagePortMain()

  constructor() {
    this.port1.other = this.port2
    this.port2.other = this.port1
  }
}
