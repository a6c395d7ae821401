import { z } from 'zod'
import { CarrierIdSchema } from './orders.ts'

/** What can be made to go wrong in the demo, and what came out of its printer. */
export const CarrierFaultSchema = z.enum(['none', 'slow', 'down', 'lost-answer'])
export type CarrierFault = z.infer<typeof CarrierFaultSchema>
/** Those that a trainer needs; the simulated printer has more. */
export const PrinterFaultSchema = z.enum([
  'none',
  'paper-out',
  'head-open',
  'ribbon-out',
  'paused',
  'silent',
  'wrong-dpi',
  'stalls',
])
export type PrinterFault = z.infer<typeof PrinterFaultSchema>

export const DrillCardSchema = z.object({
  /** What the card is for, as a person reads it. */
  title: z.string(),
  detail: z.string(),
  barcode: z.string(),
})
export type DrillCard = z.infer<typeof DrillCardSchema>

export const DrillViewSchema = z.object({
  orders: z.array(DrillCardSchema.extend({ items: z.array(DrillCardSchema) })),
  boxes: z.array(DrillCardSchema),
  badges: z.array(DrillCardSchema),
  /** What lies on the pan now, in grams; 0 is an empty pan. */
  panGrams: z.int(),
  carriers: z.record(CarrierIdSchema, CarrierFaultSchema),
  printer: PrinterFaultSchema,
  /** Newest first, at most 12. `png` is base64. `barcodes` is what a scanner would read off the label. */
  paper: z.array(
    z.object({
      id: z.string(),
      at: z.iso.datetime(),
      png: z.string(),
      barcodes: z.array(z.string()),
    }),
  ),
})
export type DrillView = z.infer<typeof DrillViewSchema>

export const DrillActionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('put-on-scale'), grams: z.int().min(1).max(100_000) }),
  z.object({ do: z.literal('empty-scale') }),
  z.object({ do: z.literal('carrier'), carrier: CarrierIdSchema, fault: CarrierFaultSchema }),
  z.object({ do: z.literal('printer'), fault: PrinterFaultSchema }),
])
export type DrillAction = z.infer<typeof DrillActionSchema>
