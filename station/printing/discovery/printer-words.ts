import type { LanguageName } from '../../../shared/printing.ts'

const LONGEST_TEXT = 60

/** What a stranger on the network says of itself, fit to be shown; undefined where nothing is left of it. */
export function shownText(text: string | undefined): string | undefined {
  const shown = text
    ?.replaceAll(/[\p{C}\p{Z}\uFFFD]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_TEXT)
    .trim()
  return shown === '' ? undefined : shown
}

/** What printers say of themselves (command sets, models), by the language that those speak. */
const SIGNS: readonly (readonly [sign: RegExp, language: LanguageName])[] = [
  [/\bCPCL\b/i, 'cpcl'],
  [/ZPL|\b(?:ZD|ZT|GK|GX|ZM|ZE)\d{2,3}/i, 'zpl'],
  [/\bEPL2?\b|\bLP ?2844\b/i, 'epl2'],
  [/TSPL|\bTSC\b|\bRollo\b|\bMunbyn\b/i, 'tspl'],
  [/ESC\/?POS|\bTM-[A-Z]\d/i, 'escpos'],
  [/\bZebra\b|\bZTC\b/i, 'zpl'],
]

/** The language that a printer most likely speaks; null where nothing tells. A test label shows whether it is so. */
export function likelyLanguage(...said: readonly (string | undefined)[]): LanguageName | null {
  const text = said.join(' ')
  return SIGNS.find(([sign]) => sign.test(text))?.[1] ?? null
}
