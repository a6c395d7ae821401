import type { ScanRecord, ScanSource } from '../../shared/scanning.ts'
import { follow, type FollowCall } from '../follow.ts'
import { station } from '../station.ts'

const followScans: FollowCall<ScanRecord[]> = (_, options) =>
  station.scans.follow(undefined, options)

/** Scanners whose scans do not come through this page. */
const ELSEWHERE: ReadonlySet<ScanSource> = new Set(['serial', 'hid', 'rest'])

/** The scan as the scanner sent it, with its identifier and with GS. Pure. */
export function sentText({ text, aim }: Pick<ScanRecord, 'text' | 'aim'>): string {
  const sent = text.replaceAll('<GS>', '\u001d')
  return aim !== null && !sent.includes(aim) ? aim + sent : sent
}

/** Hears what comes to the station from now on, other than through a page. Returns the way to stop. */
export function hearLines(onText: (text: string) => void): () => void {
  let newest: number | undefined
  return follow(followScans, (records) => {
    const last = newest
    newest = Math.max(last ?? 0, ...records.map(({ id }) => id))
    // What is there at first came before.
    if (last === undefined) return
    const fresh = records.filter(({ id, source }) => id > last && ELSEWHERE.has(source))
    for (const record of fresh.toReversed()) onText(sentText(record))
  })
}
