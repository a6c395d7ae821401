import { expect, type Page } from '@playwright/test'
import { commandBarcode } from '../../shared/scanning.ts'
import { expectNothingSerious } from './accessibility.ts'
import { test, type Host } from './host.ts'
import { packerAt, type Packer } from './packer.ts'
import { burst } from './wedge.ts'
import { prefer } from './preferences.ts'

/** A packer at the silent bench, without the drill drawer. */
async function startAt(page: Page, host: Host, colorScheme: 'dark' | 'light'): Promise<Packer> {
  await prefer(page, { colorScheme, drillOpen: false })
  await page.goto(host.url)
  return packerAt(page, host)
}

const nextStep = (page: Page) => page.locator("[data-landmark='Next step']")
const problemOf = (page: Page) => page.getByRole('alert', { name: 'Problem' })

/** Scans every unit of a demo order, by its drill card. */
async function packAll(packer: Packer, reference: string): Promise<void> {
  await packer.scan(reference)
  const { items } = await packer.bench(({ order }) => order?.reference === reference)
  for (const item of items)
    for (let unit = 0; unit < item.ordered; unit++) await packer.scan(item.barcode ?? item.sku)
}

test('an address that the carrier refuses is corrected by keyboard at the bench', async ({
  page,
  host,
}) => {
  const packer = await startAt(page, host, 'dark')
  await packer.scan('LK-20430')
  await expect(problemOf(page)).toContainText('does not accept the address')
  await packer.press('F5')
  const form = page.getByRole('form', { name: 'Correct the order' })
  const street = form.getByLabel('Street', { exact: true })
  await expect(street).toBeFocused()
  await expectNothingSerious(page)

  await street.fill('19 Main St')
  await form.getByLabel('City').fill('Tulsa')
  await form.getByLabel('Postcode').fill('')
  await page.keyboard.press('Enter')
  await expect(form.getByText(/needed for US/)).toBeVisible()
  await form.getByLabel('Postcode').fill('74103')
  await page.keyboard.press('Enter')
  await expect(form).toBeHidden()
  await expect(problemOf(page)).toBeHidden()
  await packer.bench(({ quote }) => quote !== null)

  // A scan while the panel is open goes to the bench and into no field.
  await packer.press('F5')
  await expect(form.getByLabel('City')).toHaveValue('Tulsa')
  await expect(form.getByText(/Nowhere/).first()).toBeVisible()
  const { items } = await packer.bench(() => true)
  await expect(form.getByLabel('Name')).toBeFocused()
  await burst(page, 'QWERT-123')
  await expect(problemOf(page)).toContainText('Nothing here is called QWERT-123')
  await expect(form.getByLabel('Name')).toHaveValue('Beatrix Holloway')
  await packer.press('Escape')
  for (const { barcode } of items) await packer.scan(barcode ?? '')
  await packer.weigh()
  await packer.scan(await packer.takeLabel())
  await expect(nextStep(page)).toContainText('Done')
  packer.leave()
})

test('services stand side by side, and the one that is chosen is bought', async ({
  page,
  host,
}) => {
  const packer = await startAt(page, host, 'light')
  await packer.scan('LK-20417')
  const label = page.getByRole('region', { name: 'Label' })
  await expect(label).toContainText('STANDARD')
  await expect(label).toContainText('EXPRESS')
  await expectNothingSerious(page)
  await packer.scan(commandBarcode('SERVICE', 'EXPRESS'))
  await packer.bench(
    ({ quote }) => quote?.offers.find(({ isChosen }) => isChosen)?.service === 'EXPRESS',
  )
  const { items } = await packer.bench(() => true)
  for (const { barcode, ordered } of items)
    for (let unit = 0; unit < ordered; unit++) await packer.scan(barcode ?? '')
  await packer.weigh()
  await packer.takeLabel()
  const { rows } = await packer.station.shipments.search({ order: 'LK-20417' })
  expect(rows[0]).toMatchObject({ serviceLevel: 'EXPRESS', state: 'bought' })
  packer.leave()
})

test('a label dearer than at checkout waits for a supervisor', async ({ page, host }) => {
  const packer = await startAt(page, host, 'dark')
  await packAll(packer, 'LK-20431')
  await packer.weigh(6000)
  await expect(nextStep(page)).toHaveText('Count again, or CONFIRM')
  await packer.press('F12')
  await expect(nextStep(page)).toHaveText('Scan APPROVE or HOLD')
  await expect(problemOf(page)).toContainText(/costs .* USD; at checkout it was .* USD/)
  await expect(page.getByRole('region', { name: 'Label' })).toContainText(
    'a supervisor must approve',
  )
  await expectNothingSerious(page)
  await packer.scan(commandBarcode('APPROVE'))
  await packer.scan(await packer.takeLabel())
  await expect(nextStep(page)).toContainText('Done')
  packer.leave()
})

test('a shipment shows where the parcel is and what the carrier said', async ({ page, host }) => {
  const packer = await startAt(page, host, 'light')
  await packAll(packer, 'LK-20422')
  await packer.weigh()
  await packer.scan(await packer.takeLabel())
  await expect(nextStep(page)).toContainText('Done')
  await packer.press('F10')
  await page.getByRole('button', { name: 'Shipments' }).click()
  await page.getByText('LK-20422').first().click()
  await page.getByRole('button', { name: 'Ask the carrier' }).click()
  await expect(page.getByRole('list', { name: 'Events' }).getByRole('listitem')).toHaveCount(1)
  const said = page.getByRole('button', { name: /create parcel/ })
  await said.click()
  await expect(page.getByText(/"customerParcelId"/).first()).toBeVisible()
  await expect(page.getByText(/\+1559/)).toHaveCount(0)
  await expectNothingSerious(page)
  packer.leave()
})
