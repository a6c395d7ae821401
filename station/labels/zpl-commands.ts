/** A piece of ZPL: a command with what belongs to it, or what stands between formats. Offsets are in bytes. */
export interface ZplCommand {
  /**
   * Prefix and letters in upper case, such as `^FO`, `~JR` and `^A`; the prefix alone where no command follows it.
   * `! U1` for a line of settings, `{}` for settings as JSON, the empty text for anything else outside formats.
   */
  readonly code: string
  readonly from: number
  /** Where the parameters or data begin: they last until `to`. */
  readonly parametersFrom: number
  readonly to: number
}

/** One character for each byte, so that offsets in the text are those in the bytes. */
export function zplText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

// A printer passes over line ends and other control characters within a command; blanks count as such to be careful.
const FORMAT_COMMAND = /\^[\0- ]*(A|[B-Z][\0- ]*[A-Z0-9])?/iy
const CONTROL_COMMAND = /~[\0- ]*([A-Z][\0- ]*[A-Z0-9])?/iy
const BINARY_PICTURE = /[BC],(\d{1,9}),\d*,\d*,/iy
const BLANK = /[\s\ufeff]+/y
const LINE = /[^~^\n]+/y
const SETTINGS_LINE = /!\s*U1\b[^\n]*/iy
const SETTINGS_JSON = /\{\s*\}\s*\{/y
const PREFIX = /[\^~]/g

/**
 * Cuts ZPL into commands, whatever the bytes, in linear time. Prefixes count everywhere, in texts too, as they do in a
 * printer; only binary pictures are passed over by their count. Blanks between formats are left out.
 */
export function* zplCommands(text: string): Generator<ZplCommand> {
  // A mark of UTF-8 before the first format is no more than a blank.
  let at = text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0
  while (at < text.length) {
    // Every command lasts until the next prefix but `^XZ`, so that anything else stands outside formats.
    const isCommand = text[at] === '^' || text[at] === '~'
    const taken = isCommand ? takeCommand(text, at) : takeOutside(text, at)
    if (taken !== undefined) yield taken
    at = taken?.to ?? endOfMatch(BLANK, text, at)
  }
}

/** The parameters of a command, without the blanks around each. */
export function zplParameters(text: string, command: ZplCommand): string[] {
  return text
    .slice(command.parametersFrom, command.to)
    .split(',')
    .map((parameter) => parameter.trim())
}

function takeCommand(text: string, from: number): ZplCommand {
  const form = text[from] === '^' ? FORMAT_COMMAND : CONTROL_COMMAND
  form.lastIndex = from
  const [whole = '', letters = ''] = form.exec(text) ?? []
  const bare = letters.length > 2 ? letters.replaceAll(/[\0- ]/g, '') : letters
  const code = `${text[from]}${bare.toUpperCase()}`
  // Where there is no command, what was passed over belongs to what stands there.
  const parametersFrom = letters === '' ? from + 1 : from + whole.length
  return { code, from, parametersFrom, to: endOfCommand(text, code, parametersFrom) }
}

function endOfCommand(text: string, code: string, parametersFrom: number): number {
  if (code === '^XZ') return parametersFrom
  let from = parametersFrom
  if (code === '^GF') {
    BINARY_PICTURE.lastIndex = from
    const picture = BINARY_PICTURE.exec(text)
    if (picture) from = BINARY_PICTURE.lastIndex + Number(picture[1])
  }
  if (from >= text.length) return text.length
  PREFIX.lastIndex = from
  return PREFIX.exec(text)?.index ?? text.length
}

/** Settings or any other line outside formats; undefined for blanks. */
function takeOutside(text: string, from: number): ZplCommand | undefined {
  if (endOfMatch(BLANK, text, from) > from) return undefined
  const piece = (code: string, to: number) => ({ code, from, parametersFrom: from, to })
  const endOfLine = endOfMatch(SETTINGS_LINE, text, from)
  if (endOfLine > from) return piece('! U1', endOfLine)
  const inJson = endOfMatch(SETTINGS_JSON, text, from)
  if (inJson > from) return piece('{}', endOfJson(text, inJson))
  return piece('', endOfMatch(LINE, text, from))
}

/** Behind the bracket that ends the object whose first bracket was taken. */
function endOfJson(text: string, from: number): number {
  let open = 1
  let at = from
  let inString = false
  while (at < text.length && open > 0) {
    const character = text[at]
    if (inString && character === '\\') at += 1
    else if (character === '"') inString = !inString
    else if (!inString && character === '{') open += 1
    else if (!inString && character === '}') open -= 1
    at += 1
  }
  return Math.min(at, text.length)
}

/** Where what stands at `from` ends; `from` where it is something else. */
function endOfMatch(form: RegExp, text: string, from: number): number {
  form.lastIndex = from
  return form.test(text) ? form.lastIndex : from
}
