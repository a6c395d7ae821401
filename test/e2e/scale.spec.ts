import { expect, test as base, type Page } from '@playwright/test'
import type { BenchView } from '../../shared/packing.ts'
import { commandBarcode } from '../../shared/scanning.ts'
import type { ScaleReading } from '../../shared/weighing.ts'
import { startScaleSimulator } from '../../simulators/scale/scale.ts'
import { feedbackOf, itemWith, openOrder, viewWith } from '../renderer/bench/bench-views.ts'
import { barcodesIn } from '../barcode-reader.ts'
import { expectNothingSerious } from './accessibility.ts'
import { startHost, test as demo, type Host } from './host.ts'
import { test } from './posed-station.ts'
import { packerAt } from './packer.ts'
import { burst } from './wedge.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/*
 * What a person sees of weights: at the bench, in the settings and in a shipment. Devices and moments that no test machine
 * has are posed; the scale over TCP is heard by a real station.
 */

const nextStep = (page: Page) => page.locator("[data-landmark='Next step']")
const weightRegion = (page: Page) => page.getByRole('region', { name: 'Weight', exact: true })
const AT = '2026-11-22T10:00:00.000Z'

const PACKED = {
  order: openOrder(),
  items: [
    { ...itemWith(2, 2), line: 1, sku: 'LK-PUL-M-OAT', description: 'Knitted cotton pullover' },
    { ...itemWith(1, 1), line: 2, sku: 'LK-BEA-RST', description: 'Wool beanie' },
  ],
} satisfies Partial<BenchView>

const weight = (different: Partial<BenchView['weight']> = {}): BenchView['weight'] => ({
  grams: 1150,
  shown: '1.150 kg',
  state: 'locked',
  reason: null,
  expected: { fromGrams: 1110, toGrams: 1210, whence: 'known' },
  isTyped: false,
  ...different,
})

/** Leads to the screens, once the page hears keys. */
async function openScreens(page: Page) {
  await expect(nextStep(page)).toBeVisible()
  await page.keyboard.press('F10')
}

async function openScalePage(page: Page) {
  await openScreens(page)
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Scale', exact: true }).click()
}

test.describe('a typed weight', () => {
  test('is typed with its unit, said as it is understood, and sent by Enter', async ({
    page,
    posed,
  }) => {
    posed.pose({ view: viewWith({ ...PACKED, step: 'weigh', armed: 'WEIGHT' }) })
    await posed.open(page)
    await expect(nextStep(page)).toHaveText('Type the weight')
    const field = page.getByRole('textbox', { name: 'Weight with its unit' })
    await expect(field).toBeFocused()
    await expectNothingSerious(page)

    await field.pressSequentially('1250', { delay: 120 })
    await page.keyboard.press('Enter')
    await expect(page.getByText('no weight from 1 g to 1,000 kg')).toBeVisible()
    await expectNothingSerious(page)
    expect(posed.scans).toEqual([])
    await field.fill('1,250 g')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Grams without point or comma')).toBeVisible()

    await field.fill('')
    await field.pressSequentially('2 lb 3 oz', { delay: 120 })
    await expect(page.getByText('understood as 992 g')).toBeVisible()
    await page.keyboard.press('Enter')
    await expect.poll(() => posed.scans).toEqual([commandBarcode('WEIGHT', '2LB3OZ')])
  })

  test('a scan goes past the field, and Escape leaves it', async ({ page, posed }) => {
    posed.pose({ view: viewWith({ ...PACKED, step: 'weigh', armed: 'WEIGHT' }) })
    await posed.open(page)
    const field = page.getByRole('textbox', { name: 'Weight with its unit' })
    await field.pressSequentially('1.2', { delay: 120 })
    await burst(page, 'BADGEO')
    await expect.poll(() => posed.scans).toEqual(['BADGEO'])
    await expect(field).toHaveValue('1.2')
    await page.keyboard.press('Escape')
    await expect.poll(() => posed.scans).toEqual(['BADGEO', commandBarcode('UNDO')])
  })

  test('waits large for a supervisor, and stays marked when it has passed', async ({
    page,
    posed,
  }) => {
    posed.pose({
      view: viewWith({
        ...PACKED,
        step: 'weigh',
        armed: 'WEIGHT-APPROVE',
        typedWeight: { grams: 992, shown: '2 lb 3 oz' },
        weight: weight({ grams: null, shown: '–', state: 'unknown', reason: 'no-answer' }),
        feedback: feedbackOf('weight-needs-approval', 'attention'),
      }),
    })
    await posed.open(page, 'light')
    await expect(nextStep(page)).toHaveText('Scan APPROVE or UNDO')
    const panel = page.getByRole('region', { name: 'A typed weight waits for a supervisor' })
    await expect(panel).toContainText('2 lb 3 oz')
    await expectNothingSerious(page)
    await panel.getByRole('button', { name: 'Back (F2)' }).click()
    await expect.poll(() => posed.scans).toEqual([commandBarcode('UNDO')])

    const typed = weight({ grams: 992, shown: '2 lb 3 oz', isTyped: true })
    posed.pose({ view: viewWith({ ...PACKED, step: 'ship', weight: typed }) })
    await expect(panel).toBeHidden()
    await expect(weightRegion(page)).toContainText('typed, not weighed')
    await expect(weightRegion(page)).toContainText('typed: 2 lb 3 oz')
    await expectNothingSerious(page)
  })
})

