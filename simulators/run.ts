import { parseArgs } from 'node:util'
import { z } from 'zod'
import { LanguageNameSchema } from '../shared/printing.ts'
import { startAdminServer, type AdminServer } from './admin-server.ts'
import { SimulatedFaultSchema } from './label-printer/printer-faults.ts'
import { ScaleFaultSchema } from './scale/scale-fault.ts'
import { SpokenProtocolSchema } from './scale/scale-speech.ts'

const HELP = `Starts one simulated device or carrier on 127.0.0.1 and prints one line of JSON that says where.

  npm run simulate -- flexport [--port N]
  npm run simulate -- flavorcloud [--port N]
  npm run simulate -- printer [--port N] [--language zpl|epl2|tspl|escpos|cpcl]
  npm run simulate -- scale [--port N] [--protocol nci|sics|toledo-8217|toledo-continuous|cas|a-and-d|ohaus]

  --port N   the TCP port; 0, the default, picks a free one
  --help     this text

At the adminUrl of that line each answers calls from outside, each explained in docs/simulators.md:
  carriers   GET  /__admin/ledger     what was sold
             GET  /__admin/requests   every call seen
             POST /__admin/fault      {"fault":"none|slow|down|lost-answer"}
             GET, POST, DELETE /__admin/script
                                      {"steps":[{"call":"*","times":1,"do":{"kind":"drop","when":"after"}}]}
             GET, POST /__admin/switches
             and more of each carrier's own
  printer    GET  /__admin/paper
             GET  /__admin/odometer   labels printed
             POST /__admin/fault      {"fault":"none|paper-out|head-open|…"}
  scale      GET, POST /__admin/pan   {"grams":500}
             POST /__admin/fault      {"fault":"none|over|under|net|unknown-unit|noise|parity|dies|silent"}`

const PAPER_WORKER = new URL('./label-printer/paper-worker.ts', import.meta.url)

/** 0 is an empty pan. */
const PanSchema = z.object({ grams: z.int().min(0).max(100_000) })

interface Running {
  readonly says: object
  stop(): Promise<void>
}

class WrongUse extends Error {}

interface Asked {
  readonly name: string | undefined
  readonly port: number
  readonly protocol: string
  readonly language: string
}

async function start({ name, port, protocol, language }: Asked): Promise<Running> {
  switch (name) {
    case 'flexport': {
      const { startFlexportSimulator } = await import('./flexport/flexport.ts')
      const carrier = await startFlexportSimulator({ port })
      const { url, adminUrl, token } = carrier
      return { says: { simulator: name, url, adminUrl, token }, stop: () => carrier.stop() }
    }
    case 'flavorcloud': {
      const { startFlavorCloudSimulator } = await import('./flavorcloud/flavorcloud.ts')
      const carrier = await startFlavorCloudSimulator({ port })
      const { url, adminUrl, appId, restApiKey } = carrier
      return {
        says: { simulator: name, url, adminUrl, appId, restApiKey },
        stop: () => carrier.stop(),
      }
    }
    case 'printer': {
      const known = LanguageNameSchema.safeParse(language)
      if (!known.success)
        throw new WrongUse(`--language must be one of ${LanguageNameSchema.options.join(', ')}`)
      const { startLabelPrinterSimulator } = await import('./label-printer/label-printer.ts')
      const printer = await startLabelPrinterSimulator({
        port,
        paperWorker: PAPER_WORKER,
        language: known.data,
      })
      const admin = await startAdminServer({
        'GET paper': () => ({
          json: printer.paper().map(({ id, at, barcodes }) => ({ id, at, barcodes })),
        }),
        'GET odometer': () => ({ json: { labels: printer.labelsPrinted() } }),
        'POST fault': (given) => {
          const asked = z.object({ fault: SimulatedFaultSchema }).safeParse(given)
          if (!asked.success)
            return { problem: `fault: one of ${SimulatedFaultSchema.options.join(', ')}` }
          printer.fault(asked.data.fault)
          return { json: asked.data }
        },
      })
      return deviceWith(admin, name, printer)
    }
    case 'scale': {
      const known = SpokenProtocolSchema.safeParse(protocol)
      if (!known.success)
        throw new WrongUse(`--protocol must be one of ${SpokenProtocolSchema.options.join(', ')}`)
      const { startScaleSimulator } = await import('./scale/scale.ts')
      const scale = await startScaleSimulator({ port, protocol: known.data })
      const admin = await startAdminServer({
        'GET pan': () => ({ json: { grams: scale.grams() } }),
        'POST pan': (given) => {
          const asked = PanSchema.safeParse(given)
          if (!asked.success) return { problem: 'grams: a whole number from 0 to 100000' }
          scale.put(asked.data.grams)
          return { json: asked.data }
        },
        'POST fault': (given) => {
          const asked = z.object({ fault: ScaleFaultSchema }).safeParse(given)
          if (!asked.success)
            return { problem: `fault: one of ${ScaleFaultSchema.options.join(', ')}` }
          scale.fault(asked.data.fault)
          return { json: asked.data }
        },
      })
      return deviceWith(admin, name, scale)
    }
    default:
      throw new WrongUse(
        `${name === undefined ? 'Name a simulator' : `There is no simulator "${name}"`}: flexport, flavorcloud, printer or scale`,
      )
  }
}

function deviceWith(
  admin: AdminServer,
  simulator: string,
  device: { readonly port: number; stop(): Promise<void> },
): Running {
  return {
    says: { simulator, port: device.port, adminUrl: admin.url },
    async stop() {
      await Promise.all([device.stop(), admin.stop()])
    },
  }
}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '0' },
      protocol: { type: 'string', default: 'nci' },
      language: { type: 'string', default: 'zpl' },
      help: { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new WrongUse('--port must be a number from 0 to 65535')
  if (positionals.length > 1) throw new WrongUse('Name one simulator')
  return { ...values, port, name: positionals[0] }
}

try {
  const { help, ...asked } = readArguments()
  if (help) {
    process.stdout.write(`${HELP}\n`)
  } else {
    const running = await start(asked)
    process.stdout.write(`${JSON.stringify(running.says)}\n`)
    const stop = () => void running.stop().then(() => process.exit(0))
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
