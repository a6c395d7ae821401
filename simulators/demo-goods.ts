import type { z } from 'zod'
import type { OrderItemInputSchema } from '../shared/orders.ts'

type OrderItemInput = z.input<typeof OrderItemInputSchema>

type Product = Omit<OrderItemInput, 'quantity'> & {
  readonly weight: { value: number; unit: 'g' }
}

function product(
  sku: string,
  barcode: string,
  description: string,
  grams: number,
  amount: string,
  customs: Pick<OrderItemInput, 'hsCode' | 'originCountry' | 'material'>,
): Product {
  return {
    sku,
    barcodes: [barcode],
    description,
    weight: { value: grams, unit: 'g' },
    price: { amount, currency: 'USD' },
    ...customs,
  }
}

const COTTON_KNIT = { hsCode: '611020', originCountry: 'PT', material: '100% cotton' }
const WOOL_KNIT = { hsCode: '611011', originCountry: 'IE', material: '100% merino wool' }
const STONEWARE = { hsCode: '691200', originCountry: 'PT', material: 'Stoneware' }

/** What the two made-up merchants sell; each with its own EAN-13. */
export const DEMO_GOODS = {
  pullover: product(
    'LK-PUL-M-OAT',
    '5391234567892',
    'Knitted cotton pullover, adult',
    450,
    '64.00',
    COTTON_KNIT,
  ),
  beanie: product('LK-BEA-RST', '5391234567113', 'Knitted wool beanie', 120, '22.50', {
    hsCode: '650500',
    originCountry: 'PT',
    material: 'Wool',
  }),
  cardigan: product(
    'LK-CAR-L-MOS',
    '5391234567120',
    'Merino cardigan, adult',
    520,
    '118.00',
    WOOL_KNIT,
  ),
  scarf: product('LK-SCA-HEA', '5391234567137', 'Knitted wool scarf', 180, '38.00', {
    hsCode: '611710',
    originCountry: 'IE',
    material: 'Wool',
  }),
  socks: product('LK-SOC-42-NAV', '5391234567144', 'Wool socks, one pair', 85, '14.00', {
    hsCode: '611594',
    originCountry: 'PT',
    material: '70% wool, 30% polyamide',
  }),
  blanket: product('LK-BLA-STO', '5391234567151', 'Woven wool blanket', 1400, '145.00', {
    hsCode: '630120',
    originCountry: 'IE',
    material: 'Wool',
  }),
  mittens: product('LK-MIT-S-RED', '5391234567168', 'Knitted mittens, child', 60, '16.50', {
    hsCode: '611691',
    originCountry: 'PT',
    material: 'Wool',
  }),
  mug: product('TW-MUG-SEA', '8712345006037', 'Stoneware mug, 350 ml', 390, '18.00', STONEWARE),
  bowl: product('TW-BOW-SAN', '8712345006068', 'Stoneware bowl, 18 cm', 610, '24.00', STONEWARE),
  candle: product('TW-CAN-FIG', '8712345006099', 'Beeswax candle in a tin', 230, '19.50', {
    hsCode: '340600',
    originCountry: 'US',
    material: 'Beeswax',
  }),
  teaTowel: product('TW-TOW-LIN', '8712345006129', 'Linen tea towel', 95, '12.00', {
    hsCode: '630299',
    originCountry: 'LT',
    material: '100% linen',
  }),
  board: product('TW-BRD-OAK', '8712345006150', 'Oak chopping board', 1150, '42.00', {
    hsCode: '441990',
    originCountry: 'PL',
    material: 'Oak',
  }),
  apron: product('TW-APR-IND', '8712345006181', 'Cotton apron', 310, '29.00', {
    hsCode: '621142',
    originCountry: 'IN',
    material: 'Cotton',
  }),
  /** On purpose without a customs code: it cannot leave the country until somebody adds one. */
  brush: product('TW-BRU-COC', '8712345006211', 'Dish brush with coconut bristles', 75, '9.50', {
    originCountry: 'DE',
  }),
} as const satisfies Record<string, Product>

export type DemoGood = keyof typeof DEMO_GOODS
