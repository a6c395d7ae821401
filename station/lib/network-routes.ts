import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { LookupFunction } from 'node:net'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import type { Dispatcher } from 'undici'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { NetworkSettings } from '../../shared/settings.ts'
import type { HttpFailure, NetworkAddress } from './http.ts'

/** What carries calls to one side of the world. */
export interface Routes {
  readonly shared: Dispatcher
  /** For a single call, bound to these addresses. */
  pinned(addresses: readonly NetworkAddress[]): Dispatcher
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/** To this machine itself: directly, whatever the settings say. */
export async function openLocalRoutes(): Promise<Outcome<Routes, HttpFailure>> {
  const { Agent } = await import('undici')
  return done({
    shared: new Agent(),
    pinned: (addresses) => new Agent({ connect: { lookup: lookupAmong(addresses) } }),
  })
}

/**
 * To all else, with the authorities and the proxy of the settings; without such a proxy with those of HTTPS_PROXY,
 * HTTP_PROXY and NO_PROXY. undici is loaded with the first call: it is large, and a bench should be ready to scan
 * before it is needed.
 */
export async function openOutsideRoutes(
  network: NetworkSettings,
): Promise<Outcome<Routes, HttpFailure>> {
  const { EnvHttpProxyAgent } = await import('undici')
  const trust = network.caFile === undefined ? undefined : await trustWith(network.caFile)
  if (network.caFile !== undefined && !trust)
    return failed({ code: 'not-sent', reason: 'CA_FILE_NOT_READABLE' })
  const tls = trust && { secureContext: trust }
  const { proxy } = network
  const options = {
    ...(proxy !== undefined && { httpProxy: proxy, httpsProxy: proxy, noProxy: '' }),
    ...(tls && { requestTls: tls, proxyTls: tls }),
  }
  try {
    return done({
      shared: new EnvHttpProxyAgent({ ...options, ...(tls && { connect: tls }) }),
      pinned: (addresses) =>
        new EnvHttpProxyAgent({ ...options, connect: { ...tls, lookup: lookupAmong(addresses) } }),
    })
  } catch {
    // Only a proxy variable that is no address can fail here.
    return failed({ code: 'not-sent', reason: 'PROXY_NOT_VALID' })
  }
}

/** The usual authorities and those of a PEM file; undefined where the file has none that can be read. */
async function trustWith(caFile: string): Promise<SecureContext | undefined> {
  try {
    const texts = (await readFile(caFile, 'utf8')).match(CERTIFICATE) ?? []
    // OpenSSL would pass over what it cannot read, and trust less than the settings say without a word.
    const own = texts.map((text) => new X509Certificate(text).toString())
    if (own.length === 0) return undefined
    return createSecureContext({ ca: [...getCACertificates('default'), ...own] })
  } catch {
    return undefined
  }
}

/** A name look-up that knows these addresses and no others. */
function lookupAmong(addresses: readonly NetworkAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const first = addresses[0]
    if (options.all) callback(null, [...addresses])
    else if (first) callback(null, first.address, first.family)
    else callback(new Error('no address'), '')
  }
}
