import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { expectNothingSerious } from './accessibility.ts'
import { test, type Host } from './host.ts'

/*
 * The screens around the bench, on the demo: orders and their import, shipments, the queue, the settings.
 */

async function openScreen(page: Page, host: Host, name: string) {
  await page.goto(host.url)
  await expect(page.locator("[data-landmark='Next step']")).toBeVisible()
  await page.keyboard.press('F10')
  await page.getByRole('navigation').getByRole('button', { name, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

const rows = (page: Page) => page.getByRole('grid').getByRole('row')

test('the search has the focus, finds an order, and the arrow keys show it', async ({
  page,
  host,
}) => {
  await openScreen(page, host, 'Orders')
  const search = page.getByRole('textbox', { name: 'Search orders' })
  await expect(search).toBeFocused()
  await search.fill('LK-20417')
  await expect(page.getByText('1 found')).toBeVisible()
  await search.press('ArrowDown')
  const detail = page.getByRole('complementary', { name: 'Order in detail' })
  await expect(detail.getByRole('heading', { name: 'LK-20417' })).toBeVisible()
  await expect(rows(page).nth(1)).toHaveAttribute('aria-selected', 'true')
  await expectNothingSerious(page)
})

test('an order shows what was scanned for it, and what came of each scan', async ({
  page,
  host,
}) => {
  await host.rest('POST', '/scans', { text: 'LK-20417' })
  await host.rest('POST', '/scans', { text: 'NOTHING-OF-OURS' })
  await openScreen(page, host, 'Orders')
  await page.getByRole('textbox', { name: 'Search orders' }).fill('LK-20417')
  await expect(page.getByText('1 found')).toBeVisible()
  await page.getByRole('textbox', { name: 'Search orders' }).press('ArrowDown')
  const detail = page.getByRole('complementary', { name: 'Order in detail' })
  await detail.getByText('What was scanned while it was open').click()
  const scans = detail.getByRole('list', { name: 'Scans' }).getByRole('listitem')
  await expect(scans.nth(0)).toContainText('NOTHING-OF-OURS')
  await expect(scans.nth(1)).toContainText('Order: LK-20417')
  await expectNothingSerious(page)
})

test('chips filter by state and carry their counts', async ({ page, host }) => {
  await openScreen(page, host, 'Orders')
  await expect(page.getByRole('button', { name: 'All 40' })).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('button', { name: /^Shipped/ }).click()
  await expect(page.getByText('Nothing here answers to this search.')).toBeVisible()
})

test('a dropped file goes in; what is refused stands with its line and field', async ({
  page,
  host,
}) => {
  await openScreen(page, host, 'Orders')
  const header =
    'reference,shipTo.name,shipTo.street1,shipTo.city,shipTo.state,shipTo.zip,shipTo.country,items.description,items.quantity'
  const file = [
    header,
    'NEW-1,Ana Boone,1 Mill Rd,Reno,NV,89501,US,Wool hat,1',
    'NEW-2,Ben Boone,1 Mill Rd,Reno,,89501,US,Wool hat,1',
  ].join('\n')
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'morning.csv', { type: 'text/csv' }))
    return transfer
  }, file)
  await page.getByRole('grid').dispatchEvent('drop', { dataTransfer: data })
  const report = page.getByRole('article', { name: 'morning.csv' })
  await expect(
    report.getByRole('row', { name: /NEW-2 3 shipTo\.state is needed for US/ }),
  ).toBeVisible()
  await expect(page.getByRole('button', { name: 'All 41' })).toBeVisible()
  const saved = page.waitForEvent('download')
  await report.getByRole('button', { name: 'Save as CSV' }).click()
  expect((await saved).suggestedFilename()).toBe('morning-refused.csv')
  await expectNothingSerious(page)
})

