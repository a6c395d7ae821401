import type { TFunction } from 'i18next'
import { ScanMeaningSchema, type ScanRecord } from '../../shared/scanning.ts'
import { VerdictCodeSchema, type WordParams } from '../../shared/packing.ts'
import { VERDICT_WORDS } from '../../shared/words.ts'

type Logged = Pick<ScanRecord, 'meaning' | 'about' | 'accepted' | 'code' | 'text' | 'order'>

/**
 * What came of a logged scan: what it was where it counted, else why it did not. The log keeps no numbers of the
 * sentence that was said then; they are left out.
 */
export function scanWords(t: TFunction, scan: Logged): string {
  if (scan.accepted) {
    const meaning = ScanMeaningSchema.safeParse(scan.meaning)
    const kind = meaning.success ? t(`bench.choose.kinds.${meaning.data}`) : scan.meaning
    return [kind, scan.about].filter(Boolean).join(': ')
  }
  const code = VerdictCodeSchema.safeParse(scan.code)
  if (!code.success) return scan.code
  const blanks = VERDICT_WORDS[code.data].matchAll(/\{\{(\w+)\}\}/g)
  const known = { code: scan.text, reference: scan.order, description: scan.about }
  const params: WordParams = Object.fromEntries(Array.from(blanks, ([, name = '']) => [name, '…']))
  for (const [name, value] of Object.entries(known)) if (value !== null) params[name] = value
  return t(`verdict.${code.data}`, params)
}
