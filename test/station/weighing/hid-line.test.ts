import { afterEach, beforeEach, describe } from 'vitest'
import type { HidAccess } from '../../../station/hid/hid.ts'
import { createHidAccess } from '../../../station/hid/hid-process.ts'
import { hidLines } from '../../../station/weighing/lines/hid-line.ts'
import { type LinePeer, scaleLineContract } from '../../contracts/scale-line.contract.ts'
import { type HidStandIn, startHidStandIn } from '../hid/hid-stand-in.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }

describe('a scale on USB', () => {
  let usb: HidStandIn
  let hid: HidAccess
  beforeEach(async () => {
    usb = await startHidStandIn()
    hid = createHidAccess({ helper: usb.helper, log })
  })
  afterEach(async () => {
    await hid.stop()
    await usb.stop()
  })

  function startPeer(): Promise<LinePeer> {
    const path = usb.plug({ vendorId: 0x0922, productId: 0x8003, usagePage: 0x8d })
    return Promise.resolve({
      connection: 'hid:0922:8003',
      mute: true,
      received: () => Promise.reject(new Error('nothing is written to a USB scale')),
      send: (text) => usb.report(path, [...Buffer.from(text, 'latin1')]),
      pull: () => usb.pull(path),
      stop: () => Promise.resolve(),
    })
  }

  scaleLineContract({
    open: (connection, listener) => hidLines(hid)(connection, listener),
    startPeer,
    nobody: () => Promise.resolve('hid:0922:8003'),
    invalid: 'hid:922:8003',
  })
})
