import { readFileSync } from 'node:fs'
import { done, type Outcome } from '../../shared/outcome.ts'
import { cannotStart, type CannotStart } from './arguments.ts'
import { parseJson } from './json-text.ts'

/** The JSON of a settings file, not yet validated: the station does that and names each field. */
export function readSettingsFile(file: string): Outcome<unknown, CannotStart> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? (error as Error).message
    const words: Record<string, string> = {
      ENOENT: 'there is no such file',
      EACCES: 'it may not be read',
      EISDIR: 'it is a folder',
    }
    return cannotStart(`settings file ${file}: ${words[why] ?? why}`)
  }
  const json = parseJson(text)
  return json.ok ? done(json.value) : cannotStart(`settings file ${file} ${json.failure.message}`)
}
