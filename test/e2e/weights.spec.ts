import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { openDatabase } from '../../station/database/database.ts'
import { createProductWeights } from '../../station/product-weights/product-weights.ts'
import { productWeightMigrations } from '../../station/product-weights/weight-store.ts'
import { expectNothingSerious } from './accessibility.ts'
import { startHost, test as base, type Host } from './host.ts'

/*
 * The page of product weights, on a station that has weighed 450 products.
 */

const BEANIE = { merchant: 'larkspur', sku: 'LK-BEA-RST', description: 'Wool beanie, rust' }

function weighBefore(dataDir: string) {
  const database = openDatabase(join(dataDir, 'station.sqlite'), productWeightMigrations)
  let parcel = 0
  const weights = createProductWeights({
    database,
    writes: { attempt: (work) => ({ ok: true, value: work() }) },
    clock: { now: () => new Date(Date.parse('2026-05-27T08:00:00Z') + parcel * 60_000) },
  })
  const weigh = (product: typeof BEANIE, grams: number) => {
    parcel += 1
    weights.learn({
      shipmentId: `shipment-${parcel}`,
      grams,
      tareGrams: 90,
      products: [{ ...product, units: 1, givenGrams: undefined }],
    })
  }
  database.transaction(() => {
    for (let number = 0; number < 449; number += 1)
      weigh({ ...BEANIE, sku: `P-${number}`, description: `Scarf ${number}` }, 300 + number)
    for (const grams of [208, 209, 210, 211, 212, 330]) weigh(BEANIE, grams)
  })()
  database.close()
}

const test = base.extend<{ host: Host }>({
  // oxlint-disable-next-line no-empty-pattern
  host: async ({}, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'shipbench-e2e-'))
    weighBefore(dataDir)
    const host = await startHost(['--demo'], dataDir)
    await use(host)
    await host.end('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  },
})

/** Slower than a scanner: what comes at its speed is a scan, in a field too. */
const typeAsPerson = (page: Page, text: string) => page.keyboard.type(text, { delay: 120 })

async function openWeights(page: Page, host: Host) {
  await page.goto(host.url)
  await expect(page.locator("[data-landmark='Next step']")).toBeVisible()
  await page.keyboard.press('F10')
  await page.getByRole('navigation').getByRole('button', { name: 'Settings', exact: true }).click()
  await page
    .getByRole('navigation', { name: 'Settings pages' })
    .getByRole('button', { name: 'Product weights' })
    .click()
  await expect(page.getByRole('heading', { level: 2, name: 'Product weights' })).toBeVisible()
}

test('a weight is found, set, freed and forgotten by the keyboard alone', async ({
  page,
  host,
}) => {
  await openWeights(page, host)
  const search = page.getByRole('textbox', { name: 'Search products' })
  await expect(search).toBeFocused()
  await typeAsPerson(page, 'beanie rst')
  await expect(page.getByText('1 found')).toBeVisible()
  const row = page.getByRole('grid').getByRole('row').nth(1)
  await expect(row).toContainText('LK-BEA-RST larkspurWool beanie, rust120.5 gLearned± 2.2 g6')
  await page.keyboard.press('Enter')
  await expect(row).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  const field = page.getByRole('textbox', { name: 'Weight of one unit' })
  await expect(field).toBeFocused()

  await typeAsPerson(page, '125')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Write a weight with its unit.')).toBeVisible()
  await expectNothingSerious(page)
  await typeAsPerson(page, ' g')
  await page.keyboard.press('Enter')
  await expect(page.getByText('One unit counts as 125 g now.')).toBeVisible()
  await expect(row).toContainText('125 gSet by hand± 2.2 g6')
  await typeAsPerson(page, '1 lb')
  await page.keyboard.press('Enter')
  await expect(row).toContainText('453.6 gSet by hand')

  await page.getByRole('button', { name: 'Stop setting' }).press('Enter')
  await expect(row).toContainText('120.5 gLearned')
  await page.getByRole('button', { name: 'Forget 6 boxes' }).press('Enter')
  await expect(page.getByText('Forgotten. The next boxes teach it anew.')).toBeVisible()
  await expect(row).toContainText('–The order–0–')
  await page.reload()
  await openWeights(page, host)
  await typeAsPerson(page, 'beanie')
  await expect(row).toContainText('–The order–0–')
})

test('hundreds of products scroll to the last one; one set deep down shows it there', async ({
  page,
  host,
}) => {
  await openWeights(page, host)
  await expect(page.getByText('450 found')).toBeVisible()
  const grid = page.getByRole('grid')
  const last = grid.locator('[aria-rowindex="451"]')
  await expect(async () => {
    await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight))
    await expect(last).toBeVisible({ timeout: 200 })
  }).toPass()
  await expect(last).toContainText('P-0')
  expect(await grid.getByRole('row').count()).toBeLessThan(100)
  await last.click()
  await expect(page.getByRole('form', { name: 'P-0' })).toBeInViewport({ ratio: 1 })
  await page.getByRole('textbox', { name: 'Weight of one unit' }).fill('2 kg')
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await expect(last).toContainText('2.00 kgSet by hand')
})

test('is free of serious faults with a product open', async ({ page, host }) => {
  await openWeights(page, host)
  await expect(page.getByText('Choose a product to set its weight.')).toBeVisible()
  await page.getByRole('grid').getByRole('row').nth(1).click()
  await expect(page.getByRole('form', { name: 'LK-BEA-RST' })).toBeVisible()
  await expectNothingSerious(page)
})
