import type { LanguageName } from '../../shared/printing.ts'
import type { LabelLanguage } from './label-language.ts'
import { cpcl } from './languages/cpcl.ts'
import { epl2 } from './languages/epl2.ts'
import { escpos } from './languages/escpos.ts'
import { tspl } from './languages/tspl.ts'
import { zpl } from './languages/zpl.ts'

/** What printers understand, by the name that the settings use. */
export const LANGUAGES: Readonly<Record<LanguageName, LabelLanguage>> = {
  zpl,
  epl2,
  tspl,
  escpos,
  cpcl,
}
