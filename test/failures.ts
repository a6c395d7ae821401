import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import process from 'node:process'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** What failed in the last run of the unit tests, a line each; empty where nothing did. */
export const FAILURES = '.cache/failures.txt'
const LONGEST = 400

/** Keeps a brief word on what failed, for the end of a long output: the middle of it is soon out of sight. */
export default class Failures implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    mkdirSync(dirname(FAILURES), { recursive: true })
    const lines = [
      ...modules.flatMap(failuresIn),
      ...unhandled.map((error) => lineOf('outside of any test', error)),
    ]
    writeFileSync(FAILURES, lines.map((line) => `${line}\n`).join(''))
  }
}

function failuresIn(module: TestModule): string[] {
  const file = relative(process.cwd(), module.moduleId)
  const of = (name: string, errors: readonly SerializedError[]) =>
    errors.slice(0, 1).map((error) => lineOf(`${file} › ${name}`, error))
  return [
    ...of('the file', module.errors()),
    ...[...module.children.allSuites()].flatMap((suite) => of(suite.fullName, suite.errors())),
    ...[...module.children.allTests('failed')].flatMap((test) =>
      of(test.fullName, test.result().errors ?? [{ message: 'failed' }]),
    ),
  ]
}

/** Whatever was thrown need not be an error, and may say nothing. */
function lineOf(where: string, { message = 'threw', stacks }: Partial<SerializedError>): string {
  const at =
    stacks?.[0] && ` (line ${stacks[0].line} of ${relative(process.cwd(), stacks[0].file)})`
  const said = stripVTControlCharacters(message).replaceAll(/\s+/g, ' ')
  return `${where}: ${said.slice(0, LONGEST)}${at ?? ''}`
}
