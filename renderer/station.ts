import { createORPCClient, DynamicLink, type ClientContext } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { create } from 'zustand'
import type { Contract } from '../shared/contract.ts'

/** The station, typed by the contract. Calls throw while the link is down; nothing is kept for later. */
export type Station = ContractRouterClient<Contract>

/** The link to the station. `generation` grows by one each time it comes up. */
export interface LinkState {
  readonly state: 'connecting' | 'up' | 'down'
  readonly generation: number
}

export const useLink = create<LinkState>(() => ({ state: 'connecting', generation: 0 }))

declare global {
  interface Window {
    /** Set by the desktop's preload; the station is then reached over a message port. */
    readonly shipbenchDesktop?: boolean
  }
}

type Link = SocketLink<ClientContext> | PortLink<ClientContext>
let current: Link | undefined

export const station: Station = createORPCClient(
  new DynamicLink(() => {
    if (!current) throw new Error('The station cannot be reached')
    return Promise.resolve(current)
  }),
)

function linkUp(link: Link) {
  current = link
  useLink.setState((before) => ({ state: 'up', generation: before.generation + 1 }))
}

function linkDown() {
  current = undefined
  useLink.setState({ state: 'down' })
}

const TOKEN_KEY = 'shipbench.token'

/** The token comes once in the address and is then kept for this tab only, out of sight. */
function takeToken(): string {
  const fromAddress = new URLSearchParams(location.hash.slice(1)).get('token')
  if (fromAddress !== null) {
    sessionStorage.setItem(TOKEN_KEY, fromAddress)
    history.replaceState(null, '', location.pathname + location.search)
  }
  return fromAddress ?? sessionStorage.getItem(TOKEN_KEY) ?? ''
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 4000

function connectSocket() {
  const token = takeToken()
  const address = `${location.origin.replace(/^http/, 'ws')}/rpc?token=${encodeURIComponent(token)}`
  let waitMs = FIRST_WAIT_MS
  const open = () => {
    const socket = new WebSocket(address)
    socket.addEventListener('open', () => {
      waitMs = FIRST_WAIT_MS
      linkUp(new SocketLink({ websocket: socket }))
    })
    socket.addEventListener('close', () => {
      linkDown()
      setTimeout(open, waitMs)
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
    })
  }
  open()
}

/** The preload posts the port as soon as the page is there, and another whenever the station came anew. */
function connectPort() {
  window.addEventListener('message', (event: MessageEvent<{ shipbench?: unknown } | null>) => {
    if (event.source !== window || event.data?.shipbench !== 'port') return
    const [port] = event.ports
    if (!port) return
    const link = new PortLink({ port })
    port.addEventListener('close', () => {
      if (current === link) linkDown()
    })
    port.start()
    linkUp(link)
  })
}

/** Opens the link to the station and keeps it open for as long as the page lives. */
export function connectStation() {
  if (window.shipbenchDesktop === true) connectPort()
  else connectSocket()
}
