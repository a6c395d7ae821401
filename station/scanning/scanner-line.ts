import type { ScannerReason } from '../../shared/scanning.ts'

/** A scanner that the station reads by itself. */
export interface ScannerLine {
  /** Ends the line; its listener hears nothing more. */
  close(): Promise<void>
}

/** Hears of a line: `opened` once, then scans and what was none, `lost` once at the end unless it was closed by us. */
export interface ScannerListener {
  opened(): void
  /** A whole scan, without what the scanner puts behind it. */
  scan(text: string): void
  /** Something came that is no scan, and all of it was dropped. */
  refused(reason: ScanRefusal): void
  /** A scan that was under way is never given. */
  lost(trouble: ScannerTrouble): void
}

export type ScanRefusal = Extract<ScannerReason, 'scanner-noise' | 'scan-too-long' | 'scan-cut-off'>

export interface ScannerTrouble {
  readonly reason: Exclude<ScannerReason, ScanRefusal>
  /** For the log: the operating system's words. */
  readonly detail: string
}

/** Opens a line to what a connection of the settings names. Never throws. */
export type OpenScannerLine = (connection: string, listener: ScannerListener) => ScannerLine

/** More than any barcode holds that a packer scans; the bench takes no more either. */
export const MOST_CHARACTERS = 4000
