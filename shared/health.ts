import { z } from 'zod'
import { PrinterStatusSchema } from './printing.ts'
import { CarrierIdSchema } from './orders.ts'
import { ScannerLineStateSchema } from './scanning.ts'
import { ScaleReadingSchema } from './weighing.ts'

/** good: works · attention: works with a flaw, or not known yet · bad: does not work · off: not set up. */
export const LightSchema = z.enum(['good', 'attention', 'bad', 'off'])
export type Light = z.infer<typeof LightSchema>

export const HealthSchema = z.object({
  carriers: z.array(
    z.object({
      carrier: CarrierIdSchema,
      light: LightSchema,
      /** A failure code of CarrierFailureCodeSchema, or undefined when nothing is wrong. */
      code: z.string().optional(),
      at: z.iso.datetime().nullable(),
      /** Since when it is taken to be down, and when it is tried again; null while calls go out to it. */
      outage: z.object({ since: z.iso.datetime(), nextProbeAt: z.iso.datetime() }).nullable(),
    }),
  ),
  printers: z.array(PrinterStatusSchema.extend({ light: LightSchema })),
  scale: z.object({ light: LightSchema, reading: ScaleReadingSchema.nullable() }),
  /** Those that the station reads by itself; one that types like a keyboard has no health. */
  scanners: z.array(ScannerLineStateSchema.extend({ light: LightSchema })),
  database: z.object({
    light: LightSchema,
    code: z
      .enum([
        'database-checking',
        'database-not-checked',
        'database-damaged',
        'database-not-written',
        'backup-failed',
      ])
      .optional(),
    /** What is the matter, what is safe and what to do, in whole sentences. */
    detail: z.string().optional(),
  }),
  /** How many things wait for the outbox or a person. */
  waiting: z.int(),
})
export type Health = z.infer<typeof HealthSchema>
