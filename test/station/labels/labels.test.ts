import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { createDrawingThread } from '../../../station/labels/drawing-thread.ts'
import { createLabels } from '../../../station/labels/labels.ts'
import { makePng } from './make-png.ts'
import { readPng } from './read-png.ts'
import { silentLog } from '../printing/silent-log.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const REAL_WORKER = new URL('../../../station/labels/label-worker.ts', import.meta.url)
const PAPER = { dpi: 203, widthInches: 4, heightInches: 6 } as const

function start(worker: URL) {
  const labels = createLabels({ worker, log: silentLog })
  ends.push(() => labels.stop())
  return labels
}

/** A worker that counts its drawings in what it answers, dies of "die" and never ends "hang". */
function countingWorker(): URL {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-'))
  ends.push(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'worker.mjs')
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads'
     let drawings = 0
     parentPort.on('message', ({ zpl }) => {
       const text = Buffer.from(zpl).toString()
       if (text === 'die') process.exit(1)
       if (text === 'throw') throw new Error('out of ink')
       if (text !== 'hang') parentPort.postMessage({ png: Buffer.from(String(++drawings)) })
     })`,
  )
  return pathToFileURL(file)
}

const label = (text: string, sha256 = text) =>
  ({ kind: 'zpl', bytes: Buffer.from(text), sha256 }) as const

test('a ZPL label is drawn in exactly the dots of its paper', async () => {
  const labels = start(REAL_WORKER)
  const zpl = '^XA^FO10,20^GB100,50,50^FS^XZ'
  for (const [dpi, width, height] of [
    [203, 812, 1218],
    [300, 1200, 1800],
  ] as const) {
    const drawn = await labels.draw(label(zpl), { ...PAPER, dpi })
    if (!drawn.ok) throw new Error(drawn.failure.detail)
    const picture = readPng(drawn.value.png)
    expect([picture.width, picture.height]).toEqual([width, height])
    expect(drawn.value).toMatchObject({ widthDots: width, heightDots: height })
    expect(picture.isBlack(50, 40)).toBe(true)
    expect(picture.isBlack(200, 40)).toBe(false)
  }
})

test('an empty format before the label does not hide it', async () => {
  const labels = start(REAL_WORKER)
  const drawn = await labels.draw(label('^XA^MMT^XZ^XA^FO10,20^GB100,50,50^FS^XZ'), PAPER)
  expect(drawn.ok && readPng(drawn.value.png).isBlack(50, 40)).toBe(true)
})

test('ZPL that cannot be drawn is refused in words, and the next label is drawn', async () => {
  const labels = start(REAL_WORKER)
  expect(await labels.draw(label('^XA^GFA,8,8,1,:Z64:!!!:0000^FS'), PAPER)).toMatchObject({
    ok: false,
    failure: { code: 'label-not-drawable', detail: expect.stringMatching(/\w/) },
  })
  expect(await labels.draw(label('^XA^FDhello^FS^XZ'), PAPER)).toMatchObject({ ok: true })
})

test('drawing does not hold up the thread of the station', async () => {
  const labels = start(REAL_WORKER)
  const drawing = labels.draw(label('^XA^FDhello^FS^XZ'), PAPER)
  let turns = 0
  const isDrawn = drawing.then(() => 'drawn')
  while ((await Promise.race([isDrawn, nextTurn()])) !== 'drawn') turns++
  expect(turns).toBeGreaterThan(10)
})

test('a PNG is its own picture; a damaged one and a PDF are not', async () => {
  const labels = start(countingWorker())
  const png = makePng({ width: 30, height: 20, depth: 1, colourType: 0, sample: () => [1] })
  expect(await labels.draw({ kind: 'png', bytes: png, sha256: 'a' }, PAPER)).toEqual({
    ok: true,
    value: { png, widthDots: 30, heightDots: 20 },
  })
  for (const [kind, bytes] of [
    ['png', png.subarray(0, 20)],
    ['pdf', Buffer.from('%PDF-1.7')],
  ] as const)
    expect(await labels.draw({ kind, bytes, sha256: 'b' }, PAPER)).toMatchObject({
      failure: { code: 'label-not-drawable' },
    })
})

test('a label is drawn once for each paper, also when asked for twice at a time', async () => {
  const labels = start(countingWorker())
  const text = async (sha256: string, paper = PAPER as Parameters<typeof labels.draw>[1]) => {
    const drawn = await labels.draw(label('x', sha256), paper)
    return drawn.ok && Buffer.from(drawn.value.png).toString()
  }
  expect(await Promise.all([text('a'), text('a')])).toEqual(['1', '1'])
  expect(await text('a', { ...PAPER, dpi: 300 })).toBe('2')
  expect(await text('b')).toBe('3')
  expect(await text('a')).toBe('1')
})

test.each(['die', 'throw'])('a drawing that makes the thread %s costs only itself', async (how) => {
  const labels = start(countingWorker())
  const [bad, good] = await Promise.all([
    labels.draw(label(how), PAPER),
    labels.draw(label('x'), PAPER),
  ])
  expect(bad).toMatchObject({ ok: false, failure: { code: 'label-not-drawable' } })
  expect(good).toMatchObject({ ok: true })
})

test('a drawing that never ends is given up', async () => {
  const thread = createDrawingThread({ worker: countingWorker(), log: silentLog, longestMs: 200 })
  ends.push(() => thread.stop())
  const task = (text: string) => ({
    zpl: Buffer.from(text),
    widthDots: 1,
    heightDots: 1,
    dotsPerMillimetre: 8,
  })
  expect(await thread.draw(task('hang'))).toEqual({ problem: 'Drawing took more than 200 ms' })
})

test('stopping ends what is being drawn', async () => {
  const labels = start(countingWorker())
  const drawing = labels.draw(label('hang'), PAPER)
  await nextTurn()
  await labels.stop()
  expect(await drawing).toMatchObject({ failure: { code: 'label-not-drawable' } })
  expect(await labels.draw(label('x'), PAPER)).toMatchObject({ ok: false })
})

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