test('what a scan may mean is chosen by barcode, digit or click', async ({ page, posed }) => {
  const choices = Array.from({ length: 9 }, (_, index) => ({
    number: index + 1,
    meaning: (['order', 'product', 'box'] as const)[index % 3] ?? 'order',
    name: `Larkspur order ${index + 1}`,
    detail: 'larkspur · Mairead Quinlan, Galway',
  }))
  posed.pose({ view: viewWith({ armed: 'CHOOSE', choices }) })
  await posed.open(page)
  await expect(nextStep(page)).toHaveText('Which one is it?')
  const panel = page.getByRole('region', { name: 'What was scanned may mean several things' })
  await expect(panel.getByRole('listitem')).toHaveCount(9)
  await expectNothingSerious(page)
  const read = await barcodesIn(await panel.screenshot())
  expect(read.map(({ text }) => text).toSorted()).toEqual(
    choices.map(({ number }) => commandBarcode('CHOOSE', String(number))).toSorted(),
  )

  await page.keyboard.press('2', { delay: 50 })
  await page.keyboard.press('Enter')
  await expect.poll(() => posed.scans).toEqual(['2'])
  await panel.getByRole('button', { name: /Larkspur order 3/ }).click()
  await expect.poll(() => posed.scans).toEqual(['2', commandBarcode('CHOOSE', '3')])
  const beyond = await page.evaluate(
    () => document.documentElement.scrollHeight - window.innerHeight,
  )
  expect(beyond).toBe(0)
})

test('a weight that is off names what to count, and how to go on', async ({ page, posed }) => {
  posed.pose({
    view: viewWith({
      ...PACKED,
      step: 'ship',
      weight: weight({ grams: 1010 }),
      problem: {
        code: 'weight-one-missing',
        kind: 'attention',
        params: { weight: '1010 g', from: '1110 g', to: '1210 g', item: 'LK-BEA-RST' },
        offers: ['CONFIRM', 'UNDO', 'HOLD'],
      },
    }),
  })
  await posed.open(page)
  await expect(nextStep(page)).toHaveText('Count again, or CONFIRM')
  await expect(page.getByRole('alert', { name: 'Problem' })).toContainText(
    'Looks like one LK-BEA-RST is missing',
  )
  await expect(
    page.getByRole('list', { name: 'Items' }).getByRole('listitem').last(),
  ).toContainText('is one missing?')
  await expect(weightRegion(page)).toContainText('expected 1.11 to 1.21 kg, learned')
  await expectNothingSerious(page)
})

const reading = (different: Partial<ScaleReading> = {}): ScaleReading => ({
  state: 'stable',
  grams: 1152,
  shown: '2.54 lb',
  raw: '<LF>  2.54LB<CR><LF>S00<CR><ETX>',
  at: AT,
  ...different,
})

const ATTACHED = {
  found: [
    {
      connection: 'hid:0922:8003',
      kind: 'hid' as const,
      name: 'DYMO M10',
      serialNumber: '0071234',
      protocol: 'hid-pos' as const,
    },
    {
      connection: 'serial:/dev/serial/by-id/usb-Prolific_Technology-if00-port0',
      kind: 'serial' as const,
      name: 'Prolific Technology',
      serialNumber: null,
      protocol: null,
    },
  ],
  troubles: [],
}

