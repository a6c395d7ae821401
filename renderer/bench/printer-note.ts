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

/** What stopped the label at the printer is over, and only REPRINT is missing. Pure. */
export function isMended(trouble: Trouble, health: Pick<Health, 'printers'> | undefined): boolean {
  if (trouble.from !== 'problem' || trouble.isOfSticker) return false
  if (trouble.code !== 'printer-not-ready' && trouble.code !== 'printer-not-reached') return false
  const labels = health?.printers.filter(({ role }) => role === 'label') ?? []
  return labels.some(({ condition }) => condition === 'ready')
}

/**
 * Told while the packer still packs, so that the printer is mended before its label is needed. Undefined where it can
 * print, where no order is open (the panel in the middle says it then), and of the printer that the band tells of.
 * Pure.
 */
export function printerNoteOf(
  { order }: Pick<BenchView, 'order'>,
  health: Pick<Health, 'printers'> | undefined,
  trouble: Trouble | undefined,
): PrinterNote | undefined {
  if (!order) return undefined
  const [first, ...others] = health?.printers.filter(({ role }) => role === 'label') ?? []
  if (trouble?.from === 'problem' && trouble.speaker === 'printer') {
    // The band tells of the first; why the next did not take over is told here.
    const next = others.find(({ light }) => light === 'bad' || light === 'attention')
    return next && { printer: next.id, condition: next.condition, instead: null }
  }
  if (!first || first.light === 'good') return undefined
  const instead = others.find(({ light }) => light === 'good')?.id ?? null
  return { printer: first.id, condition: first.condition, instead }
}
