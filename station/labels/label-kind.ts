import type { LabelKind, PrintFailure } from '../../shared/printing.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { isPng } from '../lib/png-header.ts'
import type { LabelBytes } from './label-bytes.ts'

const LARGEST_BYTES = 5 * 1024 * 1024

/** What the bytes are, by content alone; undefined where they are none of the three. */
function labelKindOf(bytes: Uint8Array): LabelKind | undefined {
  if (isPng(bytes)) return 'png'
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (text.subarray(0, 1024).includes('%PDF-')) return 'pdf'
  return text.includes('^XA') || text.includes('^xa') ? 'zpl' : undefined
}

/** Refuses what no printer should be given: too large, or not what it is said to be. */
export function checkLabel(label: LabelBytes): Outcome<LabelBytes, PrintFailure> {
  if (label.bytes.length > LARGEST_BYTES)
    return failed({
      code: 'label-too-large',
      detail: `${(label.bytes.length / 1024 / 1024).toFixed(1)} MB`,
    })
  const kind = labelKindOf(label.bytes)
  if (kind === undefined)
    return failed({ code: 'label-not-readable', detail: 'It is neither ZPL, PNG nor PDF' })
  if (kind !== label.kind)
    return failed({
      code: 'label-not-readable',
      detail: `It is said to be ${label.kind} and is ${kind}`,
    })
  return done(label)
}
