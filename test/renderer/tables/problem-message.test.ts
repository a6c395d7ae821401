import { createInstance } from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { problemMessage } from '../../../renderer/tables/problem-message.ts'
import { tablesEs } from '../../../renderer/tables/words.es.ts'
import { OrderInputSchema } from '../../../shared/orders.ts'
import { fieldProblems } from '../../../shared/problem.ts'
import { SettingsSchema } from '../../../shared/settings.ts'

const words = createInstance()
beforeAll(() => words.init({ lng: 'es', resources: { es: { translation: { tables: tablesEs } } } }))

test('every problem of a bad order and of bad settings has a sentence in Spanish', () => {
  const order = OrderInputSchema.safeParse({
    reference: '',
    shipTo: { name: 'A', street1: 'B', city: 'C', country: 'USA' },
    items: [
      {
        description: 'D',
        quantity: 1.5,
        price: { amount: 'x', currency: 'dollars' },
        hsCode: '12',
        originCountry: 'Portugal',
      },
      { description: 7, quantity: 0 },
      { description: 'E', quantity: 100_001 },
    ],
  })
  const settings = SettingsSchema.safeParse({
    colour: 'red',
    network: { proxy: 'proxy.example' },
    shipFrom: { name: 'A', street1: 'B', city: 'C', country: '' },
    carriers: {
      flexport: {
        baseUrl: 'http://example.example',
        labelFormat: 'GIF',
        quoteServiceLevels: ['a', 'b', 'c', 'd', 'e', 'f'],
      },
    },
    printers: [
      { id: 'a', role: 'label', connection: 'lpt1', dpi: 1 },
      { id: 'a', role: 'label', connection: 'file:/x' },
      { id: 'b', role: 'label', connection: 'tcp://h:0' },
    ],
    scale: { connection: 'spooler:x', protocol: 'nci' },
    boxes: [
      { id: 'B2', name: 'x', barcode: '*SB-SHIP-8*', length: 1, width: 1, height: 1 },
      { id: 'B1', name: 'x', barcode: 'y', length: 0, width: 'wide', height: 1 },
    ],
    operators: [{ id: 'ana', name: 'Ana', badge: 'Y' }],
    packing: { weightToleranceGrams: -1, supervisorCode: 'a-b', rateIncreasePercent: 1001 },
  })
  const messages = [order, settings].flatMap((checked) =>
    checked.error ? fieldProblems(checked.error).map(({ message }) => message) : [],
  )
  expect(messages.length).toBeGreaterThan(12)
  const left = messages.filter((message) => problemMessage(message, words.t) === message)
  expect(left).toEqual([])
})

test('a message that nobody foresaw stays as it came', () => {
  expect(problemMessage('the carrier says no', words.t)).toBe('the carrier says no')
})
