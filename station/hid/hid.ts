import type { Outcome } from '../../shared/outcome.ts'

/** One interface of an attached USB HID device. */
export interface HidDeviceInfo {
  /** Four hexadecimal digits each, lower case, as `hid:0922:8003` has them. */
  readonly vendorId: string
  readonly productId: string
  /** 0x8d: scales, 0x8c: barcode scanners; null where the operating system does not tell. */
  readonly usagePage: number | null
  readonly manufacturer: string
  readonly product: string
  readonly serialNumber: string
}

export interface HidFailure {
  /**
   * hid-not-available: the native part or a system library of it is missing; `detail` says what to install.
   * access-denied: the device is there, but this user may not open it; `detail` says what gives the right.
   */
  readonly code: 'hid-not-available' | 'access-denied' | 'no-connection'
  /** Our words for what is missing, or the operating system's. */
  readonly detail: string
}

/** Which device to open: the first that has these ids and, where the operating system tells, this usage page. */
export interface WantedHidDevice {
  readonly vendorId: string
  readonly productId: string
  readonly usagePage: number
}

/** Hears of a device: `opened` once, `report` after that, `lost` once at the end unless it was closed by us. */
export interface HidListener {
  opened(): void
  /** A whole input report; its first byte is the report id. */
  report(bytes: Uint8Array): void
  lost(failure: HidFailure): void
}

export interface HidDevice {
  /** Ends the device; its listener hears nothing more. */
  close(): Promise<void>
}

/**
 * USB HID devices by way of a process of their own: a fault in the native part ends that process and not the station.
 * It is started by the first call, and again after it has died.
 */
export interface HidAccess {
  list(): Promise<Outcome<HidDeviceInfo[], HidFailure>>
  open(wanted: WantedHidDevice, listener: HidListener): HidDevice
  stop(): Promise<void>
}
