import { PrinterSettingsSchema } from '../../shared/settings.ts'
import { labelPng } from '../../simulators/labels/label-picture.ts'
import { shippingLabelZpl } from '../../simulators/labels/shipping-label.ts'
import type { BlackDots } from '../../station/labels/labels.ts'
import { pngToDots } from '../../station/labels/png-to-dots.ts'
import { makePng } from '../station/labels/make-png.ts'
import { readPng, type Picture } from '../station/labels/read-png.ts'
import { percentiles } from './figures.ts'

const WARM_UP = 15
const ROUNDS = 100

export const benchPrinter = PrinterSettingsSchema.parse({
  id: 'label',
  role: 'label',
  connection: 'simulated:',
})

/** A label as a carrier's looks, with a customs form: 4 × 6 inches at 203 dpi. */
export async function benchLabel(): Promise<Picture> {
  const zpl = shippingLabelZpl({
    carrier: 'FlavorCloud',
    service: 'Express',
    sender: ['Harbor & Pine', '2210 Dockside Rd', 'Tacoma WA 98421', 'United States'],
    recipient: ['Annika Lindqvist', 'Storgatan 14 B, 3 tr', '114 55 Stockholm', 'Sweden'],
    reference: 'LK-20417',
    weight: '1240 g',
    barcode: { kind: 'plain', text: 'FC1Z84F20417SE000316' },
    customs: {
      terms: 'DDP',
      reason: 'Sale',
      total: 'USD 148.00',
      lines: ['Wool blanket, hand woven', 'Beeswax candles, set of six', 'Enamel mug'].map(
        (description, index) => ({
          quantity: index + 1,
          description,
          hsCode: '6301.20.0000',
          origin: 'US',
          value: 'USD 49.00',
        }),
      ),
    },
  })
  return readPng(await labelPng(zpl))
}

/** The picture as each kind of PNG that carriers send. */
export function pngsOf({
  width,
  height,
  isBlack,
}: Picture): readonly (readonly [string, Buffer])[] {
  const kinds = [
    ['1-bit grey', 0, 1, (ink: boolean) => [ink ? 0 : 1]],
    ['8-bit grey', 0, 8, (ink: boolean) => [ink ? 0 : 255]],
    ['RGBA', 6, 8, (ink: boolean) => (ink ? [0, 0, 0, 255] : [255, 255, 255, 255])],
  ] as const
  return kinds.map(([name, colourType, depth, samples]) => [
    name,
    makePng({
      width,
      height,
      depth,
      colourType,
      filter: 'all',
      sample: (x, y) => samples(isBlack(x, y)),
    }),
  ])
}

export function dotsOf(png: Uint8Array): BlackDots {
  const dots = pngToDots(png)
  if (!dots.ok) throw new Error(dots.failure.code)
  return dots.value
}

/** Median and 95th percentile in milliseconds, warm. */
export async function timed(work: () => unknown): Promise<{ p50: number; p95: number }> {
  for (let round = 0; round < WARM_UP; round++) await work()
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return percentiles(times)
}
