import type { Socket } from 'node:net'
import type { SimulatedFault } from './printer-faults.ts'

/** Less than any label, more than any question. */
const FAULTY_AFTER_BYTES = 512
const SLOW_READ_MS = 20

/** One caller's line to the printer, with the manners of the fault that holds. */
export interface PrinterLine {
  say(bytes: Buffer): void
  /** Another fault holds now. */
  faultChanged(): void
  destroy(): void
}

/** `take` gets what the printer reads. The socket stays open until we end it, whatever the caller does. */
export function createPrinterLine(
  socket: Socket,
  currentFault: () => SimulatedFault,
  take: (bytes: Buffer) => void,
): PrinterLine {
  /** Read off the socket and not looked at: what comes after the stall. */
  let held: Buffer = Buffer.alloc(0)
  let taken = 0
  let isDeaf = false
  let callerIsDone = false
  let slowly: NodeJS.Timeout | undefined

  function read(bytes: Buffer): void {
    const fault = currentFault()
    const isFaulty = fault === 'stalls' || fault === 'closes-early' || fault === 'resets'
    const room = isFaulty ? Math.max(0, FAULTY_AFTER_BYTES - taken) : bytes.length
    const part = bytes.subarray(0, room)
    taken += part.length
    take(part)
    if (part.length < bytes.length) misbehave(fault, bytes.subarray(room))
    if (fault === 'reads-slowly') {
      socket.pause()
      slowly = setTimeout(() => socket.resume(), SLOW_READ_MS)
    }
  }

  function misbehave(fault: SimulatedFault, rest: Buffer): void {
    if (fault === 'stalls') {
      held = rest
      socket.pause()
      return
    }
    isDeaf = true
    if (fault === 'resets') socket.resetAndDestroy()
    else socket.end()
  }

  socket.on('data', (bytes: Buffer) => {
    if (!isDeaf) read(bytes)
  })
  socket.on('end', () => {
    callerIsDone = true
    if (held.length === 0) socket.end()
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => clearTimeout(slowly))
  if (currentFault() === 'never-reads') socket.pause()

  return {
    say: (bytes) => void (socket.writable && socket.write(bytes)),
    faultChanged() {
      if (currentFault() === 'never-reads') socket.pause()
      else socket.resume()
      const waiting = held
      held = Buffer.alloc(0)
      if (waiting.length > 0) read(waiting)
      if (callerIsDone && held.length === 0) socket.end()
    },
    destroy: () => void socket.destroy(),
  }
}
