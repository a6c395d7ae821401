import * as fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import type { BenchView, ScanVerdict } from '../../shared/packing.ts'
import { commandBarcode, type Command, type ScanSource } from '../../shared/scanning.ts'
import type { ScaleReading } from '../../shared/weighing.ts'
import { fakeTime, settled } from './fake-time.ts'
import { mustComeToAll, runsOr, timeoutOf } from './runs.ts'
import {
  openWeighingBench,
  REFERENCES,
  SETTINGS,
  type Answering,
  type WeighingBench,
} from './weighing-bench.ts'

/*
 * The bench itself under anything that a packer, a scale and whoever changes the settings may do, by the rules W1 to W13,
 * K1 and C1: what it buys, learns and keeps must follow from what was shown and said.
 */
const USUAL_RUNS = 100
const RUNS = runsOr(USUAL_RUNS)

afterEach(() => vi.unstubAllGlobals())

type Step =
  | { do: 'scan'; text: string; source: ScanSource; twice: boolean }
  /** The label of the open box on its box. */
  | { do: 'scan-back' }
  /** Scans whatever is missing of the open order. */
  | { do: 'pack' }
  | { do: 'put'; as: 'right' | 'one-less' | 'one-more' | 'far'; unit: number }
  | { do: 'empty' }
  | { do: 'type'; text: string; approval: string; hurry: boolean }
  | { do: 'report'; state: 'stable' | 'moving' | 'silent' | 'negative'; times: number }
  | { do: 'carrier'; how: Answering }
  | { do: 'packing'; with: object }
  | { do: 'without'; what: 'scale' | 'box' | 'nothing' }
  | { do: 'wait'; ms: number }
  | { do: 'restart' }

const CODE = 'BOSS'
const bar = (command: Command, argument?: string) => commandBarcode(command, argument)
const SCANS = [
  ...REFERENCES,
  'PUL',
  'BEA',
  'MUG',
  'BOX-B1',
  'BOX-B2',
  'BOX-B3',
  '1',
  '900 g',
  'nothing of ours',
  bar('UNDO'),
  bar('BOX'),
  bar('HOLD'),
  bar('VOID'),
  bar('QTY', '2'),
  bar('CHOOSE', '1'),
]
/** What weights are about, and so asked for more often. */
const WEIGHT_SCANS = [
  bar('WEIGHT'),
  bar('WEIGHT', '900G'),
  bar('WEIGHT', '1.11KG'),
  '1.2 kg',
  bar('APPROVE'),
  bar('APPROVE', CODE),
  bar('APPROVE', 'WRONG'),
  bar('CONFIRM'),
  bar('SHIP'),
  bar('UNDO'),
  bar('HOLD'),
  'BOX-B3',
]