test.describe('the scale page', () => {
  test('hears what is attached, sets its line, and takes it', async ({ page, posed }) => {
    posed.pose({
      attached: ATTACHED,
      reading: ({ protocol, connection }) =>
        protocol === 'hid-pos' || connection.includes('parity=even')
          ? reading()
          : reading({
              state: 'unknown',
              grams: null,
              shown: '–',
              reason: 'answer-not-understood',
              raw: '<8D><8A>..',
            }),
    })
    await posed.open(page)
    await openScalePage(page)
    const list = page.getByRole('list', { name: 'Scales and serial ports' })
    await expect(list.getByRole('listitem')).toHaveCount(2)
    await expectNothingSerious(page)

    await page.getByRole('button', { name: 'Listen to Prolific Technology' }).click()
    await expect(list).toContainText('Bytes come')
    await expect(list).toContainText('<8D><8A>..')
    await list.getByRole('combobox', { name: 'Bits', exact: true }).selectOption('7')
    await list.getByRole('combobox', { name: 'Parity' }).selectOption('even')
    await expect(list).toContainText('2.54 lb')
    await expectNothingSerious(page)
    await page.getByRole('button', { name: 'Use Prolific Technology' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Saved.')).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Connection' })).toHaveValue(
      `${ATTACHED.found[1]?.connection}?bits=7&parity=even`,
    )
    await expect(list).toContainText('the scale of this station')

    // Pulled out, it leaves the list; what was saved stays.
    posed.pose({ attached: { ...ATTACHED, found: ATTACHED.found.slice(0, 1) } })
    await expect(list.getByRole('listitem')).toHaveCount(1)
    await page.getByRole('button', { name: 'Listen to DYMO M10' }).click()
    await expect(list).toContainText('2.54 lb')
    expect(posed.listened.at(-1)).toEqual({ connection: 'hid:0922:8003', protocol: 'hid-pos' })
  })

  test('finds out what a port speaks, and says so where nothing answers', async ({
    page,
    posed,
  }) => {
    const connection = `${ATTACHED.found[1]?.connection}?bits=7&parity=even`
    const step = { tried: 2, of: 9, trying: 'nci, 9600 7E1', answer: null }
    const answer = { connection, protocol: 'toledo-8217' as const, shown: '2.54 lb' }
    posed.pose({ attached: ATTACHED, probes: [step, { ...step, tried: 3, answer }] })
    await posed.open(page, 'light')
    await openScalePage(page)
    await page.getByRole('button', { name: 'Find out about Prolific Technology' }).click()
    await expect(
      page.getByText('Found: Mettler Toledo 8213, 8217, it shows 2.54 lb.'),
    ).toBeVisible()
    await expectNothingSerious(page)
    await page.getByRole('button', { name: 'Use Prolific Technology' }).click()
    await expect(page.getByRole('textbox', { name: 'Connection' })).toHaveValue(connection)

    posed.pose({ probes: [{ ...step, tried: 9, trying: '' }] })
    await page.getByRole('button', { name: 'Find out about these fields' }).click()
    await expect(page.getByText('Nothing was understood. Is the scale on?')).toBeVisible()

    posed.pose({ probes: [step, { ...step, tried: 3, answer }] })
    await page.getByRole('button', { name: 'Find out about these fields' }).click()
    await expect(page.getByText('Found: Mettler Toledo 8213, 8217')).toBeVisible()
  })

  test('says in words which part of the system is missing, and what to install', async ({
    page,
    posed,
  }) => {
    const detail = 'libusb-1.0.so.0: cannot open shared object file'
    posed.pose({
      attached: { found: [], troubles: [{ code: 'hid-not-available', detail }] },
    })
    await posed.open(page)
    await openScalePage(page)
    await expect(page.getByText('install libusb-1.0-0')).toBeVisible()
    await expect(page.getByText(detail)).toBeVisible()
    await expect(page.getByText('Nothing is plugged in that may be a scale.')).toBeVisible()
    await expectNothingSerious(page)
  })
})

test('a shipment tells where its weight came from', async ({ page, posed }) => {
  const report = { grams: 1152, shown: '2.54 lb', raw: '<LF>  2.54LB<CR><LF>S00<CR><ETX>', at: AT }
  const shipment = {
    id: 'sh-1',
    order: 'LK-1',
    merchant: 'larkspur',
    parcel: 1,
    carrier: 'flavorcloud' as const,
    serviceLevel: 'STANDARD',
    state: 'bought' as const,
    reference: 'sb-1',
    carrierShipmentId: 'fc-9',
    trackingNumber: 'FC1',
    trackingUrl: null,
    price: null,
    weightGrams: 1152,
    box: 'B1',
    recipient: 'Mairead Quinlan',
    country: 'IE',
    operator: 'Ana',
    label: null,
    labelPassedBy: null,
    failure: null,
    voidAcceptedAt: null,
    intendedAt: AT,
    boughtAt: AT,
    sentAt: null,
    onPaperAt: null,
    onBoxAt: null,
    printJobs: [],
    tracking: null,
    trackingFailure: null,
    goods: [],
    documentUrls: [],
    documents: [],
    noPapersBecause: null,
    doubt: null,
    weight: {
      ...report,
      reports: [report, report, { ...report, raw: '<LF>  2.55LB<CR><LF>S00<CR><ETX>' }],
      scale: 'nci serial:/dev/ttyUSB0',
    },
  }
  posed.pose({ shipment })
  await posed.open(page)
  await openScreens(page)
  await page.getByRole('navigation').getByRole('button', { name: 'Shipments' }).click()
  await page.getByRole('row', { name: /LK-1/ }).click()
  const reports = page.getByRole('list', { name: 'Reports of the scale that agreed' })
  await expect(reports.getByRole('listitem')).toHaveCount(3)
  await expect(reports).toContainText('<LF>  2.55LB<CR><LF>S00<CR><ETX>')
  await expect(page.getByText('nci serial:/dev/ttyUSB0')).toBeVisible()
  await expectNothingSerious(page)

  const { weight: lineage } = shipment
  posed.pose({
    shipment: {
      ...shipment,
      weight: { ...lineage, shown: '2 lb 3 oz', raw: '', reports: [], typed: { operator: 'Ana' } },
    },
  })
  await page.reload()
  await openScreens(page)
  await page.getByRole('navigation').getByRole('button', { name: 'Shipments' }).click()
  await page.getByRole('row', { name: /LK-1/ }).click()
  await expect(page.getByText('No scale weighed it: typed by Ana')).toBeVisible()
  await expectNothingSerious(page)
})

