import type { Health } from '../../shared/health.ts'
import type { BenchView } from '../../shared/packing.ts'
import type { PrinterCondition } from '../../shared/printing.ts'
import type { Trouble } from './trouble.ts'

/** What of the label printer stands in the way of the next label. */
export interface PrinterNote {
  readonly printer: string
  readonly condition: PrinterCondition
  /** The printer that takes over; null where none can. */
  readonly instead: string | null
}

/**
 * Told while the packer still packs, so that the printer is mended before its label is needed. Undefined where it can
 * print, where no order is open (the panel in the middle says it then), and where the band tells of a printer already.
 * Pure.
 */
export function printerNoteOf(
  { order }: Pick<BenchView, 'order'>,
  health: Pick<Health, 'printers'> | undefined,
  trouble: Trouble | undefined,
): PrinterNote | undefined {
  if (!order || (trouble?.from === 'problem' && trouble.speaker === 'printer')) return undefined
  const [first, ...others] = health?.printers.filter(({ role }) => role === 'label') ?? []
  if (!first || first.light === 'good') return undefined
  const instead = others.find(({ light }) => light === 'good')?.id ?? null
  return { printer: first.id, condition: first.condition, instead }
}
