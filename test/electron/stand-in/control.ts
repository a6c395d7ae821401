import { EventEmitter } from 'node:events'
import type { asked } from './electron.ts'
import { ipcMain, seen, windows } from './window.ts'

/** What the test, in another process, may ask of the stand-in. */
export type Order =
  | { readonly do: 'facts' }
  | { readonly do: 'evaluate'; readonly expression: string }
  | { readonly do: 'scan'; readonly text: string }
  | { readonly do: 'reload' }
  | { readonly do: 'close-window' }
  | { readonly do: 'crash-page' }
  | { readonly do: 'ask-permission'; readonly permission: string }
  /** Some other page or frame asks the main process for the station; answers how many ports it got. */
  | { readonly do: 'ask-for-station'; readonly url: string; readonly inFrame: boolean }

interface Parts {
  readonly asked: typeof asked
  readonly app: EventEmitter
}

export function takeOrders({ asked, app }: Parts): void {
  process.on('message', (message: { id: number; order: Order }) => {
    void obey(message.order, asked, app).then(
      (value) => process.send?.({ id: message.id, value }),
      (error: unknown) => process.send?.({ id: message.id, error: String(error) }),
    )
  })
}

async function obey(order: Order, asked: Parts['asked'], app: EventEmitter): Promise<unknown> {
  const [window] = windows
  const page = window?.page
  switch (order.do) {
    case 'facts': {
      const { sandbox, privileged, paths, menu } = asked
      return { ...seen, sandbox, privileged, paths, menu }
    }
    case 'evaluate':
      return page?.evaluate(order.expression)
    case 'scan':
      // As fast as a scanner, however busy the machine: no key waits for the one before to be answered.
      return (
        page &&
        Promise.all(
          [...Array.from(order.text), 'Enter'].flatMap((key) => [
            page.keyboard.down(key),
            page.keyboard.up(key),
          ]),
        )
      )
    case 'reload':
      return window?.reload()
    case 'close-window':
      await window?.close()
      return app.emit('window-all-closed')
    case 'crash-page':
      return window?.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    case 'ask-permission': {
      let granted: boolean | undefined
      asked.permissionRequest?.({}, order.permission, (answer) => (granted = answer))
      return { granted, checked: asked.permissionCheck?.(), device: asked.devicePermission?.() }
    }
    case 'ask-for-station': {
      let ports = 0
      const senderFrame = {
        url: order.url,
        parent: order.inFrame ? {} : null,
        postMessage: (_channel: string, _message: unknown, given: unknown[]) => {
          ports += given.length
        },
      }
      ipcMain.emit('shipbench:connect', { sender: new EventEmitter(), senderFrame })
      return ports
    }
    default:
      throw new Error(`Unknown order: ${JSON.stringify(order)}`)
  }
}
