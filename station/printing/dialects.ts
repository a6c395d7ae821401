import type { LanguageName } from '../../shared/printing.ts'
import type { PrinterDialect } from './printer-dialect.ts'
import { zebra } from './status/zebra-status.ts'

/** How printers are asked, by their language; one that is not here is never asked. */
export const DIALECTS: Readonly<Partial<Record<LanguageName, PrinterDialect>>> = { zpl: zebra }
