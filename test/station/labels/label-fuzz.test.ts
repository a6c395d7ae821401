import { expect, test } from 'vitest'
import { shippingLabelZpl } from '../../../simulators/labels/shipping-label.ts'
import { createDrawingThread } from '../../../station/labels/drawing-thread.ts'
import type { Head } from '../../../station/labels/head.ts'
import { prepareLabel } from '../../../station/labels/prepare-label.ts'
import { planZpl } from '../../../station/labels/prepare-zpl.ts'
import { preparePng } from '../../../station/labels/prepare-png.ts'
import { silentLog } from '../printing/silent-log.ts'
import { labelOf, makePdf } from './make-pdf.ts'
import { makePng, type PngRecipe } from './make-png.ts'

/*
 * Ten thousand labels that were cut, flipped, doubled and grown on their way: each is refused or made ready, none
 * throws, hangs (the test's own time tells) or takes more memory than a label does (drawing ZPL may cost its thread). The seed stands, so that what fails once fails again.
 */
const PNGS = 5_000
const ZPLS = 3_600
const DRAWN_ZPLS = 100
const PDFS = 1_300
const MOST_MEMORY_BYTES = 500_000_000

const WORKER = new URL('../../../station/labels/label-worker.ts', import.meta.url)
const head: Head = { dpi: 203, widthDots: 100, heightDots: 150, rotation: 90, takesZpl: true }

/** Numbers that are the same in every run (mulberry32). */
function createDice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below
  }
}

function damaged(label: Uint8Array, dice: (below: number) => number): Buffer {
  let bytes = Buffer.from(label)
  for (let times = 1 + Math.floor(dice(4)); times > 0; times--) {
    const at = Math.floor(dice(bytes.length))
    const length = Math.floor(dice(60))
    switch (Math.floor(dice(5))) {
      case 0:
        bytes = bytes.subarray(0, at)
        break
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
        break
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
        break
      case 3: {
        // A number that has grown out of all measure, as digits and as bytes.
        const large = dice(2) < 1 ? Buffer.from('99999999') : Buffer.alloc(4, 0xff)
        bytes = Buffer.concat([bytes.subarray(0, at), large, bytes.subarray(at)])
        break
      }
      default:
        if (bytes.length > 0) bytes[at]! ^= 1 << Math.floor(dice(8))
    }
  }
  return bytes
}

/** Works through damaged labels, and tells how many were made ready all the same. */
async function workThrough(
  count: number,
  seed: number,
  originals: readonly Uint8Array[],
  work: (bytes: Buffer) => unknown,
): Promise<number> {
  const dice = createDice(seed)
  let ready = 0
  // The first of a kind loads what reads it: seconds on a busy machine, and no matter of its damage.
  await work(Buffer.from(originals[0]!))
  const before = process.memoryUsage().rss
  for (let index = 0; index < count; index++) {
    const bytes = damaged(originals[index % originals.length]!, dice)
    const outcome = await work(bytes)
    const words = `input ${index} of seed ${seed}: ${JSON.stringify(outcome)?.slice(0, 200)}`
    expect(outcome, words).toHaveProperty('ok')
    if ((outcome as { ok: boolean }).ok) ready++
    if (index % 50 === 0)
      expect(process.memoryUsage().rss - before, words).toBeLessThan(MOST_MEMORY_BYTES)
  }
  return ready
}

test('PNG', async () => {
  const kinds: [number, number, boolean][] = [
    [0, 1, false],
    [0, 8, true],
    [2, 8, false],
    [3, 4, true],
    [6, 8, false],
    [6, 16, true],
  ]
  const originals = kinds.map(([colourType, depth, interlaced]) => {
    const channels = { 0: 1, 2: 3, 3: 1, 6: 4 }[colourType]!
    const recipe: PngRecipe = {
      width: 90,
      height: 60,
      depth,
      colourType,
      interlaced,
      filter: 'all',
      palette: [
        [0, 0, 0],
        [255, 255, 255],
      ],
      sample: (x, y) => Array.from({ length: channels }, (_, at) => (x * 31 + y * 7 + at) % 2),
    }
    return makePng(recipe)
  })
  const ready = await workThrough(PNGS, 20_261_122, originals, (bytes) => preparePng(bytes, head))
  // Checksums refuse nearly all; what only lost its end or grew behind it is none the worse.
  expect(ready).toBeGreaterThan(0)
  expect(ready).toBeLessThan(PNGS / 4)
})

test('ZPL', async () => {
  const label = Buffer.from(
    shippingLabelZpl({
      carrier: 'USPS',
      service: 'Ground',
      sender: ['Harbor & Pine'],
      recipient: ['Ann Lee', 'Austin TX 78701'],
      reference: 'A-1',
      weight: '2.1 lb',
      barcode: { kind: 'plain', text: '1Z999AA10123456784' },
    }),
  )
  const ready = await workThrough(ZPLS, 20_261_123, [label], (bytes) =>
    planZpl(bytes, head, ['1Z999AA10123456784']),
  )
  expect(ready).toBeGreaterThan(ZPLS / 10)
  expect(ready).toBeLessThan(ZPLS)
})

test('ZPL that is drawn', async () => {
  const label = Buffer.from(
    '^XA^PW90^LL60^FO5,5^GB60,40,2^FS^FO9,9^GFA,8,8,1,FF00FF00AA55AA55^FS^XZ',
  )
  // The renderer has no end of its own for what is grown out of all measure; its thread is given up.
  const longestMs = 4_000
  const thread = createDrawingThread({ worker: WORKER, log: silentLog, longestMs })
  const drawn = { ...head, takesZpl: false }
  const ready = await workThrough(DRAWN_ZPLS, 20_261_125, [label], async (bytes) => {
    const task = { label: { kind: 'zpl', bytes }, head: drawn, wanted: [] } as const
    const answer = await thread.run('prepare', task)
    return 'problem' in answer ? { ok: false, answer } : answer
  })
  expect(ready).toBeGreaterThan(DRAWN_ZPLS / 10)
  expect(ready).toBeLessThan(DRAWN_ZPLS)
  await thread.stop()
})

test('PDF', async () => {
  const small = [144, 216] as const
  const picture = makePng({
    width: 40,
    height: 60,
    depth: 1,
    colourType: 0,
    sample: (x) => [x & 1],
  })
  const originals = [
    await makePdf(small, labelOf('1Z999AA10123456784', { left: -150, bottom: -150 })),
    await makePdf(small, async (page, pdf) => {
      page.drawImage(await pdf.embedPng(picture), { x: 0, y: 0, width: 72, height: 108 })
    }),
  ]
  const ready = await workThrough(PDFS, 20_261_124, originals, (bytes) =>
    prepareLabel({ kind: 'pdf', bytes }, { ...head, widthDots: 700, heightDots: 700 }, []),
  )
  expect(ready).toBeGreaterThan(PDFS / 10)
  expect(ready).toBeLessThan(PDFS)
})
