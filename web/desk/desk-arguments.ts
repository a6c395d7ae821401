import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { done, type Outcome } from '../../shared/outcome.ts'
import { fieldProblems, type FieldProblem } from '../../shared/problem.ts'
import { SettingsSchema, type Settings } from '../../shared/settings.ts'
import { type CannotStart, cannotStart } from '../../station/host/arguments.ts'
import { parseJson } from '../../station/host/json-text.ts'
import { readSettingsFile } from '../../station/host/settings-file.ts'
import type { DeskCall } from './desk-call.ts'
import { FLAVORCLOUD_CALLS } from './flavorcloud-calls.ts'
import { FLEXPORT_CALLS } from './flexport-calls.ts'

export const CALLS: readonly DeskCall[] = [...FLEXPORT_CALLS, ...FLAVORCLOUD_CALLS]

interface Asked {
  readonly call: DeskCall
  readonly given: unknown
  readonly settings: Settings
}

/** The call that is meant, with its members checked and its files read. */
export function readDeskArguments(argv: readonly string[]): Outcome<Asked, CannotStart> {
  const [carrier, name, ...rest] = argv
  const call = CALLS.find((one) => one.carrier === carrier && one.name === name)
  if (!call)
    return cannotStart(
      `${[carrier, name].filter(Boolean).join(' ') || 'nothing'} is no call that the desk has. See --help`,
    )
  const names = Object.keys(call.members.shape)
  let flags: Record<string, string | undefined>
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      allowPositionals: true,
      options: Object.fromEntries(
        [...names, 'settings'].map((name) => [name, { type: 'string' as const }]),
      ),
    })
    const [first, ...others] = positionals
    const [named] = names
    if (others.length > 0 || (first !== undefined && (!named || values[named] !== undefined)))
      return cannotStart(`"${others[0] ?? first}" is one word too many. See --help`)
    flags = { ...values, ...(first !== undefined && named && { [named]: first }) }
  } catch (error) {
    return cannotStart(`${(error as Error).message.split('. ')[0]}. See --help`)
  }

  const { settings: settingsFile, body: bodyFile, ...members } = flags
  const settings = readSettings(settingsFile)
  if (!settings.ok) return settings
  const body = bodyFile === undefined ? undefined : readBody(bodyFile)
  if (body && !body.ok) return body
  const given = call.members.safeParse({ ...members, ...(body && { body: body.value }) })
  if (!given.success)
    return cannotStart(
      problemsLine(fieldProblems(given.error), (path) =>
        path.replace(/^body\./, `${bodyFile}: `).replace(/^(?=[\w-]+$)/, '--'),
      ),
    )
  return done({ call, given: given.data, settings: settings.value })
}

function readSettings(file: string | undefined): Outcome<Settings, CannotStart> {
  const json = file === undefined ? done({}) : readSettingsFile(file)
  if (!json.ok) return json
  const settings = SettingsSchema.safeParse(json.value)
  return settings.success
    ? done(settings.data)
    : cannotStart(`settings file ${file}: ${problemsLine(fieldProblems(settings.error))}`)
}

function readBody(file: string): Outcome<unknown, CannotStart> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return cannotStart(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`)
  }
  const json = parseJson(text)
  return json.ok ? json : cannotStart(`${file} ${json.failure.message}`)
}

function problemsLine(
  problems: readonly FieldProblem[],
  named: (path: string) => string = (path) => path,
): string {
  return problems.map(({ path, message }) => `${named(path)} ${message}`.trim()).join('; ')
}

/** What `--help` prints. */
export function deskHelp(): string {
  const usages = CALLS.map((call) => [`${call.carrier} ${call.name}${membersOf(call)}`, call.words])
  return `Asks a carrier one thing. Nothing here can buy.

Usage: npm run carrier -- <carrier> <call> [--settings FILE] [--member value …]

${usages.map(([usage, words]) => `  ${usage}\n      ${words}`).join('\n')}

The first member may be given without its name. FILE holds JSON, by the names of the carrier's own description.
Credentials come from the environment, as those of the station do; carriers' addresses and the network from the
settings file. The answer is JSON on standard output, with secrets hidden. Exit codes: 0 answered, 1 failed,
2 wrong use.
`
}

function membersOf({ members }: DeskCall): string {
  return Object.entries(members.shape)
    .map(([name, schema]) => {
      const flag = `--${name} ${name === 'body' ? 'FILE' : (schema.description ?? 'TEXT')}`
      return schema.safeParse(undefined).success ? ` [${flag}]` : ` ${flag}`
    })
    .join('')
}
