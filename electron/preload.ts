import { contextBridge, ipcRenderer } from 'electron'

// All that the page gets: one boolean, and one message port to the station.
contextBridge.exposeInMainWorld('shipbenchDesktop', true)

ipcRenderer.on('shipbench:port', (event) => {
  window.postMessage({ shipbench: 'port' }, location.origin, [...event.ports])
})

// The page's own scripts have run by then, so that it listens.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send('shipbench:connect'))
