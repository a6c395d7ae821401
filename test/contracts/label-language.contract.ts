import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Sticker } from '../../shared/printing.ts'
import { commandBarcode, parkedStickerBarcode } from '../../shared/scanning.ts'
import { PrinterSettingsSchema, type PrinterSettings } from '../../shared/settings.ts'
import type { BlackDots } from '../../station/labels/labels.ts'
import type { LabelLanguage } from '../../station/printing/label-language.ts'
import { zpl } from '../../station/printing/languages/zpl.ts'
import { differingDots, type Picture } from '../station/labels/read-png.ts'
import { scanPaper, type PrintedPaper } from '../station/printing/printed-paper.ts'
import { readZplPaper } from '../station/printing/zpl-reader.ts'

export interface LanguageUnderTest {
  readonly name: string
  readonly language: LabelLanguage
  readonly graphics?: PrinterSettings['graphics']
  /** An independent reader of the language. It throws at what stores or sets up anything. */
  readonly read: (
    bytes: Uint8Array,
    printer: PrinterSettings,
  ) => PrintedPaper | Promise<PrintedPaper>
  /** Where a picture in the middle of the paper lies; by default to the dot, in the paper's length too. */
  readonly placed?: (dots: BlackDots, paperWidth: number) => { left: number; top: number }
  /** How many pictures are tried. */
  readonly runs: number
}

/** What every printer language owes its caller. */
export function labelLanguageContract(under: LanguageUnderTest): void {
  const { name, language, read } = under
  const printerOn = (
    widthInches: number,
    heightInches: number,
    dpi: PrinterSettings['dpi'] = 203,
  ) =>
    PrinterSettingsSchema.parse({
      id: 'label',
      role: 'label',
      connection: 'simulated:',
      dpi,
      media: { widthInches, heightInches },
      graphics: under.graphics,
    })

  async function differing(dots: BlackDots, printer: PrinterSettings): Promise<number> {
    const printed = await read(await language.encode(dots, printer), printer)
    expect(printed.labels).toBe(1)
    const width = Math.round(printer.media.widthInches * printer.dpi)
    const { left, top } = under.placed?.(dots, width) ?? {
      left: Math.floor((width - dots.width) / 2),
      top: Math.floor((Math.round(printer.media.heightInches * printer.dpi) - dots.height) / 2),
    }
    return differingDots(printed.picture, asPicture(dots), left, top)
  }

  /** As the station makes it: by the language itself, or drawn from the ZPL one. */
  async function printed(
    made: (by: LabelLanguage) => ReturnType<NonNullable<LabelLanguage['testLabel']>> | undefined,
    printer: PrinterSettings,
  ): Promise<PrintedPaper> {
    const own = await made(language)
    if (own?.ok) return read(own.value, printer)
    const asZpl = await made(zpl)
    if (!asZpl?.ok) throw new Error('no ZPL')
    const { picture } = await readZplPaper(asZpl.value, printer)
    return read(await language.encode(asDots(picture), printer), printer)
  }

  const title = under.graphics === undefined ? name : `${name} as ${under.graphics}`
  describe(`label language: ${title}`, () => {
    test('any picture comes out once, dot for dot, in the middle of the paper', async () => {
      await fc.assert(
        fc.asyncProperty(pictures(203, 152), async (dots) => {
          expect(await differing(dots, printerOn(1, 0.75))).toBe(0)
        }),
        { numRuns: under.runs },
      )
    })

    test.each([
      ['812 × 1218 dots of noise on 4 × 6 inches', 812, 1218, 203, 4, 6],
      ['a page all black on A6', 838, 1183, 203, 4.13, 5.83],
      ['2400 dots across on 8 × 1 inches at 300 dpi', 2400, 300, 300, 8, 1],
    ] as const)('%s come out dot for dot', async (what, width, height, dpi, inches, high) => {
      const fill = what.includes('noise') ? 'noise' : what.includes('black') ? 'black' : 'bars'
      expect(
        await differing(draw({ width, height, fill, seed: 7 }), printerOn(inches, high, dpi)),
      ).toBe(0)
    })

    const sticker: Sticker = {
      barcode: parkedStickerBarcode('7KQ3M9XZ'),
      order: 'A-1042',
      boxes: { number: 1, of: 2, more: false },
      carrier: 'Flexport',
      parkedAt: new Date('2026-11-22T10:00:00Z'),
      stationName: 'Bench 3',
    }
    const fourBySix = printerOn(4, 6)

    // A sticker of the language's own has no graphics: their second and third form would draw the same again.
    const isDrawnAlready = under.graphics !== undefined && under.graphics !== 'z64'
    test.skipIf(isDrawnAlready)(
      'the parked sticker has its barcode and no other, whatever the order is called',
      async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme' }),
            async (order) => {
              const paper = await printed(
                (by) => by.sticker?.({ ...sticker, order }, fourBySix),
                fourBySix,
              )
              expect(paper.labels).toBe(1)
              expect(await scanPaper(paper)).toEqual([sticker.barcode])
            },
          ),
          { numRuns: 3 },
        )
      },
    )

    const barcodes = { 2: commandBarcode('TEST', '2-7KQ3'), 3: commandBarcode('TEST', '3-7KQ3') }
    const at = new Date('2026-11-22T10:00:00Z')

    test('both barcodes of the test label can be scanned', async () => {
      const paper = await printed(
        (by) => by.testLabel?.({ printerId: 'label', at, barcodes }, fourBySix),
        fourBySix,
      )
      expect(paper.labels).toBe(1)
      expect(await scanPaper(paper)).toEqual([barcodes[2], barcodes[3]])
    })

    if (language.sticker === undefined || language.testLabel === undefined) return
    const { sticker: ownSticker, testLabel } = language

    test('the parked sticker says that it is one, of which order and which box', async () => {
      const bytes = await ownSticker(sticker, fourBySix)
      const text = Buffer.from(bytes.ok ? bytes.value : []).toString('latin1')
      for (const words of ['PARKED', 'A-1042', 'BOX 1 OF 2', 'Flexport', 'Bench 3', '2026-11-2'])
        expect(text).toContain(words)
    })

    test('a parked sticker on paper without room for its barcode is refused', async () => {
      expect(await ownSticker(sticker, printerOn(1, 1))).toMatchObject({
        ok: false,
        failure: { code: 'label-does-not-fit', detail: expect.stringContaining('203') },
      })
    })

    test('the test label carries the name of the printer, the time and what each barcode is', async () => {
      const bytes = await testLabel({ printerId: 'label', at, barcodes }, fourBySix)
      const text = Buffer.from(bytes.ok ? bytes.value : []).toString('latin1')
      for (const words of ['TEST label', '2026-11-22T10:00:00.000Z', '2 DOTS', '3 DOTS'])
        expect(text).toContain(words)
    })

    test('the test label says which barcode has no room', async () => {
      const bytes = await testLabel({ printerId: 'label', at, barcodes }, printerOn(3, 2))
      const text = Buffer.from(bytes.ok ? bytes.value : []).toString('latin1')
      expect(text).toMatch(/NO ROOM FOR: 3 DOTS|3 DOTS: NO ROOM/)
      expect(text).not.toMatch(/NO ROOM FOR:.*2 DOTS|2 DOTS: NO ROOM/)
    })
  })
}

