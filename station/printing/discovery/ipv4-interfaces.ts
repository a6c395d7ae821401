import { networkInterfaces } from 'node:os'

/** An address of this computer in a network, and the one that reaches all who are there. */
export interface Ipv4Interface {
  readonly address: string
  readonly broadcast: string
}

/** The networks that this computer is in, without the one within itself. */
export function ipv4Interfaces(): Ipv4Interface[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address, netmask }) => ({ address, broadcast: broadcastOf(address, netmask) })),
  )
}

function broadcastOf(address: string, netmask: string): string {
  const mask = netmask.split('.').map(Number)
  return address
    .split('.')
    .map((part, index) => (Number(part) | ~(mask[index] ?? 255)) & 255)
    .join('.')
}
