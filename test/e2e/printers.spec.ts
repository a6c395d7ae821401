import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test as plain, type Page } from '@playwright/test'
import type { PrinterFault } from '../../shared/drill.ts'
import { commandBarcode } from '../../shared/scanning.ts'
import { startLabelPrinterSimulator } from '../../simulators/label-printer/label-printer.ts'
import { expectNothingSerious } from './accessibility.ts'
import { startHost, test } from './host.ts'
import { packerAt, type Packer } from './packer.ts'
import { burst } from './wedge.ts'
import { test as worldTest } from './world.ts'
import { prefer } from './preferences.ts'

/*
 * What a person sees of printers: at the bench before and after a label is needed, and in the settings.
 */

const PAPER_WORKER = new URL('../../simulators/label-printer/paper-worker.ts', import.meta.url)
const BEANIE = '5391234567113'

const nextStep = (page: Page) => page.locator("[data-landmark='Next step']")
const printerLine = (page: Page) => page.locator("[data-landmark='Label printer']")
const problem = (page: Page) => page.getByRole('alert', { name: 'Problem' })

async function openBench(page: Page, url: string, colorScheme: 'dark' | 'light' = 'dark') {
  await prefer(page, { colorScheme, drillOpen: false })
  await page.goto(url)
}

/** An order of one beanie that waits for its weight. */
async function packBeanie(packer: Packer, reference = 'LK-20418') {
  await packer.scan(reference)
  await packer.scan(BEANIE)
}

const FAULTS: readonly (readonly [PrinterFault, light: 'dark' | 'light', RegExp, RegExp])[] = [
  ['paper-out', 'dark', /out of paper/, /Load labels and close the head/],
  ['head-open', 'light', /the head is open/, /Close the head until it clicks/],
  ['ribbon-out', 'dark', /out of ribbon/, /Load ribbon/],
  ['paused', 'light', /paused/, /Press Pause at the printer/],
  ['silent', 'dark', /it needs a look/, /lights or display/],
]

for (const [fault, scheme, reason, todo] of FAULTS)
  test(`a printer that is ${fault} is seen before its label is needed, and mended in words`, async ({
    page,
    host,
  }) => {
    await openBench(page, host.url, scheme)
    const packer = await packerAt(page, host)
    await packer.scan('LK-20418')
    await expect(printerLine(page)).toBeHidden()
    // That a printer is silent says something only of one that has answered before.
    await packer.health(({ printers }) =>
      printers.some(({ role, condition }) => role === 'label' && condition === 'ready'),
    )
    await packer.station.drill.act({ do: 'printer', fault })
    await expect(printerLine(page)).toContainText(reason)
    await expect(nextStep(page)).toHaveText('Scan 1 item')
    await expectNothingSerious(page)

    await packer.scan(BEANIE)
    await packer.weigh()
    await expect(problem(page)).toContainText(reason)
    await expect(problem(page)).toContainText(todo)
    await expect(nextStep(page)).toHaveText('Scan REPRINT or HOLD')
    await expect(printerLine(page)).toBeHidden()
    await expectNothingSerious(page)

    await packer.station.drill.act({ do: 'printer', fault: 'none' })
    // Once is enough: it waits for the next look at the printer.
    if (fault === 'paper-out')
      await expect(problem(page)).toContainText('The label printer can print again.')
    await packer.scan(commandBarcode('REPRINT'))
    await expect(nextStep(page)).toHaveText('Scan the label on the box')
    await expect(problem(page)).toBeHidden()
    packer.leave()
  })

worldTest('the printer that takes over is named in large', async ({ page, world }) => {
  const standby = await startLabelPrinterSimulator({ paperWorker: PAPER_WORKER })
  const host = await world.start(undefined, standby.port)
  await openBench(page, host.url)
  const packer = await packerAt(page, host)
  await packBeanie(packer)
  world.printer.fault('paper-out')
  await expect(printerLine(page)).toHaveText('Printer label: out of paper; label-2 takes over')
  world.scale.empty()
  await packer.bench(({ weight }) => weight.state === 'empty')
  const { weight } = await packer.bench(() => true)
  world.scale.put(weight.expected?.fromGrams ?? 200)
  await expect(nextStep(page)).toHaveText('Take the label at label-2')
  await expect(page.getByText('printer label cannot print')).toBeVisible()
  await expectNothingSerious(page)

  const { shipment } = await packer.bench(({ step }) => step === 'scan-label')
  await packer.scan(shipment?.trackingNumber ?? '')
  const { rows } = await packer.station.shipments.search({ order: 'LK-20418', limit: 1 })
  const detail = await packer.station.shipments.get({ id: rows[0]?.id ?? '' })
  expect(detail.ok && detail.value.printJobs[0]).toMatchObject({
    printerId: 'label-2',
    insteadOf: 'label',
    cameOut: true,
  })
  await page.keyboard.press('F10')
  await page.getByRole('navigation').getByRole('button', { name: 'Shipments' }).click()
  await page.getByRole('row').nth(1).click()
  const prints = page.getByRole('list', { name: 'Prints' })
  await expect(prints).toContainText('Instead of printer label, which could not print')
  await expect(prints).toContainText('A label came out')
  await expectNothingSerious(page)
  packer.leave()
  await standby.stop()
})

