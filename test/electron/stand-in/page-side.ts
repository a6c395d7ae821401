/** Runs in the page before its own scripts: what Electron gives a sandboxed preload, and the preload itself. */
export function pageSide(preload: string): string {
  return `(() => {
    if (window !== window.top) return
    const listeners = new Map()
    const ports = new Map()
    const main = (message) => window.standInMain(message)
    window.standInPage = {
      deliver(channel, message, portIds) {
        const transferred = portIds.map((id) => {
          const { port1, port2 } = new MessageChannel()
          ports.set(id, port1)
          port1.onmessage = (event) => main({ kind: 'port', id, data: event.data })
          return port2
        })
        for (const listener of listeners.get(channel) ?? []) listener({ ports: transferred }, message)
      },
      port(id, data) { ports.get(id)?.postMessage(data) },
      closePort(id) { ports.get(id)?.close() },
    }
    const electron = {
      contextBridge: {
        exposeInMainWorld(name, value) {
          main({ kind: 'exposed', name, value })
          Object.defineProperty(window, name, { value, writable: false, enumerable: true })
        },
      },
      ipcRenderer: {
        on(channel, listener) {
          listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
        },
        send(channel, ...given) { main({ kind: 'send', channel, given }) },
      },
    }
    const require = (name) => {
      if (name === 'electron') return electron
      throw new Error('A sandboxed preload may not require ' + name)
    }
    ;((require, module, exports, process) => { ${preload} })(require, { exports: {} }, {}, undefined)
  })()`
}
