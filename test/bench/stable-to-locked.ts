import { connect } from 'node:net'
import { startScaleSimulator } from '../../simulators/scale/scale.ts'
import type { ScaleProtocolName } from '../../shared/weighing.ts'
import type { Log } from '../../station/ports.ts'
import { SCALE_PROTOCOLS } from '../../station/weighing/protocols/protocols.ts'
import {
  createWeighing,
  lockable,
  observe,
  startLock,
  type LockState,
} from '../../station/weighing/weighing.ts'
import { noHid } from '../station/weighing/no-hid.ts'
import { percentiles, printRow, printTitle } from './figures.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }
const clock = { now: () => new Date() }
const BOXES = 40

/** A scale that is asked, one that sends ten times a second, and one that sends sixty. */
const SCALES = [
  ['nci', 100],
  ['toledo-continuous', 100],
  ['toledo-continuous', 1000 / 60],
] as const satisfies readonly (readonly [Exclude<ScaleProtocolName, 'hid-pos'>, number])[]

/**
 * From the moment the pan rests until a weight may be taken by the rules (three fresh reports that agree, over 100 ms
 * at least). The peer is a bare socket on the same scale: when it first hears the scale say stable.
 */
export async function benchStableToLocked(): Promise<void> {
  printTitle('weight stable to locked, and the first stable word on a bare socket')
  for (const [protocol, everyMs] of SCALES) {
    const scale = await startScaleSimulator({ protocol, everyMs, settleMs: Infinity })
    const connection = `tcp://127.0.0.1:${scale.port}`
    const weighing = createWeighing({
      scale: () => ({ connection, protocol }),
      hid: noHid,
      clock,
      log: silent,
    })
    const bare = hearBare(scale.port, protocol)
    let lock: LockState = startLock(true)
    let onLocked = () => {}
    weighing.readings.subscribe((reading) => {
      lock = observe(lock, reading, performance.now())
      if (lockable(lock, clock.now())) onLocked()
    })
    const ours: number[] = []
    const peers: number[] = []
    for (let box = 0; box < BOXES; box += 1) {
      scale.empty()
      scale.settle()
      await reads(weighing, 'empty')
      scale.put(1000 + box)
      await reads(weighing, 'moving')
      const locked = new Promise<void>((resolve) => (onLocked = resolve))
      const heard = bare.stable(1000 + box)
      const settledAt = performance.now()
      scale.settle()
      await Promise.all([
        locked.then(() => ours.push(performance.now() - settledAt)),
        heard.then(() => peers.push(performance.now() - settledAt)),
      ])
      onLocked = () => {}
    }
    bare.stop()
    await weighing.stop()
    await scale.stop()
    const peer = percentiles(peers)
    const { p50, p95 } = percentiles(ours)
    const name = `${protocol}, ${Math.round(1000 / everyMs)} a second`
    printRow(protocol === 'nci' ? 'nci, asked' : name, { p50, p95, ratio: p50 / peer.p50 })
    printRow('peer: first stable word', { ...peer, ratio: 1 })
  }
}

function reads(
  { readings }: ReturnType<typeof createWeighing>,
  state: 'empty' | 'moving',
): Promise<void> {
  return new Promise((resolve) => {
    const leave = readings.subscribe((reading) => {
      if (reading.state !== state) return
      leave()
      resolve()
    })
  })
}

/** Asks as often as the station does, and listens; nothing more. */
function hearBare(port: number, protocol: ScaleProtocolName) {
  const parser = SCALE_PROTOCOLS[protocol]()
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  const { query } = parser
  const asking = query && setInterval(() => socket.write(query), 50)
  let wanted = ''
  let tell = () => {}
  socket.on('data', (bytes) => {
    for (const { status, weight } of parser.push(bytes))
      if (status.is === 'stable' && weight.replace(/\D/g, '').endsWith(wanted)) tell()
  })
  return {
    stable(grams: number) {
      wanted = String(grams)
      return new Promise<void>((resolve) => (tell = resolve))
    },
    stop() {
      clearInterval(asking)
      socket.destroy()
    },
  }
}
