import type { ScanVerdict } from '../../shared/packing.ts'
import type { ScanSource } from '../../shared/scanning.ts'
import type { NewScanRecord } from '../audit/scan-log.ts'
import { readScan } from '../scanning/scanning.ts'
import type { Chosen, Meaning } from './scan-meaning.ts'
import { stepOf, type Session } from './session.ts'

export interface Scanned {
  readonly text: string
  readonly source: ScanSource
  readonly meaning: Meaning
  readonly verdict: ScanVerdict
  /** The open session before and after. */
  readonly before: Session | null
  readonly after: Session | null
  readonly operator: string | null
  readonly at: Date
}

/** What the audit log keeps of a scan. A scan that closed its order belongs to that order still. */
export function scanRecord(scanned: Scanned): NewScanRecord {
  const { text, source, meaning, verdict, before, after, operator, at } = scanned
  const session = after ?? before
  return {
    at: at.toISOString(),
    source,
    text,
    aim: readScan(text, at.getFullYear()).aim ?? null,
    meaning: meaning.meaning,
    about: aboutOf(meaning),
    code: verdict.code,
    accepted: verdict.accepted,
    stepBefore: stepOf(before),
    stepAfter: verdict.step,
    orderId: session?.order.id ?? null,
    order: session?.order.reference ?? null,
    merchant: session?.order.merchant ?? null,
    parcel: session?.parcel ?? null,
    shipmentId: session?.shipmentId ?? null,
    operator,
    goods: 'goods' in meaning ? (meaning.goods ?? null) : null,
  }
}

/** What a scan stood for, in a word or two; a supervisor's code is nobody else's to read. */
function aboutOf(meaning: Meaning): string | null {
  switch (meaning.meaning) {
    case 'command': {
      const { command, argument } = meaning
      return argument === undefined || command === 'APPROVE' ? command : `${command} ${argument}`
    }
    case 'parked-sticker':
      return meaning.id
    case 'badge':
      return meaning.operator.id
    case 'box':
      return meaning.box.id
    case 'product':
      return meaning.item ? meaning.item.sku || meaning.item.description : null
    case 'order':
      return meaning.orders[0]?.reference ?? null
    case 'label':
      return meaning.shipment.trackingNumber
    case 'ambiguous':
      return choicesText(meaning.choices)
    case 'unknown':
      return null
  }
}

/** Two merchants' orders of one product have its name: there the rest tells them apart. */
function choicesText(choices: readonly Chosen[]): string {
  const names = new Set(choices.map(({ name }) => name))
  const isClear = names.size === choices.length
  return choices.map(({ name, detail }) => (isClear ? name : `${name} (${detail})`)).join(', ')
}
