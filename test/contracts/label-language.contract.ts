import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Sticker } from '../../shared/printing.ts'
import { parkedStickerBarcode } from '../../shared/scanning.ts'
import { PrinterSettingsSchema } from '../../shared/settings.ts'
import { pngToDots } from '../../station/labels/png-to-dots.ts'
import type { LabelLanguage } from '../../station/printing/label-language.ts'
import { makePng } from '../station/labels/make-png.ts'
import { differingDots, readPng, type Picture } from '../station/labels/read-png.ts'

/** What a printer makes of the bytes of a language. */
export interface Paper {
  readonly read: (bytes: Uint8Array) => Promise<{ picture: Picture; left: number; top: number }>
  /** Of a sticker on 4 × 6 inches. */
  readonly barcodes: (bytes: Uint8Array) => Promise<string[]>
}

/** What every printer language owes its caller. */
export function labelLanguageContract(
  name: string,
  language: LabelLanguage,
  { read, barcodes }: Paper,
): void {
  const printer = PrinterSettingsSchema.parse({
    id: 'label',
    role: 'label',
    connection: 'simulated:',
    media: { widthInches: 2, heightInches: 1.5 },
  })
  const png = makePng({
    width: 301,
    height: 211,
    depth: 8,
    colourType: 0,
    filter: 'all',
    sample: (x, y) => [(x * x + y * 13) % 256],
  })

  describe(`label language: ${name}`, () => {
    test('a PNG comes out dot for dot', async () => {
      const dots = pngToDots(png, { width: 406, height: 305, dpi: 203 })
      if (!dots.ok) throw new Error(dots.failure.code)
      const { picture, left, top } = await read(await language.encode(dots.value, printer))
      expect(differingDots(picture, readPng(png), left, top)).toBe(0)
    })

    const sticker: Sticker = {
      barcode: parkedStickerBarcode('7KQ3M9XZ'),
      order: 'A-1042',
      boxes: { number: 1, of: 2, more: false },
      carrier: 'Flexport',
      parkedAt: new Date('2026-11-22T10:00:00Z'),
      stationName: 'Bench 3',
    }
    const large = { ...printer, media: { widthInches: 4, heightInches: 6 } }

    test('the parked sticker has its barcode and no other, whatever the order is called', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme' }),
          async (order) => {
            const bytes = await language.sticker?.({ ...sticker, order }, large)
            expect(bytes?.ok && (await barcodes(bytes.value))).toEqual([sticker.barcode])
          },
        ),
        { numRuns: 5 },
      )
    })

    test('the parked sticker says that it is one, of which order and which box', async () => {
      const bytes = await language.sticker?.(sticker, large)
      const text = Buffer.from(bytes?.ok ? bytes.value : []).toString('latin1')
      for (const words of ['PARKED', 'A-1042', 'BOX 1 OF 2', 'Flexport', 'Bench 3', '2026-11-2'])
        expect(text).toContain(words)
    })

    test('a parked sticker on paper without room for its barcode is refused', async () => {
      const small = { ...printer, media: { widthInches: 1, heightInches: 1 } }
      expect(await language.sticker?.(sticker, small)).toMatchObject({
        ok: false,
        failure: { code: 'label-does-not-fit', detail: expect.stringContaining('203') },
      })
    })

    test('the test label carries the name of the printer and the time', async () => {
      const at = new Date('2026-11-22T10:00:00Z')
      const barcodes = { 2: 'TWO', 3: 'THREE' }
      const bytes = await language.testLabel?.({ printerId: 'label', at, barcodes }, printer)
      const text = Buffer.from(bytes?.ok ? bytes.value : []).toString('latin1')
      expect(text).toContain('TEST label')
      expect(text).toContain('2026-11-22T10:00:00.000Z')
    })
  })
}
