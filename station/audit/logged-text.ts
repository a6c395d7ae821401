const NAMES =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  )

/** Also where the scanner's keyboard is not the computer's: then the signs are others, and A may be Q. */
const APPROVAL = /(SB.?[AQ]PPROVE)[^*]*/gi

/** A scan as the log may hold it: control characters by name (`<GS>`), and never a supervisor's code. */
export function loggedText(text: string): string {
  return text
    .replaceAll(APPROVAL, '$1-…')
    .replaceAll(/\p{Cc}/gu, (control) => `<${nameOf(control.charCodeAt(0))}>`)
}

export function isApproval(text: string): boolean {
  return text.search(APPROVAL) >= 0
}

function nameOf(code: number): string {
  return NAMES[code] ?? (code === 0x7f ? 'DEL' : `U+${code.toString(16).padStart(4, '0')}`)
}