const scans = (texts: readonly string[]): fc.Arbitrary<Step> =>
  fc.record({
    do: fc.constant('scan' as const),
    text: fc.constantFrom(...texts),
    source: fc.constantFrom<ScanSource>('wedge', 'key', 'rest'),
    twice: fc.boolean(),
  })

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: scans(SCANS) },
  { weight: 5, arbitrary: scans(WEIGHT_SCANS) },
  { weight: 3, arbitrary: scans([bar('CONFIRM'), bar('SHIP')]) },
  { weight: 5, arbitrary: fc.constant<Step>({ do: 'pack' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'scan-back' }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      as: fc.constantFrom('right', 'right', 'one-less', 'one-more', 'far'),
      unit: fc.nat(3),
    }),
  },
  { weight: 3, arbitrary: fc.constant<Step>({ do: 'empty' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('type' as const),
      text: fc.constantFrom('900G', '1.11KG', '2LB3OZ'),
      approval: fc.constantFrom(bar('APPROVE'), bar('APPROVE', CODE), bar('APPROVE', 'WRONG')),
      hurry: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      state: fc.constantFrom('stable', 'stable', 'stable', 'moving', 'silent', 'negative'),
      times: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('carrier' as const),
      how: fc.constantFrom<Answering>('sells', 'sells', 'refuses', 'is-busy'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('packing' as const),
      with: fc.constantFrom<object>(
        { weightToleranceGrams: 10 },
        { weightToleranceGrams: 50 },
        { supervisorCode: CODE },
        { shipOnLastScan: false },
        { shipOnLastScan: true },
        { requireScanBack: false },
        { requireItemScans: false },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('without' as const),
      what: fc.constantFrom('scale', 'box', 'nothing', 'nothing'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(50, 400, 2000) }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'restart' }) },
)

const seen = { off: 0, confirmed: 0, typed: 0, weighed: 0, repeats: 0, learned: 0, parked: 0 }

/** What a run has shown and said, kept beside the bench and by none of its code. */
function watchBench() {
  const time = fakeTime()
  time.install(
    (name, value) => void vi.stubGlobal(name, value),
    () => false,
  )
  const broken: unknown[] = []
  const scanned: { text: string; code: string; repeats: number }[] = []
  /** Readings by their bytes, and to which stay on the pan they belong. */
  const stated = new Map<string, { reading: ScaleReading; stay: number }>()
  /** Which parcel a stay on the pan was used for. */
  const usedFor = new Map<number, string>()
  let confirmed = ''
  let waiting: { about: string; grams: number } | undefined
  let passed = ''
  let stay = 0
  let onPan = 0
  let reports = 0
  const bench: WeighingBench = openWeighingBench(time, {
    broke: (what) => void broken.push(what),
    bought(order, parcel) {
      const view = bench.now().bench.view()
      // What the outbox buys was looked at when it was parked.
      const isOpen = view.order?.id === order.id && view.order.parcel === parcel
      if (isOpen && view.step === 'ship') mayGo(view)
    },
    learned({ shipmentId, grams }) {
      seen.learned += 1
      const view = bench.now().bench.view()
      expect(`${view.order?.id}/${view.order?.parcel}`, 'K1: learned of another').toBe(shipmentId)
      expect(view.weight, 'W12: learned from what was typed').toMatchObject({
        isTyped: false,
        grams,
      })
    },
  })

  const parcelOf = ({ order }: BenchView) => `${order?.id}/${order?.parcel}`
  const weightOf = (view: BenchView) => `${parcelOf(view)} ${view.weight.grams} ${view.box?.id}`

  /** What the box should weigh, by the words of C1; undefined where a unit or the box is not known. */
  function expectedOf(view: BenchView): number | undefined {
    const { orders, productWeights } = bench.now()
    const order = orders.find(view.order?.id ?? 0)
    const box = bench.settings().boxes.find(({ id }) => id === view.box?.id)
    if (!box) return undefined
    let sum = box.tareGrams * 1000
    for (const { line, scanned: units } of view.items) {
      const item = order?.items.find((each) => each.line === line)
      if (!item || units === 0) continue
      const { sku, description, unitGrams: givenGrams } = item
      const { merchant = '' } = order ?? {}
      const known =
        sku === ''
          ? (givenGrams ?? NaN) * 1000
          : productWeights.unitWeight({ merchant, sku, description, givenGrams })?.milligrams
      if (known === undefined) return undefined
      sum += units * known
    }
    return Math.round(sum / 1000)
  }

  /** A parcel is bought or parked now at the weight that is shown. */
  function mayGo(view: BenchView): void {
    const { grams, isTyped } = view.weight
    if (grams === null) throw new Error('A parcel went without a weight')
    const expected = expectedOf(view)
    const { weightToleranceGrams } = bench.settings().packing
    const isOff = expected !== undefined && Math.abs(grams - expected) > weightToleranceGrams
    if (isOff) expect(confirmed, 'C1: off, and nobody confirmed it').toBe(weightOf(view))
    if (isTyped) {
      seen.typed += 1
      expect(passed, 'W12: typed, and no supervisor').toBe(`${parcelOf(view)} ${grams}`)
    } else seen.weighed += 1
  }

  /** W1, W2, W6: what is kept with the shipments was stated by the scale, for that parcel alone. */
  function checkKept(): void {
    const { shipping } = bench.now()
    for (const { id, orderId, parcel } of REFERENCES.flatMap((_, index) =>
      shipping.ofOrder(index + 1),
    )) {
      const { weight } = shipping.detail(id) ?? {}
      expect(weight, 'a purchase without a weight').toBeTruthy()
      if (!weight || weight.typed) continue
      expect(weight.reports, 'W11').toHaveLength(3)
      const stays = (weight.reports ?? []).map(({ raw, grams }) => {
        const said = stated.get(raw)
        expect(said?.reading, 'W1: never stated').toMatchObject({ state: 'stable', grams })
        expect(Math.abs(grams - weight.grams), 'W2').toBeLessThanOrEqual(2)
        return said?.stay ?? -1
      })
      expect(new Set(stays).size, 'W2: of two weighings').toBe(1)
      const [of = -1] = stays
      const about = `${orderId}/${parcel}`
      expect(usedFor.get(of) ?? about, 'W6: one weighing, two parcels').toBe(about)
      usedFor.set(of, about)
    }
  }

  function scan(text: string, source: ScanSource): Promise<ScanVerdict> {
    const before = bench.now().bench.view()
    const answer = bench.now().bench.scan(text, source)
    const after = bench.now().bench.view()
    const isNew = after.feedback?.sequence !== before.feedback?.sequence
    const code = isNew ? after.feedback?.code : undefined
    if (!isNew) {
      seen.repeats += 1
      const last = scanned.at(-1)
      expect(last?.text, 'a repeat of something else').toBe(text)
      expect(source).toBe('wedge')
      expect({ ...after, feedback: null }).toEqual({ ...before, feedback: null })
      if (last) last.repeats += 1
    }
    const isOff = before.problem?.code.startsWith('weight-') === true
    const isWord = text === bar('CONFIRM') || text === bar('SHIP')
    if (isNew && isOff && isWord) {
      seen.confirmed += 1
      confirmed = weightOf(before)
    }
    return answer.then((verdict) => {
      if (isNew) scanned.push({ text, code: verdict.code, repeats: 0 })
      expect(code === undefined || verdict.code !== undefined).toBe(true)
      return verdict
    })
  }

  /** What a scan is worth must be known before it is answered, since it may buy at once. */
  function foresee(text: string): void {
    const view = bench.now().bench.view()
    if (text === bar('CONFIRM') || text === bar('SHIP')) {
      if (view.problem?.code.startsWith('weight-')) confirmed = weightOf(view)
      return
    }
    if (text.startsWith('*SB-APPROVE')) {
      const code = bench.settings().packing.supervisorCode
      const isRight = !code || text === bar('APPROVE', code)
      if (waiting && isRight && waiting.about === parcelOf(view))
        passed = `${waiting.about} ${waiting.grams}`
      return
    }
    // Of a parked box UNDO takes back that it was parked, and nothing else.
    if (text === bar('UNDO') && view.step !== 'parked') confirmed = ''
    waiting = undefined
  }

  async function read(text: string, source: ScanSource): Promise<ScanVerdict> {
    foresee(text)
    const verdict = await scan(text, source)
    const view = bench.now().bench.view()
    if (view.typedWeight) waiting = { about: parcelOf(view), grams: view.typedWeight.grams }
    return verdict
  }

  async function report(state: Extract<Step, { do: 'report' }>['state']): Promise<void> {
    await time.pass(60)
    reports += 1
    const at = time.clock.now().toISOString()
    const raw = `${onPan} #${reports}`
    const grams = onPan + (reports % 2)
    const readings: Record<typeof state, ScaleReading> = {
      stable:
        onPan === 0
          ? { state: 'empty', grams: 0, shown: '0.000 kg', raw, at }
          : { state: 'stable', grams, shown: `${(grams / 1000).toFixed(3)} kg`, raw, at },
      moving: { state: 'moving', grams: onPan + 40, shown: `${onPan + 40} g`, raw, at },
      silent: { state: 'unknown', grams: null, shown: '—', reason: 'no-answer', raw: '', at },
      negative: { state: 'fault', grams: null, shown: '-0.2 kg', reason: 'below-zero', raw, at },
    }
    if (onPan === 0 && state === 'stable') stay += 1
    stated.set(raw, { reading: readings[state], stay })
    bench.report(readings[state])
  }

  async function act(step: Step): Promise<void> {
    const before = bench.now().bench.view()
    switch (step.do) {
      case 'scan': {
        await read(step.text, step.source)
        if (step.twice) await read(step.text, step.source)
        return
      }
      case 'scan-back':
        return void (await read(before.shipment?.trackingNumber ?? 'GM-0', 'wedge'))
      case 'pack': {
        if (!before.order) await read(REFERENCES[reports % REFERENCES.length] ?? '', 'key')
        for (const { sku, ordered, scanned: units, packedBefore } of bench.now().bench.view().items)
          for (let left = ordered - units - packedBefore; left > 0; left -= 1)
            await read(sku === '' ? bar('CONFIRM') : sku, 'key')
        return
      }
      case 'put': {
        const units = [450, 120, 80, 300]
        const unit = units[step.unit] ?? 0
        const right = expectedOf(before) ?? 1500
        const off = { right: 0, 'one-less': -unit, 'one-more': unit, far: 1000 + unit }
        onPan = Math.max(10, right + off[step.as])
        for (let times = 0; times < 3; times += 1) await report('stable')
        return
      }
      case 'empty':
        onPan = 0
        return report('stable')
      case 'type':
        await read(bar('WEIGHT', step.text), 'key')
        if (!step.hurry) await report('stable')
        return void (await read(step.approval, 'wedge'))
      case 'report':
        for (let times = 0; times < step.times; times += 1) await report(step.state)
        return
      case 'carrier':
        return bench.answer(step.how)
      case 'packing':
        return bench.change({}, step.with)
      case 'without': {
        const { boxes, scale } = SETTINGS
        const [, ...others] = boxes
        return bench.change({
          boxes: step.what === 'box' ? others : boxes,
          scale: step.what === 'scale' ? undefined : scale,
        })
      }
      case 'wait':
        return time.pass(step.ms)
      case 'restart':
        waiting = undefined
        return bench.restart()
    }
  }

  /** C1: whoever is stopped by a weight is told, and each way that is offered is one. */
  function checkShown(before: BenchView): void {
    const view = bench.now().bench.view()
    if (view.step === 'parked' && before.step !== 'parked' && before.step !== 'scan-order') {
      seen.parked += 1
      expect(view.weight.grams, 'parked without a weight').not.toBe(null)
    }
    if (!view.box) expect(view.weight.expected, 'C1: no box, and a weight expected').toBe(null)
    if (view.step !== 'ship') return
    const expected = expectedOf(view)
    const { weightToleranceGrams } = bench.settings().packing
    const isOff =
      expected !== undefined && Math.abs((view.weight.grams ?? 0) - expected) > weightToleranceGrams
    if (!isOff || confirmed === weightOf(view)) return
    seen.off += 1
    expect(view.problem?.code, 'C1: off, and not shown').toMatch(/^weight-/)
    expect(view.problem?.offers).toEqual(['CONFIRM', 'UNDO', 'HOLD'])
  }

  return {
    async run(steps: readonly Step[]): Promise<void> {
      for (const step of steps) {
        const before = bench.now().bench.view()
        await act(step)
        await settled()
        await settled()
        checkShown(before)
        checkKept()
        expect(broken).toEqual([])
      }
      const { rows } = bench.now().scanLog.search({ limit: 200 })
      const kept = rows.toReversed().map(({ code, repeats }) => ({ code, repeats }))
      const wanted = scanned.map(({ code, repeats }) => ({ code, repeats }))
      expect(kept, 'every scan once').toEqual(wanted.slice(-200))
    },
    stop: () => bench.stop(),
  }
}

test(
  'W1 to W13, K1, C1: what is bought, learned and kept follows from what was shown and said',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 10, maxLength: 50 }), async (steps) => {
        const watched = watchBench()
        try {
          await watched.run(steps)
        } finally {
          await watched.stop()
          vi.unstubAllGlobals()
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
    // A model that never comes to what it is about proves nothing.
    if (mustComeToAll(RUNS, USUAL_RUNS))
      for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0)
  },
  timeoutOf(RUNS),
)
