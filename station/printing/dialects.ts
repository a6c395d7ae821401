import type { LanguageName } from '../../shared/printing.ts'
import type { PrinterDialect } from './printer-dialect.ts'
import { comtec } from './status/cpcl-status.ts'
import { eltron } from './status/epl2-status.ts'
import { epson } from './status/escpos-status.ts'
import { tsc } from './status/tspl-status.ts'
import { zebra } from './status/zebra-status.ts'

/** How printers are asked, by their language. */
export const DIALECTS: Readonly<Record<LanguageName, PrinterDialect>> = {
  zpl: zebra,
  escpos: epson,
  tspl: tsc,
  epl2: eltron,
  cpcl: comtec,
}