demo(
  'a box without a scale is typed, approved and bought; its shipment says so',
  async ({ page, host }) => {
    await page.goto(host.url)
    const packer = await packerAt(page, host)
    await packer.scan('LK-20418')
    await packer.scan('5391234567113')
    await packer.bench(({ step }) => step === 'weigh')
    await packer.press('Home')
    const field = page.getByRole('textbox', { name: 'Weight with its unit' })
    await expect(field).toBeFocused()
    const { expected } = (await packer.bench(() => true)).weight
    const grams = Math.round(((expected?.fromGrams ?? 0) + (expected?.toGrams ?? 0)) / 2)
    await field.fill(`${grams} g`)
    await page.keyboard.press('Enter')
    await expect(nextStep(page)).toHaveText('Scan APPROVE or UNDO')
    await expect(
      page.getByRole('region', { name: 'A typed weight waits for a supervisor' }),
    ).toContainText(`${grams} g`)
    await packer.scan(commandBarcode('APPROVE'))
    await expect(weightRegion(page)).toContainText('typed, not weighed')
    const { shipment } = await packer.bench(({ step }) => step === 'scan-label')
    const detail = await packer.station.shipments.get({ id: shipment?.id ?? '' })
    expect(detail.ok && detail.value.weight).toMatchObject({ grams, typed: {}, reports: [] })
    packer.leave()
  },
)

demo('a box that weighs something else waits until it is confirmed', async ({ page, host }) => {
  await page.goto(host.url)
  const packer = await packerAt(page, host)
  await packer.scan('LK-20418')
  await packer.scan('5391234567113')
  await packer.weigh(2500)
  await expect(nextStep(page)).toHaveText('Count again, or CONFIRM')
  await expect(page.getByRole('alert', { name: 'Problem' })).toContainText('2.50 kg')
  await expect(weightRegion(page)).toContainText(/expected .* g, as ordered/)
  await expectNothingSerious(page)
  await packer.press('F12')
  const { shipment } = await packer.bench(({ step }) => step === 'scan-label')
  const detail = await packer.station.shipments.get({ id: shipment?.id ?? '' })
  expect(detail.ok && detail.value.weight?.reports).toHaveLength(3)
  packer.leave()
})

base.describe('a real station', () => {
  let host: Host
  let dataDir: string
  base.beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shipbench-e2e-'))
    host = await startHost([], dataDir)
  })
  base.afterEach(async () => {
    await host.end('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })

  base(
    'hears a scale on the network before it is saved, and weighs with it after',
    async ({ page }) => {
      const scale = await startScaleSimulator({ protocol: 'sics' })
      scale.put(1234)
      await page.goto(host.url)
      await openScalePage(page)
      await page.getByRole('textbox', { name: 'Connection' }).fill(`tcp://127.0.0.1:${scale.port}`)
      await page.getByRole('button', { name: 'Find out about these fields' }).click()
      await expect(page.getByText('Found: MT-SICS')).toBeVisible()
      await page.getByRole('button', { name: 'Listen to these fields' }).click()
      await expect(page.getByText('1.234 kg').first()).toBeVisible()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await expect(page.getByText('Saved.')).toBeVisible()
      const live = page.getByRole('group', { name: 'The scale now' })
      await expect(live).toContainText('1.234 kg')
      scale.put(567)
      await expect(live).toContainText('0.567 kg')
      await expectNothingSerious(page)
      await scale.stop()
    },
  )
})
