import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PrintFailureSchema, type Sticker } from '../../shared/printing.ts'
import { parkedStickerBarcode } from '../../shared/scanning.ts'
import { PrinterSettingsSchema } from '../../shared/settings.ts'
import type { LabelLanguage } from '../../station/printing/label-language.ts'
import { joinPng, makePng } from '../station/printing/make-png.ts'
import { differingDots, readPng, type Picture } from '../station/printing/read-png.ts'

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
      const encoded = await language.encode({ kind: 'png', bytes: png }, printer)
      if (!encoded.ok) throw new Error(encoded.failure.code)
      const { picture, left, top } = await read(encoded.value)
      expect(differingDots(picture, readPng(png), left, top)).toBe(0)
    })

    test('a PDF is refused', async () => {
      expect(
        await language.encode({ kind: 'pdf', bytes: Buffer.from('%PDF-1.7') }, printer),
      ).toMatchObject({ ok: false, failure: { code: 'label-kind-not-printable' } })
    })

    test('a picture larger than the paper is refused with both sizes', async () => {
      const large = makePng({ width: 407, height: 300, depth: 1, colourType: 0, sample: () => [1] })
      expect(await language.encode({ kind: 'png', bytes: large }, printer)).toEqual({
        ok: false,
        failure: {
          code: 'label-does-not-fit',
          detail: 'the picture is 407 × 300 dots, the paper 406 × 305 at 203 dpi',
        },
      })
    })

    test('a huge picture is refused by its header alone', async () => {
      const header = Buffer.alloc(13)
      header.writeUInt32BE(30_000, 0)
      header.writeUInt32BE(30_000, 4)
      header.set([8, 6, 0, 0, 0], 8)
      // What follows the header cannot be unpacked: whoever tried would say that it is not readable.
      const huge = joinPng(header, Buffer.from('not zlib'))
      expect(await language.encode({ kind: 'png', bytes: huge }, printer)).toMatchObject({
        ok: false,
        failure: { code: 'label-does-not-fit', detail: expect.stringContaining('30000 × 30000') },
      })
    })

    test('a PNG cut off anywhere is refused, never thrown over', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(png.length - 1), async (length) => {
          const cut = await language.encode(
            { kind: 'png', bytes: png.subarray(0, length) },
            printer,
          )
          expect(cut).toMatchObject({ ok: false, failure: { code: 'label-not-readable' } })
        }),
        { numRuns: 100 },
      )
    })

    test('a PNG with a flipped bit is refused or printed, never thrown over', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(png.length - 1), fc.nat(7), async (at, bit) => {
          const flipped = Buffer.from(png)
          flipped[at]! ^= 1 << bit
          const outcome = await language.encode({ kind: 'png', bytes: flipped }, printer)
          if (outcome.ok) expect(outcome.value.length).toBeGreaterThan(0)
          else expect(() => PrintFailureSchema.parse(outcome.failure)).not.toThrow()
        }),
        { numRuns: 100 },
      )
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
            const bytes = await language.sticker({ ...sticker, order }, large)
            expect(bytes.ok && (await barcodes(bytes.value))).toEqual([sticker.barcode])
          },
        ),
        { numRuns: 5 },
      )
    })

    test('the parked sticker says that it is one, of which order and which box', async () => {
      const bytes = await language.sticker(sticker, large)
      const text = Buffer.from(bytes.ok ? bytes.value : []).toString('latin1')
      for (const words of ['PARKED', 'A-1042', 'BOX 1 OF 2', 'Flexport', 'Bench 3', '2026-11-2'])
        expect(text).toContain(words)
    })

    test('a parked sticker on paper without room for its barcode is refused', async () => {
      const small = { ...printer, media: { widthInches: 1, heightInches: 1 } }
      expect(await language.sticker(sticker, small)).toMatchObject({
        ok: false,
        failure: { code: 'label-does-not-fit', detail: expect.stringContaining('203') },
      })
    })

    test('the test label carries the name of the printer and the time', async () => {
      const bytes = await language.testLabel(printer, new Date('2026-11-22T10:00:00Z'))
      const text = Buffer.from(bytes).toString('latin1')
      expect(text).toContain('TEST label')
      expect(text).toContain('2026-11-22T10:00:00.000Z')
    })
  })
}
