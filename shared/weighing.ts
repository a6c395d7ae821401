import { z } from 'zod'

/** empty: stable at zero · moving: not settled · stable · locked: taken for a parcel · unknown: silence or a
 *  state we do not know · fault: the scale says that it cannot weigh. */
export const WeightStateSchema = z.enum(['empty', 'moving', 'stable', 'locked', 'unknown', 'fault'])
export type WeightState = z.infer<typeof WeightStateSchema>

/** What the scale says now. `grams` is null in unknown and fault; never a number that was not read. */
export const ScaleReadingSchema = z.object({
  state: WeightStateSchema.exclude(['locked']),
  grams: z.int().nullable(),
  /** The scale's own text, with its unit, for the screen ("2.54 lb"). */
  shown: z.string(),
  /** Why it is unknown or a fault; kebab-case ("no-answer", "over-capacity", "unit-not-known"). */
  reason: z.string().optional(),
  /** The bytes behind it, printable (control characters as <STX>, <ETX>, <CR>, <LF>). */
  raw: z.string(),
  at: z.iso.datetime(),
})
export type ScaleReading = z.infer<typeof ScaleReadingSchema>

/** A weight taken for a parcel, with where it came from. */
export const LockedWeightSchema = z.object({
  grams: z.int().positive(),
  shown: z.string(),
  raw: z.string(),
  at: z.iso.datetime(),
})
export type LockedWeight = z.infer<typeof LockedWeightSchema>