worldTest(
  'a label of another parcel stops in words that fit, and VOID says what comes back',
  async ({ page, world }) => {
    const host = await world.start()
    await openBench(page, host.url)
    const packer = await packerAt(page, host)
    world.flexport.switch({ labelFault: 'of-another-parcel' })
    await packBeanie(packer)
    world.scale.put((await packer.bench(() => true)).weight.expected?.fromGrams ?? 200)
    await expect(nextStep(page)).toHaveText('Scan HOLD or VOID')
    await expect(problem(page)).toContainText('Not the label that was bought.')
    await packer.press('F9')
    await expect(page.getByText(/^tracking number \d+ instead of \d+$/)).toBeVisible()
    await packer.press('F9')
    await packer.press('F7')
    await expect(nextStep(page)).toHaveText('Scan CONFIRM or UNDO')
    await expect(problem(page)).toBeHidden()
    await expect(page.getByText(/^Void label \d+\? 5\.76 USD comes back/)).toBeVisible()
    await packer.press('F2')
    await expect(problem(page)).toContainText('Not the label that was bought.')
    packer.leave()
  },
)

plain(
  'a printer is set up, tested, and its test label proved by scans on the same page',
  async ({ page }) => {
    const printer = await startLabelPrinterSimulator({ paperWorker: PAPER_WORKER })
    const dataDir = mkdtempSync(join(tmpdir(), 'shipbench-e2e-'))
    const host = await startHost([], dataDir)
    await openBench(page, host.url)
    await expect(nextStep(page)).toBeVisible()
    await expect(page.getByText('Look at this')).toBeVisible()
    await page.keyboard.press('F10')
    await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
    const pages = page.getByRole('navigation', { name: 'Settings pages' })
    await pages.getByRole('button', { name: 'Printers' }).click()

    await expect(page.getByText('No label printer is set up.')).toBeVisible()
    await page.getByRole('button', { name: 'Add label printer' }).click()
    const first = page.getByRole('group', { name: '1. label' })
    await first.getByLabel('Connection').fill(`tcp://127.0.0.1:${printer.port}`)
    await first.getByRole('button', { name: '4 × 8 in' }).click()
    await expect(first.getByLabel('Height (in)')).toHaveValue('8')
    await first.getByRole('button', { name: '4 × 6 in' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(first.getByText('ready')).toBeVisible()

    await first.getByRole('button', { name: 'Print a test label' }).click()
    await expect(first.getByText(/^Test label: sent/)).toBeVisible()
    await expect.poll(() => printer.paper()[0]?.barcodes.length ?? 0).toBe(2)
    const proof = first.locator("[data-landmark='Test label']")
    for (const barcode of printer.paper()[0]?.barcodes ?? []) await burst(page, barcode)
    await expect(proof).toContainText('bars of 2 dots: read')
    await expect(proof).toContainText('bars of 3 dots: read')
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
    await expectNothingSerious(page)

    await page.getByRole('button', { name: 'Add label printer' }).click()
    const second = page.getByRole('group', { name: '2. label-2' })
    await second.getByRole('button', { name: 'Move printer label-2 up' }).click()
    await expect(page.getByRole('group', { name: '1. label-2' })).toBeVisible()
    await expect(page.getByText('There are changes that are not saved.')).toBeVisible()

    await pages.getByRole('button', { name: 'Documents' }).click()
    await expect(page.getByText('No document printer is set up under Printers')).toBeVisible()
    await page.getByLabel('Other numbers of copies, by country').fill('br 5, mx')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Nothing was saved.')).toBeVisible()
    await page.getByLabel('Other numbers of copies, by country').fill('br 5, mx 0')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible()
    await expect(page.getByLabel('Other numbers of copies, by country')).toHaveValue('br 5, mx 0')
    await expectNothingSerious(page)

    // Any other scan leads to the bench.
    await burst(page, 'LK-1023')
    await expect(problem(page)).toContainText('LK-1023')
    await host.end('SIGTERM')
    await printer.stop()
    rmSync(dataDir, { recursive: true, force: true })
  },
)
