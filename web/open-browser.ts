import { spawn } from 'node:child_process'

/** Whether something can be shown to a person on this machine. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])
}

/** Opens an address in the person's browser. Where that fails, the ready line still has the address. */
export function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '""', url]
        : ['xdg-open', url]
  if (command === undefined) return
  const browser = spawn(command, args, { stdio: 'ignore', detached: true })
  browser.once('error', () => {})
  browser.unref()
}
