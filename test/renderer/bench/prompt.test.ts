import { describe, expect, test } from 'vitest'
import { promptOf } from '../../../renderer/bench/prompt.ts'
import { benchEn } from '../../../renderer/bench/words.en.ts'
import { benchEs } from '../../../renderer/bench/words.es.ts'
import type { BenchView } from '../../../shared/packing.ts'
import { feedbackOf, itemWith, parkedBox, viewWith } from './bench-views.ts'

const weight = (state: BenchView['weight']['state'], reason: string | null = null) =>
  viewWith({
    step: 'weigh',
    weight: { grams: 900, shown: '0.900 kg', state, reason, expected: null, isTyped: false },
  })

const problem = (
  kind: 'wrong' | 'attention' | 'in-doubt',
  offers: NonNullable<BenchView['problem']>['offers'],
) => ({ code: 'carrier-unreachable' as const, kind, params: {}, offers })

const ON_ITS_BOX: NonNullable<BenchView['shipment']> = {
  id: 's-1',
  state: 'bought',
  carrier: 'flavorcloud',
  trackingNumber: 'GM605112874003000001',
  price: null,
  hasLabel: true,
  boughtAt: '2026-11-22T10:00:00.000Z',
  sentAt: '2026-11-22T10:00:01.000Z',
  onPaperAt: '2026-11-22T10:00:09.000Z',
  onBoxAt: '2026-11-22T10:00:09.000Z',
}

