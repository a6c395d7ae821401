import type { EventEmitter } from 'node:events'
import { once } from 'node:events'
import { isIPv4 } from 'node:net'
import type { Bonjour, Service } from 'bonjour-service'
import type { FoundPrinter } from '../../../shared/printing.ts'
import { ipv4Interfaces } from './ipv4-interfaces.ts'
import { likelyLanguage, shownText } from './printer-words.ts'

const RAW_PORT = 9100
/** A question or its answer may be lost. */
const ASK_AGAIN_MS = [700, 2_000]

type ServiceType = 'pdl-datastream' | 'printer' | 'ipp' | 'ipps'
const TYPES: readonly ServiceType[] = ['pdl-datastream', 'printer', 'ipp', 'ipps']

/** What is looked on; the defaults are those of mDNS on all networks of this computer. */
export interface MdnsPlace {
  readonly interfaces: readonly string[]
  readonly port?: number
}

/** Printers that announce themselves by mDNS (Bonjour, AirPrint). */
export async function findByMdns(
  tell: (printer: FoundPrinter) => void,
  signal: AbortSignal,
  place: MdnsPlace = { interfaces: ipv4Interfaces().map(({ address }) => address) },
): Promise<void> {
  if (signal.aborted) return
  const { Bonjour } = await import('bonjour-service')
  const looks = place.interfaces.map((address) => lookOn(Bonjour, address, place.port, tell))
  const timers = ASK_AGAIN_MS.map((ms) =>
    setTimeout(() => {
      for (const look of looks) look.askAgain()
    }, ms),
  )
  try {
    if (!signal.aborted)
      await Promise.race([
        once(signal, 'abort'),
        Promise.all(looks.map(({ failed }) => failed)).then((failures) => {
          if (failures.length > 0) throw failures[0]
        }),
      ])
  } finally {
    for (const timer of timers) clearTimeout(timer)
    await Promise.all(looks.map((look) => look.close()))
  }
}

/** One socket for each network: the library alone asks only on the one that the computer likes best. */
function lookOn(
  Library: typeof Bonjour,
  address: string,
  port: number | undefined,
  tell: (printer: FoundPrinter) => void,
) {
  // Bound to the address of the interface, Linux would let no multicast through. Its types do not know these options.
  const options = { interface: address, bind: '0.0.0.0', ...(port === undefined ? {} : { port }) }
  const bonjour = new Library(options)
  // Not offered by the library, and an error that nobody hears ends the program.
  const { mdns } = (bonjour as unknown as { server: { mdns: EventEmitter } }).server
  const failed = new Promise<unknown>((resolve) => mdns.once('error', resolve))
  mdns.on('error', () => {})
  const browsers = TYPES.map((type) => {
    const browser = bonjour.find({ type })
    const learn = (service: Service) => {
      const printer = printerFrom(type, service)
      if (printer !== undefined) tell(printer)
    }
    browser.on('up', learn)
    browser.on('txt-update', learn)
    browser.on('srv-update', learn)
    return browser
  })
  return {
    failed,
    askAgain() {
      for (const browser of browsers) browser.update()
    },
    async close() {
      for (const browser of browsers) browser.stop()
      await new Promise<void>((resolve) => bonjour.destroy(resolve))
    },
  }
}

/** What an announcement tells; undefined where it leads to no printer. Nothing in it can be trusted. */
export function printerFrom(
  type: ServiceType,
  {
    name,
    port,
    addresses = [],
    referer,
    txt,
  }: Pick<Service, 'name' | 'port' | 'addresses' | 'referer' | 'txt'>,
): FoundPrinter | undefined {
  const known = addresses.filter(isIPv4)
  // The address from which it was heard can be reached from here; another one of its own may not.
  const host = known.find((address) => address === referer?.address) ?? known[0]
  // Port 0 only keeps a name.
  if (host === undefined || !Number.isInteger(port) || port < 1) return undefined
  const texts: Readonly<Record<string, unknown>> =
    typeof txt === 'object' && txt !== null ? txt : {}
  const text = (key: string) => (typeof texts[key] === 'string' ? texts[key] : undefined)
  const model = shownText(text('ty')) ?? shownText(text('usb_MDL')) ?? null
  const connection = connectionTo(type, host, port, text('rp'))
  if (connection === undefined) return undefined
  return {
    connection,
    name: shownText(name) ?? host,
    by: 'mdns',
    model,
    language: likelyLanguage(text('usb_CMD'), text('pdl'), text('ty'), text('usb_MDL')),
  }
}

function connectionTo(
  type: ServiceType,
  host: string,
  port: number,
  path = '',
): string | undefined {
  switch (type) {
    case 'pdl-datastream':
      return `tcp://${host}:${port}`
    // Its own protocol (LPD) is not spoken here; those that announce it take bytes as they are on this port.
    case 'printer':
      return `tcp://${host}:${RAW_PORT}`
    case 'ipp':
    case 'ipps':
      return /^[\w\-./]{0,100}$/.test(path) ? `${type}://${host}:${port}/${path}` : undefined
  }
}
