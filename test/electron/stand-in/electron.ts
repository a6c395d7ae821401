import { EventEmitter } from 'node:events'
import { takeOrders } from './control.ts'
import { closeBrowser, onContents, schemeHandlers } from './window.ts'

/*
 * A stand-in for the module `electron`: the part of it that the main bundle uses. Its windows are pages of a
 * real Chromium, its message ports carry between the processes, and the test asks it what was set.
 */

export { BrowserWindow, ipcMain } from './window.ts'
export { MessageChannelMain } from './message-channel.ts'

/** What was asked of each module, for the test. */
export const asked = {
  sandbox: false,
  privileged: [] as unknown[],
  paths: {} as Record<string, string>,
  menu: undefined as unknown,
  permissionRequest: undefined as PermissionRequestHandler | undefined,
  permissionCheck: undefined as (() => boolean) | undefined,
  devicePermission: undefined as (() => boolean) | undefined,
}
type PermissionRequestHandler = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
) => void

class App extends EventEmitter {
  readonly isPackaged = false

  enableSandbox(): void {
    asked.sandbox = true
  }
  getVersion(): string {
    return '0.0.1'
  }
  setPath(name: string, path: string): void {
    asked.paths[name] = path
  }
  requestSingleInstanceLock(): boolean {
    return process.env['STAND_IN_SECOND_INSTANCE'] === undefined
  }
  async whenReady(): Promise<void> {}
  quit(): void {
    let prevented = false
    this.emit('before-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) this.exit(0)
  }
  exit(code: number): void {
    void closeBrowser().finally(() => process.exit(code))
  }
}
export const app = new App()
onContents.on('web-contents-created', (event, contents) =>
  app.emit('web-contents-created', event, contents),
)

export const Menu = {
  setApplicationMenu(menu: unknown): void {
    asked.menu = menu
  },
}

export const protocol = {
  registerSchemesAsPrivileged(schemes: unknown[]): void {
    asked.privileged.push(...schemes)
  },
  handle(scheme: string, handler: (request: Request) => Promise<Response>): void {
    schemeHandlers.set(scheme, handler)
  },
}

export const session = {
  defaultSession: {
    setPermissionRequestHandler(handler: PermissionRequestHandler): void {
      asked.permissionRequest = handler
    },
    setPermissionCheckHandler(handler: () => boolean): void {
      asked.permissionCheck = handler
    },
    setDevicePermissionHandler(handler: () => boolean): void {
      asked.devicePermission = handler
    },
  },
}

/** Not a secret store: enough to see that what is written is not what was given. */
export const safeStorage = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => process.env['STAND_IN_SECRET_STORE'] ?? 'gnome_libsecret',
  encryptString: (text: string) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0x5a)),
  decryptString: (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString(),
}

takeOrders({ asked, app })
