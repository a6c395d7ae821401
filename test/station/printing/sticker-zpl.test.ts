import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { Sticker } from '../../../shared/printing.ts'
import { parkedStickerBarcode } from '../../../shared/scanning.ts'
import { PrinterSettingsSchema } from '../../../shared/settings.ts'
import { createLabels } from '../../../station/labels/labels.ts'
import { stickerZpl } from '../../../station/printing/languages/sticker-zpl.ts'
import { labelBarcodes } from '../../barcode-reader.ts'
import { readPng } from '../labels/read-png.ts'
import { silentLog } from './silent-log.ts'

const labels = createLabels({
  worker: new URL('../../../station/labels/label-worker.ts', import.meta.url),
  log: silentLog,
})
afterAll(() => labels.stop())

const sticker: Sticker = {
  barcode: parkedStickerBarcode('7KQ3M9XZ'),
  order: 'A-1042',
  boxes: { number: 1, of: 1, more: true },
  carrier: 'Flexport',
  parkedAt: new Date('2026-11-22T10:00:00Z'),
  stationName: 'Bench 3',
}

interface Media {
  readonly dpi: 203 | 300 | 600
  readonly widthInches: number
  readonly heightInches: number
}

function printer({ dpi, ...media }: Media) {
  return PrinterSettingsSchema.parse({
    id: 'label',
    role: 'label',
    connection: 'simulated:',
    dpi,
    media,
  })
}

function zplFor(media: Media, more: Partial<Sticker> = {}): string {
  const made = stickerZpl({ ...sticker, ...more }, printer(media))
  if (!made.ok) throw new Error(made.failure.detail)
  return made.value
}

