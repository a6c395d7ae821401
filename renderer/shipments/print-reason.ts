import type { TFunction } from 'i18next'
import { shipmentsEn } from './words.en.ts'

type Code = keyof typeof shipmentsEn.reprint.reasons

function isCode(text: string): text is Code {
  return text in shipmentsEn.reprint.reasons
}

/** Why a label printed again: a code of ours, what a person wrote, or both ("TORN: corner"). */
export function sayPrintReason(t: TFunction, reason: string): string {
  const [code = '', ...words] = reason.split(': ')
  if (!isCode(code)) return reason
  return [t(`shipments.reprint.reasons.${code}`), ...words].join(': ')
}
