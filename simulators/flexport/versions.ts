/** Versions are months, so that text order is their order; `unstable` is what a generated client speaks. */

/** From 2023-07 on a parcel has its end-to-end tracking page, barcode text and two more milestones. */
export function hasLaterMembers(version: string): boolean {
  return version !== 'unstable' && version >= '2023-07'
}

/** Required up to 2023-07, optional from 2023-10 on. */
export function needsServiceLevel(version: string): boolean {
  return version !== 'unstable' && version <= '2023-07'
}
