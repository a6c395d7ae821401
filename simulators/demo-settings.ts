import type { Box, Operator } from '../shared/settings.ts'

export const DEMO_BOXES: readonly Box[] = [
  {
    id: 'B1',
    name: 'Small box',
    barcode: 'BOX-B1',
    length: 8,
    width: 6,
    height: 4,
    unit: 'in',
    tareGrams: 90,
  },
  {
    id: 'B2',
    name: 'Medium box',
    barcode: 'BOX-B2',
    length: 12,
    width: 9,
    height: 6,
    unit: 'in',
    tareGrams: 180,
  },
  {
    id: 'B3',
    name: 'Cube box',
    barcode: 'BOX-B3',
    length: 12,
    width: 12,
    height: 12,
    unit: 'in',
    tareGrams: 320,
  },
  {
    id: 'B4',
    name: 'Large box',
    barcode: 'BOX-B4',
    length: 18,
    width: 14,
    height: 8,
    unit: 'in',
    tareGrams: 410,
  },
]

export const DEMO_OPERATORS: readonly Operator[] = [
  { id: 'ana', name: 'Ana', badge: 'BADGE-ANA' },
  { id: 'tom', name: 'Tom', badge: 'BADGE-TOM' },
]

/** The settings file of the demo: everything leads to the simulators on these ports of this machine. */
export function demoSettings(at: {
  readonly flexportUrl: string
  readonly flavorcloudUrl: string
  readonly printerPort: number
  readonly scalePort: number
}) {
  return {
    station: { id: 'bench-1', name: 'Bench 1' },
    shipFrom: {
      name: 'Harbor & Pine Fulfilment',
      company: 'Harbor & Pine',
      street1: '2210 Dockside Rd',
      city: 'Tacoma',
      state: 'WA',
      zip: '98421',
      country: 'US',
      phone: '+12535550118',
      email: 'outbound@harborpine.example',
    },
    carriers: {
      flexport: {
        baseUrl: at.flexportUrl,
        version: '2023-07',
        labelFormat: 'ZPL203',
        serviceLevel: 'Standard',
        injectionLocation: 'LAX',
      },
      flavorcloud: {
        baseUrl: at.flavorcloudUrl,
        labelFormat: 'ZPL',
        serviceCode: 'STANDARD',
        termsOfTrade: 'DDP',
      },
    },
    printers: [
      {
        id: 'label',
        role: 'label',
        connection: `tcp://127.0.0.1:${at.printerPort}`,
        language: 'zpl',
        dpi: 203,
        media: { widthInches: 4, heightInches: 6 },
      },
      { id: 'documents', role: 'document', connection: 'simulated:' },
    ],
    scale: { connection: `tcp://127.0.0.1:${at.scalePort}`, protocol: 'nci' },
    boxes: DEMO_BOXES,
    operators: DEMO_OPERATORS,
  }
}
