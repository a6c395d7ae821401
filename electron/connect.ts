import { ipcMain, MessageChannelMain, type MessagePortMain, type WebContents } from 'electron'
import { RPCHandler } from '@orpc/server/message-port'
import type { Log } from '../station/ports.ts'
import type { Station } from '../station/station.ts'
import { isOurPage } from './window.ts'

/**
 * Hands our own page one message port to the station when its preload asks; the only word between the
 * processes. Whoever else asks (another address, a frame inside the page) gets nothing.
 */
export function connectPages(router: Station['router'], log: Log): void {
  const handler = new RPCHandler(router)
  const ports = new WeakMap<WebContents, MessagePortMain>()
  ipcMain.on('shipbench:connect', (event) => {
    const frame = event.senderFrame
    if (!frame || frame.parent !== null || !isOurPage(frame.url)) {
      log.warn({ address: frame?.url ?? 'none' }, 'A page that is not ours asked for the station')
      return
    }
    // A page that was loaded anew gets a new port; the old one's streams end.
    ports.get(event.sender)?.close()
    const { port1, port2 } = new MessageChannelMain()
    ports.set(event.sender, port1)
    handler.upgrade(port1)
    port1.start()
    frame.postMessage('shipbench:port', null, [port2])
  })
}