/** Each field's place, its commands and its text as the printer understands it. */
function fieldsOf(zpl: string) {
  return [...zpl.matchAll(/\^FO(\d+),(\d+)(.*?)\^FS/g)].map(([, x, y, commands = '']) => {
    const [before = '', data = ''] = commands.split('^FD')
    return {
      x: Number(x),
      y: Number(y),
      before,
      text: before.includes('^FH_')
        ? data.replaceAll(/_(..)/g, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`)))
        : data,
    }
  })
}

/** Drawn on paper that is larger on the right and below, so that what leaves the label shows. */
async function draw(zpl: string, { dpi, widthInches, heightInches }: Media) {
  const larger = { dpi, widthInches: widthInches + 0.5, heightInches: heightInches + 0.5 }
  const dots = (inches: number) => Math.round(inches * dpi)
  const onLarger = zpl.replace(
    /\^PW\d+\^LL\d+/,
    `^PW${dots(larger.widthInches)}^LL${dots(larger.heightInches)}`,
  )
  const drawn = await labels.draw(
    { kind: 'zpl', bytes: Buffer.from(onLarger), sha256: zpl },
    larger,
  )
  if (!drawn.ok) throw new Error(drawn.failure.detail)
  return drawn.value.png
}

const references = fc.oneof(
  fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme' }),
  fc.stringMatching(/^[A-Z0-9^~_#/ -]{1,100}$/),
  fc.constant('W'.repeat(100)),
)
const inches = (min: number, max: number) =>
  fc.integer({ min: min * 20, max: max * 20 }).map((n) => n / 20)
const dpis = fc.constantFrom(203, 300, 600)

describe('parked sticker in ZPL', () => {
  test('on any paper that it fits, every field lies within it and the barcode has its quiet zones', () => {
    fc.assert(
      fc.property(
        fc.record({ dpi: dpis, widthInches: inches(0.1, 9), heightInches: inches(0.1, 20) }),
        references,
        (media, order) => {
          const made = stickerZpl({ ...sticker, order }, printer(media))
          const width = Math.round(media.widthInches * media.dpi)
          const height = Math.round(media.heightInches * media.dpi)
          if (!made.ok) {
            expect(made.failure.code).toBe('label-does-not-fit')
            expect(width < 220 || media.heightInches < 0.55).toBe(true)
            return
          }
          for (const { x, y, before, text } of fieldsOf(made.value)) {
            const [, bars] = /\^BCN,(\d+)/.exec(before) ?? []
            const [, letters] = /\^A0N,(\d+)/.exec(before) ?? []
            const [, box] = /\^GB\d+,(\d+)/.exec(before) ?? []
            expect(y + Number(bars ?? letters ?? box)).toBeLessThanOrEqual(height)
            if (bars === undefined) continue
            const module = Number(/\^BY(\d+)/.exec(before)?.[1])
            expect(text).toBe(sticker.barcode)
            expect(x).toBeGreaterThanOrEqual(module * 10)
            expect(x + module * 210).toBeLessThanOrEqual(width)
            if (width >= 440) expect(module).toBeGreaterThanOrEqual(2)
          }
          expect(made.value.match(/\^BCN/g)).toHaveLength(1)
          expect(made.value.match(/\^X[AZ]/g)).toEqual(['^XA', '^XZ'])
          expect(made.value).not.toContain('~')
        },
      ),
      { numRuns: 300 },
    )
  })

  test('from 2 x 1 inches on the whole order stands on it, whatever it is called', () => {
    fc.assert(
      fc.property(dpis, fc.stringMatching(/^[A-Z0-9^~_#/-]{90,100}$/), (dpi, order) => {
        const zpl = zplFor({ dpi, widthInches: 2, heightInches: 1 }, { order })
        const words = fieldsOf(zpl).map(({ text }) => text)
        expect(words.join('')).toContain(order)
        expect(words).toContain('PARKED')
      }),
    )
  })

  test('what is drawn stays within the paper and its barcode reads back exactly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          dpi: fc.constantFrom(203, 300),
          widthInches: inches(2, 4),
          heightInches: inches(1, 6),
        }),
        references,
        fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{8}$/),
        async (media, order, id) => {
          const barcode = parkedStickerBarcode(id)
          const png = await draw(zplFor(media, { order, barcode }), media)
          expect(await labelBarcodes(png)).toEqual([barcode])
          const picture = readPng(png)
          const right = Math.round(media.widthInches * media.dpi)
          const bottom = Math.round(media.heightInches * media.dpi)
          for (let y = 0; y < picture.height; y++)
            for (let x = y < bottom ? right : 0; x < picture.width; x++)
              if (picture.isBlack(x, y)) throw new Error(`a dot at ${x}, ${y}`)
        },
      ),
      { numRuns: 5 },
    )
  })

  test.each([
    [{ dpi: 203, widthInches: 4, heightInches: 6 }, 3],
    [{ dpi: 300, widthInches: 4, heightInches: 6 }, 5],
    [{ dpi: 600, widthInches: 4, heightInches: 6 }, 10],
    [{ dpi: 203, widthInches: 2, heightInches: 1 }, 1],
  ] as const)('on %o a module is %i dots', (media, module) => {
    expect(zplFor(media)).toContain(`^BY${module}^BC`)
  })

  test('on 4 x 6 inches all of it stands there', () => {
    const words = fieldsOf(zplFor({ dpi: 203, widthInches: 4, heightInches: 6 })).map(
      ({ text }) => text,
    )
    expect(words).toEqual([
      '',
      'PARKED',
      'A-1042',
      'BOX 1 OF 2+',
      sticker.barcode,
      sticker.barcode,
      'Flexport',
      expect.stringMatching(/^2026-11-2[123] \d\d:\d\d [+-]\d\d:\d\d$/),
      'Bench 3',
    ])
  })

  test('on 2 x 1 inches the least important lines go', () => {
    const words = fieldsOf(zplFor({ dpi: 203, widthInches: 2, heightInches: 1 })).map(
      ({ text }) => text,
    )
    expect(words).toEqual(['', 'PARKED', 'A-1042', 'BOX 1 OF 2+', sticker.barcode, sticker.barcode])
  })
})
