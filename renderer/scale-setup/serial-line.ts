/** How a serial line is set, as the connection names it; what it does not name is `unset`. */
export const SERIAL_LINE = {
  baud: {
    unset: '9600',
    usual: ['1200', '2400', '4800', '9600', '19200', '38400', '57600', '115200'],
  },
  bits: { unset: '8', usual: ['7', '8'] },
  parity: { unset: 'none', usual: ['none', 'even', 'odd'] },
  stop: { unset: '1', usual: ['1', '2'] },
} as const
export type SerialLineField = keyof typeof SERIAL_LINE
export const SERIAL_LINE_FIELDS = Object.keys(SERIAL_LINE) as SerialLineField[]

function parts(connection: string): { readonly plug: string; readonly set: URLSearchParams } {
  const [plug = '', ...query] = connection.split('?')
  return { plug, set: new URLSearchParams(query.join('?')) }
}

/** Whether a connection has a line that can be set. */
export function isSerial(connection: string): boolean {
  return connection.startsWith('serial:')
}

/** What a connection such as `serial:/dev/ttyUSB0?baud=2400` sets of its line. */
export function serialLineValue(connection: string, field: SerialLineField): string {
  return parts(connection).set.get(field) ?? SERIAL_LINE[field].unset
}

/** The choices of a field: the usual ones, and what the connection says where that is another. */
export function serialLineChoices(connection: string, field: SerialLineField): readonly string[] {
  const value = serialLineValue(connection, field)
  const usual: readonly string[] = SERIAL_LINE[field].usual
  return usual.includes(value) ? usual : [...usual, value]
}

/** The connection with one thing of its line changed; what goes without saying is left out, all else stays. */
export function withSerialLine(connection: string, field: SerialLineField, value: string): string {
  const { plug, set } = parts(connection)
  if (value === SERIAL_LINE[field].unset) set.delete(field)
  else set.set(field, value)
  return set.size === 0 ? plug : `${plug}?${set}`
}

/** Whether two connections lead to the same plug, however its line is set. */
export function isSamePlug(one: string, other: string): boolean {
  return parts(one).plug.toLowerCase() === parts(other).plug.toLowerCase()
}
