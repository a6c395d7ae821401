import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { deflateSync } from 'node:zlib'
import type { PDFPage } from 'pdf-lib'
import { afterEach, describe, expect, test } from 'vitest'
import { createDrawingThread } from '../../../station/labels/drawing-thread.ts'
import { createLabels, type Head, type Labels } from '../../../station/labels/labels.ts'
import { A4, FOUR_BY_SIX, labelOf, makePdf } from './make-pdf.ts'
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

/**
 * A worker that counts its tasks in what it answers, dies of "die", throws of "throw" and never ends "hang". What is
 * prepared tells the thread that did it.
 */
function countingWorker(): URL {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-'))
  ends.push(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'worker.mjs')
  writeFileSync(
    file,
    `import { parentPort, threadId } from 'node:worker_threads'
     let tasks = 0
     parentPort.on('message', ({ kind, task }) => {
       if (kind === 'warmUp') return parentPort.postMessage(null)
       const text = Buffer.from(task.label.bytes).toString()
       if (text.includes('die')) process.exit(1)
       if (text.includes('throw')) throw new Error('out of ink')
       if (text.includes('hang')) return
       tasks++
       const reading = { codes: [String(tasks), String(threadId)], texts: [] }
       const value = kind === 'draw' ? { png: Buffer.from(String(tasks)) } : { reading }
       parentPort.postMessage({ ok: true, value })
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

test('a PDF is drawn as it would come out of a printer', async () => {
  const labels = start(REAL_WORKER)
  const draw = async (bytes: Uint8Array) => {
    const drawn = await labels.draw({ kind: 'pdf', bytes, sha256: String(bytes.length) }, PAPER)
    if (!drawn.ok) throw new Error(drawn.failure.detail)
    return { ...drawn.value, picture: readPng(drawn.value.png) }
  }
  const square = (page: PDFPage) => page.drawRectangle({ x: 72, y: 72, width: 36, height: 36 })
  const whole = await draw(await makePdf(FOUR_BY_SIX, () => {}, square))
  expect(whole).toMatchObject({ widthDots: 812, heightDots: 1218 })
  expect([whole.picture.width, whole.picture.height]).toEqual([812, 1218])
  expect(whole.picture.isBlack(250, 960)).toBe(true)
  expect(whole.picture.isBlack(190, 960)).toBe(false)

  const cut = await draw(await makePdf(A4, square))
  expect([cut.widthDots, cut.picture.width]).toEqual([102, 102])
})

test('a PNG is its own picture; a damaged one is not', async () => {
  const labels = start(countingWorker())
  const png = makePng({ width: 30, height: 20, depth: 1, colourType: 0, sample: () => [1] })
  expect(await labels.draw({ kind: 'png', bytes: png, sha256: 'a' }, PAPER)).toEqual({
    ok: true,
    value: { png, widthDots: 30, heightDots: 20 },
  })
  const damaged = { kind: 'png', bytes: png.subarray(0, 20), sha256: 'b' } as const
  expect(await labels.draw(damaged, PAPER)).toMatchObject({
    failure: { code: 'label-not-drawable' },
  })
  const pdf = { kind: 'pdf', bytes: Buffer.from('%PDF-1.7'), sha256: 'c' } as const
  expect(await start(REAL_WORKER).draw(pdf, PAPER)).toEqual({
    ok: false,
    failure: { code: 'label-not-drawable', detail: 'The PDF is damaged' },
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
  const hanging = { kind: 'zpl', bytes: Buffer.from('hang') } as const
  const paper = { dpi: 203, widthDots: 1, heightDots: 1 } as const
  expect(await thread.run('draw', { label: hanging, paper })).toEqual({
    problem: 'It took more than 200 ms',
  })
})

test('stopping ends what is being drawn', async () => {
  const labels = start(countingWorker())
  const drawing = labels.draw(label('hang'), PAPER)
  await nextTurn()
  await labels.stop()
  expect(await drawing).toMatchObject({ failure: { code: 'label-not-drawable' } })
  expect(await labels.draw(label('x'), PAPER)).toMatchObject({ ok: false })
})

describe('a label made ready', () => {
  const zpl = (text: string) =>
    ({ kind: 'zpl', bytes: Buffer.from(`^XA^FD${text}^FS^XZ`) }) as const
  const drawnHead: Head = {
    dpi: 203,
    widthDots: 812,
    heightDots: 1218,
    rotation: 0,
    takesZpl: false,
  }
  const png = (width: number) => ({
    kind: 'png' as const,
    bytes: makePng({ width, height: 9, depth: 1, colourType: 0, sample: () => [0] }),
  })
  const codesOf = (prepared: Awaited<ReturnType<Labels['prepare']>>) =>
    prepared.ok ? [...prepared.value.reading.codes] : []

  test('passes without a thread where the head takes it', async () => {
    const labels = start(new URL('file:///nowhere.mjs'))
    expect(await labels.prepare(zpl('x'), { ...drawnHead, takesZpl: true }, [])).toMatchObject({
      ok: true,
      value: { print: { kind: 'zpl', bytes: zpl('x').bytes } },
    })
  })

  test('of each kind becomes dots in the thread', async () => {
    const labels = start(REAL_WORKER)
    const pdf = {
      kind: 'pdf',
      bytes: await makePdf(FOUR_BY_SIX, labelOf('1Z999AA10123456784')),
    } as const
    const [fromPng, fromPdf, fromZpl] = await Promise.all([
      labels.prepare(png(30), drawnHead, []),
      labels.prepare(pdf, drawnHead, ['1Z999AA10123456784']),
      labels.prepare(zpl('x'), drawnHead, []),
    ])
    expect(fromPng).toMatchObject({ value: { print: { dots: { width: 30, height: 9 } } } })
    expect(fromPdf).toMatchObject({ value: { reading: { codes: ['1Z999AA10123456784'] } } })
    expect(fromZpl).toMatchObject({ value: { print: { dots: { width: 812, height: 1218 } } } })
    // The same label for another head, as for a second printer.
    const other = { ...drawnHead, rotation: 180 } as const
    expect(await labels.prepare(pdf, other, ['1Z999AA10123456784'])).toMatchObject({
      value: { reading: { codes: ['1Z999AA10123456784'] } },
    })
  })

  test('is not prepared again for the same head', async () => {
    const labels = start(countingWorker())
    const count = async (width: number, head = drawnHead, wanted: string[] = []) =>
      Number(codesOf(await labels.prepare(png(width), head, wanted))[0])
    expect(await Promise.all([count(1), count(1)])).toEqual([1, 1])
    expect(await count(1, { ...drawnHead, dpi: 300 })).toBe(2)
    expect(await count(1, drawnHead, ['x'])).toBe(3)
    for (let width = 2; width < 18; width++) await count(width)
    expect(await count(17)).toBe(19)
    expect(await count(1)).toBe(20)
  })

  test('does not wait for a picture on the screen', async () => {
    const labels = start(countingWorker())
    const drawing = labels.draw(label('hang'), PAPER)
    expect(await labels.prepare(png(1), drawnHead, [])).toMatchObject({ ok: true })
    await labels.stop()
    expect(await drawing).toMatchObject({ ok: false })
  })

  test.each(['die', 'throw'])('that makes the thread %s costs only itself', async (how) => {
    const labels = start(countingWorker())
    const [bad, good] = await Promise.all([
      labels.prepare(zpl(how), drawnHead, []),
      labels.prepare(png(1), drawnHead, []),
    ])
    expect(bad).toMatchObject({ failure: { code: 'label-not-readable' } })
    expect(good).toMatchObject({ ok: true })
    expect(await labels.prepare(zpl(how), drawnHead, [])).toMatchObject({ ok: false })
  })

  test('that swells beyond all measure ends its thread at once, and the next is drawn', async () => {
    const labels = start(REAL_WORKER)
    const swollen = deflateSync(Buffer.alloc(300_000_000), { level: 1 }).toString('base64')
    const bomb = Buffer.from(`^XA^FO0,0^GFA,99999,99999,100,:Z64:${swollen}:0000^FS^XZ`)
    const paper = { ...PAPER, widthInches: 1, heightInches: 1 }
    expect(await labels.draw({ kind: 'zpl', bytes: bomb, sha256: 'bomb' }, paper)).toEqual({
      ok: false,
      failure: { code: 'label-not-drawable', detail: 'The thread for labels ended' },
    })
    expect(await labels.draw(label('^XA^FDhello^FS^XZ'), paper)).toMatchObject({ ok: true })
  })
})

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
