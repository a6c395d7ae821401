import type { CarrierFailure } from '../shared/shipping.ts'
import { fillWords, PROBLEM_WORDS } from '../shared/words.ts'
import { createCarriers } from '../station/carriers/carriers.ts'
import { withoutHidden } from '../station/carriers/hidden-texts.ts'
import type { CannotStart } from '../station/host/arguments.ts'
import {
  fixedCredentials,
  readEnvironmentCredentials,
} from '../station/host/environment-credentials.ts'
import { deskHelp, readDeskArguments } from './desk/desk-arguments.ts'
import type { DeskCall } from './desk/desk-call.ts'
import { VERSION } from './version.ts'

/*
 * What `npm run carrier` runs: one call to a carrier for the shift lead, and whoever sets a station up. It reads
 * settings file and environment, knows no data folder, and has no call that can buy.
 */

const NAMES = { flexport: 'Flexport', flavorcloud: 'FlavorCloud' } as const

/** The answer as it is printed: without credentials, but for the one that is asked for. */
function shown(value: unknown, call: DeskCall, secrets: readonly string[]): string {
  const hidden = JSON.parse(withoutHidden(JSON.stringify(value ?? 'done'), secrets)) as object
  const asked = (value as Record<string, unknown> | null)?.[call.shows ?? '']
  return JSON.stringify(
    call.shows === undefined ? hidden : { ...hidden, [call.shows]: asked },
    null,
    2,
  )
}

function failureText({ code, carrier, field, ...more }: CarrierFailure): string {
  const name = NAMES[carrier]
  const words = fillWords(PROBLEM_WORDS[code].happened, { carrier: name, field: field ?? '' })
  const lines = [
    `shipbench: ${words}`,
    more.carrierSaid !== undefined && `${name} said: ${more.carrierSaid}`,
    more.httpStatus !== undefined && `HTTP status ${more.httpStatus}`,
    more.correlationId !== undefined && `Correlation id ${more.correlationId}`,
  ]
  return lines.filter((line) => line !== false).join('\n')
}

async function carrierDesk(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help')) {
    process.stdout.write(deskHelp())
    return 0
  }
  const asked = readDeskArguments(argv)
  if (!asked.ok) return refuse(asked.failure)
  const environment = readEnvironmentCredentials(process.env)
  if (!environment.ok) return refuse(environment.failure)
  const { call, given, settings } = asked.value
  const credentials = environment.value
  const { flexportToken, flavorcloudAppId, flavorcloudRestApiKey, flavorcloudCustomerKeys } =
    credentials
  const secrets = [
    flexportToken,
    flavorcloudAppId,
    flavorcloudRestApiKey,
    ...Object.values(flavorcloudCustomerKeys ?? {}),
  ].filter((secret) => secret !== undefined)

  const quiet = () => {}
  const carriers = createCarriers({
    settings: () => settings,
    credentials: fixedCredentials(credentials, 'environment'),
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    version: VERSION,
    clock: { now: () => new Date() },
  })
  const answer = await call.run(carriers.clients, given)
  await carriers.stop()
  if (!answer.ok) {
    process.stderr.write(`${withoutHidden(failureText(answer.failure), secrets)}\n`)
    return 1
  }
  process.stdout.write(`${shown(answer.value, call, secrets)}\n`)
  return 0
}

function refuse({ message }: CannotStart): number {
  process.stderr.write(`${message}\n`)
  return 2
}

process.exitCode = await carrierDesk(process.argv.slice(2))
