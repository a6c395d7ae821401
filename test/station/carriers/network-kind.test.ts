import { isIPv6 } from 'node:net'
import { expect, test } from 'vitest'
import { networkKindOf } from '../../../station/carriers/network-kind.ts'

test.each([
  ['8.8.8.8', 'public'],
  ['172.15.255.255', 'public'],
  ['172.32.0.0', 'public'],
  ['2606:4700::1', 'public'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['::1', 'loopback'],
  ['10.1.2.3', 'private-10'],
  ['172.16.0.1', 'private-172'],
  ['172.31.255.255', 'private-172'],
  ['192.168.0.1', 'private-192'],
  ['100.64.0.1', 'carrier-grade-nat'],
  ['169.254.169.254', 'link-local'],
  ['fe80::1', 'link-local'],
  ['fd00::1', 'unique-local'],
  ['0.0.0.0', 'reserved'],
  ['224.0.0.1', 'reserved'],
  ['255.255.255.255', 'reserved'],
  ['::', 'reserved'],
  ['ff02::1', 'reserved'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::ffff:a00:1', 'private-10'],
  ['::ffff:8.8.8.8', 'public'],
  ['::10.0.0.1', 'private-10'],
  ['64:ff9b::a9fe:a9fe', 'link-local'],
  ['64:ff9b::c0a8:101', 'private-192'],
  ['2002:7f00:1::', 'loopback'],
  ['2002:808:808::1', 'public'],
])('%s is %s', (address, expected) => {
  expect(networkKindOf({ address, family: isIPv6(address) ? 6 : 4 })).toBe(expected)
})
