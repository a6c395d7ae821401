import type { BenchView } from '../../../shared/packing.ts'

/** An idle bench, and what differs from it. */
export function viewWith(different: Partial<BenchView> = {}): BenchView {
  return {
    step: 'scan-order',
    order: null,
    items: [],
    box: null,
    weight: {
      grams: 0,
      shown: '0.000 kg',
      state: 'empty',
      reason: null,
      expected: null,
      isTyped: false,
    },
    shipment: null,
    quote: null,
    rate: null,
    outage: null,
    parked: null,
    operator: null,
    problem: null,
    feedback: null,
    armed: null,
    choices: [],
    typedWeight: null,
    quantity: null,
    ready: 3,
    shippedToday: 0,
    stationName: 'Bench 1',
    demo: false,
    ...different,
  }
}

export function itemWith(ordered: number, scanned: number, packedBefore = 0) {
  return { line: 1, sku: 'CUP', description: 'Enamel cup', ordered, scanned, packedBefore }
}

export function feedbackOf(
  code: NonNullable<BenchView['feedback']>['code'],
  kind: NonNullable<BenchView['feedback']>['kind'],
): NonNullable<BenchView['feedback']> {
  return { sequence: 1, code, kind, params: {}, at: '2026-11-22T10:00:00.000Z' }
}

export function parkedBox(): NonNullable<BenchView['parked']> {
  return {
    sticker: '*SP-7K3QZ9XA-B*',
    boxes: { number: 1, of: 1, more: true },
    parkedAt: '2026-11-22T10:42:07.000Z',
    isPrinted: true,
    isAwaited: false,
  }
}

export function openOrder(): NonNullable<BenchView['order']> {
  return {
    id: 7,
    reference: 'LK-1',
    merchant: 'larkspur',
    parcel: 1,
    recipient: 'Mairead Quinlan',
    city: 'Galway',
    country: 'IE',
    carrier: 'flavorcloud',
    serviceLevel: 'STANDARD',
    termsOfTrade: 'DDP',
    note: null,
    shipTo: {
      name: 'Mairead Quinlan',
      street1: '14 Castle Row',
      city: 'Galway',
      state: 'G',
      zip: 'H91 XY12',
      country: 'IE',
    },
    correction: null,
  }
}