test('a file that is not UTF-8 is refused whole, with words', async ({ page, host }) => {
  await openScreen(page, host, 'Orders')
  await page
    .getByLabel('Choose a file …')
    .last()
    .setInputFiles({
      name: 'old.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from([0x72, 0xe9, 0x66]),
    })
  await expect(page.getByRole('alert')).toContainText('old.csv is not UTF-8 text')
  await expect(page.getByRole('button', { name: 'All 40' })).toBeVisible()
})

test('thousands of orders scroll to the last one', async ({ page, host }) => {
  const orders = Array.from({ length: 450 }, (_, index) => ({
    reference: `MANY-${String(index).padStart(3, '0')}`,
    shipTo: {
      name: 'Ana Boone',
      street1: '1 Mill Rd',
      city: 'Reno',
      state: 'NV',
      zip: '89501',
      country: 'US',
    },
    items: [{ description: 'Wool hat', quantity: 1 }],
  }))
  expect((await host.rest('POST', '/orders', orders)).status).toBe(200)
  await openScreen(page, host, 'Orders')
  await page.getByRole('textbox', { name: 'Search orders' }).fill('MANY-')
  await expect(page.getByText('450 found')).toBeVisible()
  const grid = page.getByRole('grid')
  await expect(async () => {
    await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight))
    await expect(grid.locator('[aria-rowindex="451"]')).toBeVisible({ timeout: 200 })
  }).toPass()
})

test('shipments and the queue say that there is nothing yet', async ({ page, host }) => {
  await openScreen(page, host, 'Shipments')
  await expect(page.getByText('No label has been bought here yet.')).toBeVisible()
  await expectNothingSerious(page)
  await page.getByRole('navigation').getByRole('button', { name: 'Queue', exact: true }).click()
  await expect(page.getByText('Nothing waits.')).toBeVisible()
  await expectNothingSerious(page)
})

test.describe('settings', () => {
  const openPage = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Settings pages' }).getByRole('button', { name }).click()

  test('what the settings file names is fixed; the rest is saved at once or not at all', async ({
    page,
    host,
  }) => {
    await openScreen(page, host, 'Settings')
    await expect(page.getByLabel('Station id')).toBeDisabled()
    const save = page.getByRole('button', { name: 'Save', exact: true })
    await expect(save).toBeDisabled()

    const folder = page.getByLabel('Watched folder')
    await folder.fill('/nowhere/orders')
    await expect(page.getByText('There are changes that are not saved.')).toBeVisible()
    await expect(page.getByRole('button', { name: /Station.*not saved/ })).toBeVisible()
    await openPage(page, 'Scale')
    await openPage(page, 'Station')
    await expect(folder).toHaveValue('/nowhere/orders')
    await save.click()
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible()
    await page.reload()
    await expect(page.locator("[data-landmark='Next step']")).toBeVisible()
    await page.keyboard.press('F10')
    await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
    await expect(folder).toHaveValue('/nowhere/orders')
  })

  test('every page is free of serious faults', async ({ page, host }) => {
    await openScreen(page, host, 'Settings')
    const names = 'Station Printers Documents Scale Scanner Carriers Boxes People'.split(' ')
    for (const name of [...names, 'Product weights']) {
      await openPage(page, name)
      await expect(page.getByRole('heading', { level: 2, name })).toBeVisible()
      await expectNothingSerious(page)
    }
  })

  test('a test label, a live scale and a connection test answer in words', async ({
    page,
    host,
  }) => {
    await openScreen(page, host, 'Settings')
    await openPage(page, 'Printers')
    await page.getByRole('button', { name: 'Print a test label' }).click()
    await expect(page.getByText(/^Test label: sent/)).toBeVisible()
    await openPage(page, 'Scale')
    await expect(page.getByText(/<CR>/)).toBeVisible()
    await openPage(page, 'Carriers')
    const flexport = page.getByRole('group', { name: 'Flexport' })
    await flexport.getByRole('button', { name: 'Test the connection' }).click()
    await expect(flexport.getByText(/Flexport answers/)).toBeVisible()
  })
})
