import { BlockList, isIPv4 } from 'node:net'
import type { NetworkAddress } from '../lib/http.ts'

/** Networks that are not the public internet; each stands for itself, so that 10/8 opens no door to 192.168/16. */
const NETWORKS: readonly (readonly [name: string, cidrs: readonly string[]])[] = [
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['private-10', ['10.0.0.0/8']],
  ['private-172', ['172.16.0.0/12']],
  ['private-192', ['192.168.0.0/16']],
  ['carrier-grade-nat', ['100.64.0.0/10']],
  ['unique-local', ['fc00::/7']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10', 'fec0::/10']],
  [
    'reserved',
    [
      '0.0.0.0/8',
      '192.0.0.0/24',
      '192.0.2.0/24',
      '198.18.0.0/15',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '224.0.0.0/4',
      '240.0.0.0/4',
      '::/128',
      '100::/64',
      '2001:db8::/32',
      'ff00::/8',
    ],
  ],
]

const LISTS = NETWORKS.map(([name, cidrs]) => {
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [network = '', bits = ''] = cidr.split('/')
    list.addSubnet(network, Number(bits), network.includes(':') ? 'ipv6' : 'ipv4')
  }
  return { name, list }
})

/** IPv6 addresses that carry an IPv4 address: mapped, compatible, NAT64, 6to4. */
const CARRIES_IPV4: readonly { readonly list: BlockList; readonly firstGroup: number }[] = [
  ['::ffff:0:0', 96, 6],
  ['::', 96, 6],
  ['64:ff9b::', 96, 6],
  ['2002::', 16, 1],
].map(([network, bits, firstGroup]) => {
  const list = new BlockList()
  list.addSubnet(String(network), Number(bits), 'ipv6')
  return { list, firstGroup: Number(firstGroup) }
})

/** "public", or which other network an address belongs to. */
export function networkKindOf({ address, family }: NetworkAddress): string {
  const type = family === 4 ? 'ipv4' : 'ipv6'
  const found = LISTS.find(({ list }) => list.check(address, type))
  if (found) return found.name
  if (family === 4) return 'public'
  const carrier = CARRIES_IPV4.find(({ list }) => list.check(address, 'ipv6'))
  const inner = carrier && ipv4At(address, carrier.firstGroup)
  return inner === undefined ? 'public' : networkKindOf({ address: inner, family: 4 })
}

function ipv4At(address: string, firstGroup: number): string | undefined {
  const groups = groupsOf(address)
  const [high, low] = [groups[firstGroup], groups[firstGroup + 1]]
  if (high === undefined || low === undefined) return undefined
  const text = [high >> 8, high & 255, low >> 8, low & 255].join('.')
  return isIPv4(text) ? text : undefined
}

/** The eight groups of an IPv6 address; the URL parser writes its last two in hexadecimal for us. */
function groupsOf(address: string): number[] {
  const bare = address.split('%')[0] ?? ''
  const host = URL.parse(`http://[${bare}]/`)?.hostname.slice(1, -1) ?? ''
  const [head = '', tail] = host.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array.from({ length: gap }, () => '0'), ...right].map((group) =>
    Number.parseInt(group, 16),
  )
}
