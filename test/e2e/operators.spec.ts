import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { expectNothingSerious } from './accessibility.ts'
import { startHost, test } from './host.ts'
import { packerAt } from './packer.ts'

/*
 * Who packs: a badge at the bench, the name at its foot and in the shipment, the page where people are set up.
 */

test('a badge says who packs, also in the middle of an order; the shipment keeps the name', async ({
  page,
  host,
}) => {
  await page.goto(host.url)
  const packer = await packerAt(page, host)
  const foot = page.locator('footer')
  await expect(foot).toContainText('Bench 1 · 0 today')
  await packer.scan('BADGE-TOM')
  await expect(foot).toContainText('Tom · 0 today')
  await packer.scan('LK-20417')
  await packer.scan('5391234567892')
  await packer.scan('badge-ana')
  await expect(foot).toContainText('Ana · 0 today')
  await expect(page.getByText('Ana packs here now')).toBeVisible()
  await packer.scan('5391234567892')
  await packer.scan('5391234567113')
  await packer.weigh()
  await packer.scan(await packer.takeLabel())
  await expect(foot).toContainText('Ana · 1 today')
  await expectNothingSerious(page)
  packer.leave()

  expect(await host.rest('GET', '/shipments?order=LK-20417')).toMatchObject({
    body: { shipments: [{ state: 'bought', operator: 'Ana' }] },
  })
  await page.keyboard.press('F10')
  await page.getByRole('navigation').getByRole('button', { name: 'Shipments', exact: true }).click()
  await page.getByRole('grid').getByRole('row').nth(1).click()
  const detail = page.getByRole('complementary', { name: 'Shipment in detail' })
  await expect(detail.getByText('Packed by')).toBeVisible()
  await expect(detail.getByText('Ana', { exact: true })).toBeVisible()
})

test('people are added and taken out on their page; a badge that is a box is refused where it stands', async ({
  page,
}) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'shipbench-e2e-'))
  const host = await startHost([], dataDir)
  try {
    await page.goto(host.url)
    await expect(page.locator("[data-landmark='Next step']")).toBeVisible()
    await page.keyboard.press('F10')
    await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
    const pages = page.getByRole('navigation', { name: 'Settings pages' })
    await pages.getByRole('button', { name: 'Boxes' }).click()
    await page.getByRole('button', { name: 'Add box' }).click()
    await page.getByLabel('Name of box 1').fill('Small box')
    for (const size of ['Length', 'Width', 'Height'])
      await page.getByLabel(`${size} of box 1`).fill('8')
    const save = page.getByRole('button', { name: 'Save', exact: true })
    await save.click()
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible()

    await pages.getByRole('button', { name: 'People' }).click()
    await expect(page.getByText('Nobody is named here.')).toBeVisible()
    await page.getByRole('button', { name: 'Add person' }).click()
    await page.getByLabel('Name of person 1').fill('Ana')
    const badge = page.getByLabel('Badge of person 1')
    await expect(badge).toHaveValue('BADGE-P1')
    await badge.fill('box-b1')
    await save.click()
    await expect(page.getByText('Nothing was saved.')).toBeVisible()
    await expect(
      page.getByRole('cell', { name: 'is used for a badge and for a box' }),
    ).toBeVisible()
    await badge.fill('ANA-7')
    await save.click()
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible()
    await expectNothingSerious(page)

    const foot = page.locator('footer')
    await host.rest('POST', '/scans', { text: 'ana-7' })
    await page.keyboard.press('F10')
    await page.getByRole('navigation').getByRole('button', { name: 'Bench', exact: true }).click()
    await expect(foot).toContainText('Ana · 0 today')

    await page.keyboard.press('F10')
    await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
    await pages.getByRole('button', { name: 'People' }).click()
    await page.getByRole('button', { name: 'Remove P1' }).click()
    await save.click()
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible()
    await page.keyboard.press('F10')
    await page.getByRole('navigation').getByRole('button', { name: 'Bench', exact: true }).click()
    await expect(foot).toContainText('Bench 1 · 0 today')
  } finally {
    await host.end('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  }
})
