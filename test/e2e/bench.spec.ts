import { expect, type Page } from '@playwright/test'
import { expectNothingSerious } from './accessibility.ts'
import { test, type Host } from './host.ts'
import { burst } from './wedge.ts'
import { prefer } from './preferences.ts'

/** Opens the bench silent, with the drill drawer as wanted, and waits until it takes a scan. */
async function openBench(page: Page, host: Host, drillOpen: boolean): Promise<void> {
  await prefer(page, { drillOpen })
  await page.goto(host.url)
  await expect(nextStep(page)).toHaveText('Scan an order')
}

function nextStep(page: Page) {
  return page.locator("[data-landmark='Next step']")
}

test('an order from its scan to the label on the box, with nothing but scans', async ({
  page,
  host,
}) => {
  await openBench(page, host, true)
  expect(page.url()).not.toContain('token')
  await expectNothingSerious(page)

  await burst(page, 'LK-20417')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('LK-20417')
  await expect(nextStep(page)).toHaveText('Scan 3 items')
  await expect(page.getByRole('list', { name: 'Items' }).getByRole('listitem')).toHaveCount(2)
  await expect(page.getByRole('region', { name: 'Station health' })).toContainText('FlavorCloud')

  await burst(page, '4006381333931')
  const problem = page.getByRole('alert', { name: 'Problem' })
  await expect(problem).toContainText('4006381333931 is not in order LK-20417')
  await expect(nextStep(page)).toHaveText('Scan 3 items')
  await expectNothingSerious(page)

  await burst(page, '5391234567892')
  await expect(problem).toBeHidden()
  await expect(nextStep(page)).toHaveText('Scan 2 more items')
  await burst(page, '5391234567892')
  await burst(page, '5391234567113')
  await expect(nextStep(page)).toHaveText('Put the box on the scale')

  await page.getByRole('button', { name: /^Put the box on/ }).click()
  await expect(page.getByRole('region', { name: 'Weight' })).toContainText('locked')
  await expect(nextStep(page)).toHaveText('Scan the label on the box')
  const label = page.getByRole('region', { name: 'Label' })
  await expect(label.getByRole('img', { name: 'The label as it prints' })).toBeVisible()
  await expect(label).toContainText('on the box')

  const { body } = await host.rest('GET', '/shipments?order=LK-20417')
  const { shipments } = body as { shipments: { trackingNumber: string }[] }
  await burst(page, shipments[0]?.trackingNumber ?? '')
  await expect(nextStep(page)).toContainText('Done')
})

test('a scan on another screen returns to the bench and never lands in the search field', async ({
  page,
  host,
}) => {
  await openBench(page, host, false)
  await page.keyboard.press('F10')
  await page.getByRole('navigation').getByRole('button', { name: 'Orders' }).click()
  const search = page.getByRole('textbox').or(page.getByRole('searchbox')).first()
  await search.click()
  await search.pressSequentially('mug', { delay: 120 })
  await expect(search).toHaveValue('mug')
  await burst(page, 'LK-20418')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('LK-20418')
})

test('the bench stays where it was over a reload, in another language and look', async ({
  page,
  host,
}) => {
  await openBench(page, host, false)
  await burst(page, 'LK-20417')
  await expect(nextStep(page)).toHaveText('Scan 3 items')
  await page.getByRole('button', { name: 'Language, look and sound' }).click()
  await page.getByText('Español').click()
  await page.getByText('Claro').click()
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(nextStep(page)).toHaveText('Escanee 3 artículos')
  await expect(page.locator('html')).toHaveAttribute('lang', 'es')
  await expect(page.getByRole('region', { name: 'Peso' })).toHaveAttribute(
    'data-landmark',
    'Weight',
  )
  await expectNothingSerious(page)
})

test('the function keys do what the command barcodes do', async ({ page, host }) => {
  await openBench(page, host, false)
  await burst(page, 'LK-20417')
  await page.keyboard.press('F1')
  await expect(page.getByRole('heading', { name: 'Keys and command barcodes' })).toBeVisible()
  await expectNothingSerious(page)
  await burst(page, '5391234567892')
  await expect(page.getByRole('heading', { name: 'Keys and command barcodes' })).toBeHidden()
  await expect(nextStep(page)).toHaveText('Scan 2 more items')
  await page.keyboard.press('F2')
  await expect(nextStep(page)).toHaveText('Scan 3 items')
  await page.keyboard.press('F4')
  await expect(nextStep(page)).toHaveText('Scan an order')
})

test('the bench never scrolls, from 1280 × 800 to 1920 × 1080', async ({ page, host }) => {
  await openBench(page, host, false)
  await burst(page, 'LK-20417')
  for (const size of [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ]) {
    await page.setViewportSize(size)
    const beyond = await page.evaluate(() => [
      document.documentElement.scrollWidth - window.innerWidth,
      document.documentElement.scrollHeight - window.innerHeight,
    ])
    expect(beyond).toEqual([0, 0])
  }
})

test('a station that is gone is said at once, and so is a scan that it never got', async ({
  page,
  host,
}) => {
  await openBench(page, host, false)
  await host.end('SIGKILL')
  await expect(page.getByRole('alert', { name: 'Station gone' })).toBeVisible()
  await burst(page, 'LK-20417')
  await expect(page.getByRole('alert', { name: 'Problem' })).toContainText(
    'The scan LK-20417 did not reach the station.',
  )
  await expect(nextStep(page)).toHaveText('Scan an order')
})
