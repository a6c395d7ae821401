import type { ScaleReason } from '../scale-frame.ts'

/** Bytes to and from a scale. */
export interface ScaleLine {
  /** Sends if the line is open; otherwise the bytes are dropped. */
  write(bytes: Uint8Array): void
  /** Ends the line; its listener hears nothing more. */
  close(): Promise<void>
}

/** Hears of a line: `opened` once, `bytes` after that, `lost` once at the end unless it was closed by us. */
export interface LineListener {
  opened(): void
  bytes(bytes: Uint8Array): void
  /** `detail` is for the log: the operating system's words. */
  lost(trouble: LineTrouble): void
}

export interface LineTrouble {
  readonly reason: Extract<
    ScaleReason,
    | 'no-connection'
    | 'serial-not-available'
    | 'hid-not-available'
    | 'access-denied'
    | 'connection-in-use'
    | 'connection-not-valid'
  >
  readonly detail: string
}

/** Opens a line to what a connection of the settings names. Never throws. */
export type OpenScaleLine = (connection: string, listener: LineListener) => ScaleLine
