import { z } from 'zod'
import { PrinterFaultSchema } from '../../shared/drill.ts'

/** All that can be made to go wrong at the simulated printer, at the paper and on its line. */
export const SimulatedFaultSchema = z.enum([
  ...PrinterFaultSchema.options,
  'paper-jam',
  'take-label',
  'loses-label',
  'never-reads',
  'reads-slowly',
  'closes-early',
  'resets',
])
export type SimulatedFault = z.infer<typeof SimulatedFaultSchema>

/** While one of these holds, labels stay in the printer's memory. */
export const STOPS_PRINTING: ReadonlySet<SimulatedFault> = new Set([
  'paper-out',
  'head-open',
  'ribbon-out',
  'paper-jam',
  'paused',
  'take-label',
])
