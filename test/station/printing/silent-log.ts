import type { Log } from '../../../station/ports.ts'

export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
}
