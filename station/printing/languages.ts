import type { LanguageName } from '../../shared/printing.ts'
import type { LabelLanguage } from './label-language.ts'
import { escpos } from './languages/escpos.ts'
import { zpl } from './languages/zpl.ts'

/** What printers understand, by the name that the settings use. */
export const LANGUAGES: Readonly<Partial<Record<LanguageName, LabelLanguage>>> = { zpl, escpos }
