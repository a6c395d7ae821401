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

/** One report of a scale as it was heard. */
export const WeightReportSchema = z.object({
  grams: z.int(),
  shown: z.string(),
  raw: z.string(),
  at: z.iso.datetime(),
})
export type WeightReport = z.infer<typeof WeightReportSchema>

/** A weight taken for a parcel, with where it came from. */
export const LockedWeightSchema = z.object({
  grams: z.int().positive(),
  /** The scale's own text; of a typed weight, what was typed. */
  shown: z.string(),
  /** The bytes of the newest report; empty for a typed weight. */
  raw: z.string(),
  at: z.iso.datetime(),
  /** The reports that agreed, oldest first. Absent in weights of earlier versions, empty for a typed one. */
  reports: z.array(WeightReportSchema).optional(),
  /** The connection and protocol of the scale. */
  scale: z.string().optional(),
  /** Set where no scale weighed it: a supervisor let the typed weight pass. */
  typed: z.object({ operator: z.string().nullable() }).optional(),
})
export type LockedWeight = z.infer<typeof LockedWeightSchema>

export const ScaleProtocolSchema = z.enum([
  'hid-pos',
  'nci',
  'sics',
  'toledo-8217',
  'toledo-continuous',
  'cas',
  'a-and-d',
  'ohaus',
])
export type ScaleProtocolName = z.infer<typeof ScaleProtocolSchema>

/** Something attached to this machine that may be a scale. */
export const FoundScaleSchema = z.object({
  /** As the settings take it: `hid:0922:8003`, `serial:/dev/serial/by-id/…`. */
  connection: z.string(),
  kind: z.enum(['hid', 'serial']),
  /** Maker and model where they are known; never empty. */
  name: z.string(),
  serialNumber: z.string().nullable(),
  /** Known for HID; a serial port does not tell what is behind it. */
  protocol: ScaleProtocolSchema.nullable(),
})
export type FoundScale = z.infer<typeof FoundScaleSchema>

/** What is attached now; `troubles` are parts that could not be looked at, with the operating system's words. */
export const AttachedScalesSchema = z.object({
  found: z.array(FoundScaleSchema),
  troubles: z.array(
    z.object({ code: z.enum(['hid-not-available', 'serial-not-available']), detail: z.string() }),
  ),
})
export type AttachedScales = z.infer<typeof AttachedScalesSchema>

/** How far the search for a scale's protocol and line has come; `answer` where one answers. */
export const ScaleProbeSchema = z.object({
  tried: z.int(),
  of: z.int(),
  /** What is asked at this moment, such as `nci, 9600 7E1`. */
  trying: z.string(),
  answer: z
    .object({ connection: z.string(), protocol: ScaleProtocolSchema, shown: z.string() })
    .nullable(),
  /** Why nothing can be asked at all. */
  reason: z.string().optional(),
})
export type ScaleProbe = z.infer<typeof ScaleProbeSchema>

/** What this station knows of the weight of one unit of a product. Weights of units are in milligrams. */
export const ProductWeightSchema = z.object({
  merchant: z.string(),
  sku: z.string(),
  description: z.string(),
  /** From parcels that were weighed here; null until there are enough that agree. */
  learnedMilligrams: z.int().nullable(),
  /** How far single units stray from it (1.4826 × the median of the deviations); null with it. */
  spreadMilligrams: z.int().nullable(),
  parcels: z.int(),
  lastWeighedAt: z.iso.datetime().nullable(),
  /** Set by a person: it counts before what was learned and what orders say. */
  setMilligrams: z.int().positive().nullable(),
})
export type ProductWeight = z.infer<typeof ProductWeightSchema>
