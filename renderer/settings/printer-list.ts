import type { FoundPrinter } from '../../shared/printing.ts'
import type { PrinterSettings } from '../../shared/settings.ts'

type Role = PrinterSettings['role']

const ID_OF: Record<Role, string> = { label: 'label', document: 'documents' }

/** A printer as it is added, under an id that is free; what was found near by brings its connection and language. */
export function freshPrinter(
  printers: readonly PrinterSettings[],
  role: Role,
  found?: Pick<FoundPrinter, 'connection' | 'language'>,
): PrinterSettings {
  const ids = new Set(printers.map(({ id }) => id))
  const base = ID_OF[role]
  let id = base
  for (let number = 2; ids.has(id); number += 1) id = `${base}-${number}`
  return {
    id,
    role,
    connection: found?.connection ?? '',
    ...(role === 'label' && { language: found?.language ?? 'zpl' }),
    dpi: 203,
    media: { widthInches: 4, heightInches: 6 },
  }
}

/** IPP carries documents only; whatever else was found is taken for a label printer until a person says otherwise. */
export function roleOfFound({ connection, language }: FoundPrinter): Role {
  return language === null && /^ipps?:/.test(connection) ? 'document' : 'label'
}

/** The printers with one of them changed with its neighbour of the same role; as they were where there is none. */
export function movedPrinter(
  printers: readonly PrinterSettings[],
  index: number,
  by: 1 | -1,
): readonly PrinterSettings[] {
  const role = printers[index]?.role
  let other = index + by
  while (printers[other] !== undefined && printers[other]?.role !== role) other += by
  const [one, neighbour] = [printers[index], printers[other]]
  if (one === undefined || neighbour === undefined) return printers
  return printers.map((printer, at) => (at === index ? neighbour : at === other ? one : printer))
}

/** The usual labels on a roll, in inches. */
export const MEDIA_PRESETS = [
  { name: '4 × 6 in', widthInches: 4, heightInches: 6 },
  { name: '4 × 8 in', widthInches: 4, heightInches: 8 },
  // 105 × 148 mm.
  { name: 'A6', widthInches: 4.13, heightInches: 5.83 },
] as const