interface Recipe {
  readonly width: number
  readonly height: number
  readonly fill: 'blank' | 'black' | 'noise' | 'sparse' | 'bars' | 'rows'
  readonly seed: number
}

/** Pictures up to a size: noise and solid ones, and such with repeated, blank and nearly blank rows. */
function pictures(width: number, height: number): fc.Arbitrary<BlackDots> {
  return fc
    .record({
      width: fc.integer({ min: 1, max: width }),
      height: fc.integer({ min: 1, max: height }),
      fill: fc.constantFrom('blank', 'black', 'noise', 'sparse', 'bars', 'rows'),
      seed: fc.integer(),
    } as const)
    .map(draw)
}

function draw({ width, height, fill, seed }: Recipe): BlackDots {
  const bytesPerRow = Math.ceil(width / 8)
  const bits = new Uint8Array(bytesPerRow * height)
  const hash = (x: number, y: number) =>
    (Math.imul(Math.imul(x + 1, 0x9e3779b1) ^ Math.imul(y + seed, 0x85ebca6b), 0xc2b2ae35) >>> 15) &
    0xff
  const ink = {
    blank: () => false,
    black: () => true,
    noise: (x: number, y: number) => hash(x, y) < 128,
    sparse: (x: number, y: number) => hash(x, y) < 1,
    bars: (x: number) => hash(x >> 2, 0) < 128,
    rows: (x: number, y: number) => hash(0, y >> 3) < 90 && hash(x >> 4, y >> 2) < 200,
  }[fill]
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (ink(x, y)) bits[y * bytesPerRow + (x >> 3)]! |= 0x80 >> (x & 7)
  return { width, height, bytesPerRow, bits }
}

function asPicture({ width, height, bits, bytesPerRow }: BlackDots): Picture {
  return {
    width,
    height,
    isBlack: (x, y) => ((bits[y * bytesPerRow + (x >> 3)]! >> (7 - (x & 7))) & 1) === 1,
  }
}

function asDots({ width, height, isBlack }: Picture): BlackDots {
  const bytesPerRow = Math.ceil(width / 8)
  const bits = new Uint8Array(bytesPerRow * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (isBlack(x, y)) bits[y * bytesPerRow + (x >> 3)]! |= 0x80 >> (x & 7)
  return { width, height, bytesPerRow, bits }
}