describe('the prompt', () => {
  test.each<[string, BenchView, string, string, Record<string, unknown>]>([
    ['idle', viewWith(), 'scan-order', 'act', {}],
    [
      'after the last box',
      viewWith({ feedback: feedbackOf('order-done', 'complete') }),
      'done',
      'good',
      {},
    ],
    [
      'an order just opened',
      viewWith({ step: 'scan-items', items: [itemWith(2, 0), itemWith(1, 0)] }),
      'scan-items',
      'act',
      { count: 3 },
    ],
    [
      'some items in',
      viewWith({ step: 'scan-items', items: [itemWith(2, 1), itemWith(1, 0)] }),
      'scan-more',
      'act',
      { count: 2 },
    ],
    [
      'the second box of an order',
      viewWith({ step: 'scan-items', items: [itemWith(5, 1, 2)] }),
      'scan-more',
      'act',
      { count: 2 },
    ],
    [
      'a quantity set',
      viewWith({ step: 'scan-items', items: [itemWith(12, 0)], quantity: 12 }),
      'scan-counted',
      'act',
      { quantity: 12 },
    ],
    [
      'a label that came out of another printer',
      viewWith({
        step: 'scan-label',
        feedback: {
          ...feedbackOf('printed-elsewhere', 'attention'),
          params: { printer: 'label-2', instead: 'label' },
        },
      }),
      'take-elsewhere',
      'attention',
      { printer: 'label-2', instead: 'label' },
    ],
    [
      'nobody knows whether the label came out',
      viewWith({
        step: 'scan-label',
        problem: { ...problem('in-doubt', ['REPRINT', 'CONFIRM']), code: 'print-in-doubt' },
      }),
      'print-unknown',
      'in-doubt',
      {},
    ],
    [
      'papers that did not come out',
      viewWith({
        step: 'scan-label',
        problem: { ...problem('wrong', ['CONFIRM', 'HOLD']), code: 'papers-not-out' },
      }),
      'papers-missing',
      'wrong',
      {},
    ],
    [
      'a label of a closed box again',
      viewWith({ armed: 'REPRINT-APPROVE' }),
      'armed-approve',
      'attention',
      {},
    ],
    ['no box yet', viewWith({ step: 'choose-box' }), 'choose-box', 'act', {}],
    ['an empty pan', weight('empty', 'pan-empty'), 'weigh', 'act', {}],
    ['a pan too light', weight('stable', 'too-light'), 'weigh', 'act', {}],
    ['a moving pan', weight('moving', 'not-stable'), 'weigh-moving', 'wait', {}],
    ['a pan at rest, not locked yet', weight('stable', 'not-stable'), 'weigh-moving', 'wait', {}],
    [
      'the last box on the pan',
      weight('stable', 'pan-not-emptied'),
      'weigh-empty-first',
      'attention',
      {},
    ],
    [
      'a silent scale',
      weight('unknown', 'no-answer'),
      'weigh-unknown',
      'attention',
      { reason: 'no-answer' },
    ],
    [
      'a broken scale',
      weight('fault', 'scale-error'),
      'weigh-unknown',
      'attention',
      { reason: 'scale-error' },
    ],
    ['all there', viewWith({ step: 'ship' }), 'ship', 'act', {}],
    ['the purchase', viewWith({ step: 'shipping' }), 'shipping', 'wait', {}],
    ['the printer', viewWith({ step: 'printing' }), 'printing', 'wait', {}],
    ['the label', viewWith({ step: 'scan-label' }), 'scan-label', 'act', {}],
    ['the papers', viewWith({ step: 'scan-label', shipment: ON_ITS_BOX }), 'papers', 'wait', {}],
    ['a doubt', viewWith({ step: 'in-doubt' }), 'in-doubt', 'in-doubt', {}],
    ['a parked box', viewWith({ step: 'parked', parked: parkedBox() }), 'parked', 'attention', {}],
    [
      'a parked box whose sticker is in the printer',
      viewWith({ step: 'parked', parked: { ...parkedBox(), isPrinted: false } }),
      'parked-printing',
      'wait',
      {},
    ],
    [
      'a print that was cut off, of a label or of a sticker',
      viewWith({
        step: 'printing',
        problem: { ...problem('attention', ['REPRINT', 'HOLD']), code: 'printer-interrupted' },
      }),
      'print-unknown',
      'attention',
      {},
    ],
    [
      'a parked box whose sticker did not print',
      viewWith({
        step: 'parked',
        parked: { ...parkedBox(), isPrinted: false },
        problem: problem('wrong', ['REPRINT']),
      }),
      'offer-one',
      'wrong',
      { first: 'REPRINT' },
    ],
    [
      'a parked box whose sticker was scanned',
      viewWith({ step: 'shipping', parked: { ...parkedBox(), isAwaited: true } }),
      'shipping',
      'wait',
      {},
    ],
    ['REPRINT armed', viewWith({ armed: 'REPRINT' }), 'armed-reprint', 'act', {}],
    ['VOID armed', viewWith({ armed: 'VOID' }), 'armed-void', 'attention', {}],
    ['VOID to confirm', viewWith({ armed: 'VOID-CONFIRM' }), 'armed-confirm', 'attention', {}],
    ['QTY armed', viewWith({ armed: 'QTY' }), 'armed-quantity', 'act', {}],
    [
      'a refusal with two ways out',
      viewWith({ step: 'ship', problem: problem('wrong', ['SHIP', 'HOLD']) }),
      'offer-two',
      'wrong',
      { first: 'SHIP', second: 'HOLD' },
    ],
    [
      'a doubt with one way out',
      viewWith({ step: 'in-doubt', problem: problem('in-doubt', ['HOLD']) }),
      'offer-one',
      'in-doubt',
      { first: 'HOLD' },
    ],
    [
      'a remark that stops nothing',
      viewWith({ step: 'shipping', problem: problem('attention', ['SHIP']) }),
      'shipping',
      'wait',
      {},
    ],
    [
      'a dearer label that a supervisor has to let pass',
      viewWith({ step: 'ship', problem: problem('attention', ['APPROVE', 'HOLD']) }),
      'offer-two',
      'attention',
      { first: 'APPROVE', second: 'HOLD' },
    ],
    ...(['weight-off', 'weight-one-missing', 'weight-one-extra'] as const).map(
      (code): [string, BenchView, string, string, Record<string, unknown>] => [
        `a weight that is not as expected (${code})`,
        viewWith({
          step: 'ship',
          problem: { ...problem('attention', ['CONFIRM', 'UNDO', 'HOLD']), code },
        }),
        'weight-off',
        'attention',
        {},
      ],
    ),
    [
      'a weight that is not as expected, when the label is bought already',
      viewWith({
        step: 'printing',
        problem: { ...problem('attention', []), code: 'weight-off' },
      }),
      'printing',
      'wait',
      {},
    ],
    ['WEIGHT armed', viewWith({ armed: 'WEIGHT' }), 'armed-weight', 'attention', {}],
    [
      'a typed weight that waits',
      viewWith({ armed: 'WEIGHT-APPROVE' }),
      'armed-weight-approve',
      'attention',
      {},
    ],
    ['a choice that is asked', viewWith({ armed: 'CHOOSE' }), 'armed-choose', 'attention', {}],
    [
      'a problem without a way out by scan',
      viewWith({ step: 'choose-box', problem: problem('wrong', []) }),
      'choose-box',
      'act',
      {},
    ],
  ])('of %s', (_name, view, word, kind, values) => {
    expect(promptOf(view)).toMatchObject({ word, kind, values })
  })

  test('of a label that is bought says whether the packer asked for it by a sticker', () => {
    const bought = (isAwaited: boolean) =>
      promptOf(viewWith({ step: 'shipping', parked: { ...parkedBox(), isAwaited } })).help
    expect([bought(true), bought(false)]).toEqual(['shipping-parked', 'shipping'])
  })

  test('is at most six words in every language', () => {
    for (const words of [benchEn, benchEs]) {
      const long = Object.values(words.prompt).filter((text) => text.split(/\s+/).length > 6)
      expect(long).toEqual([])
    }
  })

  test('fits one line of the band in every language', () => {
    // 64 px letters on 1280 px: 30 characters, with short fills.
    for (const words of [benchEn, benchEs]) {
      const long = Object.values(words.prompt)
        .map((text) => text.replace('{{first}}', 'REPRINT').replaceAll(/\{\{\w+\}\}/g, 'HOLD'))
        .filter((text) => text.length > 30)
      expect(long).toEqual([])
    }
  })
})
