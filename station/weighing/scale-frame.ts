/**
 * What the scale says of one weighing. `fault`: it says that it cannot weigh; `unknown`: it says something
 * that this station does not know or may not trust.
 */
export type FrameStatus =
  | { readonly is: 'stable' | 'stable-at-zero' | 'moving' }
  | { readonly is: 'fault' | 'unknown'; readonly reason: ScaleReason }

/** Why there is no weight; each stands in docs/scales.md. */
export type ScaleReason =
  | 'no-answer'
  | 'answer-not-understood'
  | 'no-connection'
  | 'connection-not-supported'
  | 'connection-not-valid'
  | 'protocol-does-not-fit'
  | 'serial-not-available'
  | 'hid-not-available'
  | 'access-denied'
  | 'connection-in-use'
  | 'scale-busy'
  | 'command-refused'
  | 'status-not-known'
  | 'status-contradicts-weight'
  | 'unit-not-known'
  | 'unit-not-stated'
  | 'stability-not-stated'
  | 'weight-not-readable'
  | 'weight-held'
  | 'report-not-standard'
  | 'over-capacity'
  | 'under-capacity'
  | 'out-of-range'
  | 'below-zero'
  | 'net-weight'
  | 'needs-zero'
  | 'needs-calibration'
  | 'scale-error'

/** One answer of a scale, taken apart but not yet believed. */
export interface ScaleFrame {
  readonly status: FrameStatus
  /** The weight with its unit as the scale states it, such as `-0.120 kg`; empty where it states none. */
  readonly weight: string
  /** The bytes of the frame, printable. */
  readonly raw: string
}

/** A language of scales. */
export interface ScaleProtocol {
  /** What to send for one report; undefined where the scale speaks by itself. */
  readonly query: Uint8Array | undefined
  /**
   * Takes bytes as they come, cut and glued anywhere, and gives the frames that are now whole. Noise between
   * frames is passed over. Keeps a bounded number of bytes, whatever comes.
   */
  push(bytes: Uint8Array): ScaleFrame[]
}

export function fault(reason: ScaleReason): FrameStatus {
  return { is: 'fault', reason }
}

export function unknown(reason: ScaleReason): FrameStatus {
  return { is: 'unknown', reason }
}
