import { benchAroundTheCall } from './around-the-call.ts'
import { benchBesideTheCheck } from './beside-the-check.ts'
import { benchLabelLanguages } from './label-languages.ts'
import { benchLabelsToPaper, benchSustained } from './labels-to-paper.ts'
import { benchOrderLookUp } from './order-look-up.ts'
import { benchOutboxBacklog } from './outbox-backlog.ts'
import { benchPngToZpl } from './png-to-zpl.ts'
import { benchScanInBrowser } from './scan-in-browser.ts'
import { benchScanToVerdict } from './scan-to-verdict.ts'
import { benchStableToLocked } from './stable-to-locked.ts'

/*
 * `npm run bench [-- ORDERS …]`: every figure stands beside a peer measured in the same run. By default with a
 * thousand, a hundred thousand and a million orders on disk. `npm run bench -- sustained MINUTES` prints sixty labels
 * a minute for as long, and nothing else.
 */
const [first, minutes = '10'] = process.argv.slice(2)
if (first === 'sustained') {
  await benchSustained(Number(minutes))
  process.exit()
}
const asked = process.argv.slice(2).map(Number)
const sizes = asked.length > 0 ? asked : [1_000, 100_000, 1_000_000]
if (sizes.some((size) => !Number.isInteger(size) || size < 1_000)) {
  process.stderr.write('Usage: npm run bench [-- ORDERS …], each a whole number from 1000\n')
  process.exit(2)
}

/** More than a warehouse packs in a week without a line. */
const MOST_PARKED = 100_000

const say = (line: string) => process.stdout.write(`  ${line}\n`)

for (const size of sizes) {
  await benchScanToVerdict(size)
  process.stdout.write(`\norder look-up, ${size.toLocaleString('en')} orders on disk\n`)
  benchOrderLookUp(size, say)
}
await benchScanInBrowser(Math.max(...sizes))
await benchStableToLocked()
await benchBesideTheCheck(Math.max(...sizes))
await benchAroundTheCall()
process.stdout.write(
  '\noutbox, parked boxes when the line is back, every twentieth call goes wrong\n',
)
await benchOutboxBacklog(Math.min(Math.max(...sizes), MOST_PARKED), say)
await benchLabelsToPaper()
process.stdout.write('\nPNG label to ZPL\n')
await benchPngToZpl()
await benchLabelLanguages()
// Threads that read barcodes and draw labels wait for more.
process.exit()
