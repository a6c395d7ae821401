import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, type Page } from '@playwright/test'
import { commandBarcode } from '../../shared/scanning.ts'
import { expectNothingSerious } from './accessibility.ts'
import type { Host } from './host.ts'
import { packerAt, type Packer } from './packer.ts'
import { burst } from './wedge.ts'
import { test, type World } from './world.ts'
import { prefer } from './preferences.ts'

/*
 * The queue: why something waits, what is known of it, and what a person may do; also with thousands of rows.
 */

const BEANIE = '5391234567113'

async function startAt(page: Page, host: Host, colorScheme: 'dark' | 'light' = 'dark') {
  await prefer(page, { colorScheme })
  await page.goto(host.url)
  return packerAt(page, host)
}

async function openQueue(page: Page): Promise<void> {
  await page.keyboard.press('F10')
  await page.getByRole('navigation').getByRole('button', { name: 'Queue', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Queue' })).toBeVisible()
}

async function openFirstRow(page: Page): Promise<void> {
  const grid = page.getByRole('grid')
  await expect(grid.locator('[aria-rowindex="2"]')).toBeVisible()
  await grid.focus()
  await page.keyboard.press('ArrowDown')
}

async function packBeanie(world: World, packer: Packer, reference: string): Promise<void> {
  await packer.scan(reference)
  await packer.bench(({ order }) => order?.reference === reference)
  await packer.scan(BEANIE)
  world.scale.empty()
  const { weight } = await packer.bench((view) => view.weight.state === 'empty')
  const { fromGrams, toGrams } = weight.expected ?? { fromGrams: 500, toGrams: 500 }
  world.scale.put(Math.round((fromGrams + toGrams) / 2))
}

const chip = (page: Page, name: string) =>
  page.getByRole('group', { name: 'What waits' }).getByRole('button', { name })
const detailOf = (page: Page) => page.getByRole('complementary', { name: 'What waits, in detail' })

test('a doubt stands with its evidence at the bench and in the queue, and a scan of the label ends it', async ({
  page,
  world,
}) => {
  const packer = await startAt(page, await world.start())
  world.flexport.script([{ call: 'createParcel', do: { kind: 'drop', when: 'after' } }])
  await packBeanie(world, packer, 'LK-20418')
  const label = page.getByRole('region', { name: 'Label' })
  await expect(label).toContainText('What was sent to Flexport')
  await expect(label).toContainText('idempotency-key')
  await expect(label).toContainText('Flexport offers no look-up by our key.')
  await expect(label).toContainText('customerParcelId larkspur/LK-20418/P1')
  await expectNothingSerious(page)
  await packer.scan(commandBarcode('HOLD'))
  await packer.bench(({ parked }) => parked?.isPrinted === true)
  // A barcode read twice within a third of a second counts once; a key does not.
  await packer.press('F4')
  await expect(page.getByText('1 label is in doubt')).toBeVisible()

  await openQueue(page)
  await expect(chip(page, 'In doubt: bought or not?')).toHaveAttribute('aria-pressed', 'true')
  await openFirstRow(page)
  const detail = detailOf(page)
  await expect(detail.getByText('What came back')).toBeVisible()
  await detail.getByText('The exact request').click()
  await expect(detail.locator('pre').first()).toContainText('"customerParcelId"')
  await expectNothingSerious(page)

  await detail.getByRole('radio', { name: 'It was bought' }).check()
  const field = detail.getByRole('textbox', { name: 'Tracking number or id at Flexport' })
  await expect(field).toBeFocused()
  await burst(page, '1Z508493762')
  await expect(field).toHaveValue('1Z508493762')
  await detail.getByRole('button', { name: 'Settle' }).click()
  await expect(detail.getByRole('alert')).toContainText('Flexport does not know it.')
  await expect(field).toHaveValue('1Z508493762')

  const [sold] = world.flexport.ledger()
  await field.fill(sold?.trackingNumber ?? '')
  await detail.getByRole('button', { name: 'Settle' }).click()
  await expect(page.getByText('Settled.')).toBeVisible()
  await expect(page.getByRole('grid').getByText('Nothing waits for this any more.')).toBeVisible()
  await expect(chip(page, 'Parked and bought: scan the sticker')).toBeVisible()
  expect(world.flexport.ledger()).toHaveLength(1)
  packer.leave()
})

test('a parked box is told with its sticker, its history, and what may be asked for it', async ({
  page,
  world,
}) => {
  const packer = await startAt(page, await world.start())
  world.flexport.fault('down')
  await packBeanie(world, packer, 'LK-20418')
  const { parked } = await packer.bench((view) => view.parked !== null)
  const sticker = parked?.sticker ?? ''
  await world.paperWith(sticker)
  await openQueue(page)
  await openFirstRow(page)
  const detail = detailOf(page)
  await expect(detail).toContainText(sticker)
  await expectNothingSerious(page)
  await detail.getByRole('button', { name: 'Buy now' }).click()
  await expect(detail.getByRole('status')).toContainText('It is bought next')
  await detail.getByRole('button', { name: 'Print the sticker' }).click()
  await expect(detail.getByRole('status')).toContainText('on its way to the printer')
  await detail.getByRole('button', { name: 'Take back to the bench' }).click()
  await expect(detail).toContainText('This box waits for nothing any more.')
  await expect(page.getByRole('grid')).toContainText('Nothing waits for this any more.')
  packer.leave()
})

test('five thousand rows scroll to the end, and stay where they are while others go', async ({
  page,
  world,
}) => {
  const first = await world.start()
  await first.end('SIGTERM')
  seed(first.dataDir, 5000)
  const packer = await startAt(page, await world.start())
  await openQueue(page)
  await expect(page.getByText('5,000 waiting')).toBeVisible()
  const grid = page.getByRole('grid')
  await expect(async () => {
    await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight))
    await expect(grid.locator('[aria-rowindex="5001"]')).toBeVisible({ timeout: 200 })
  }).toPass()

  await grid.evaluate((element) => element.scrollTo(0, 3000 * 36))
  const row = grid.getByRole('row', { name: 'MANY-3010 · 1' })
  await expect(row).toBeVisible()
  const before = await row.boundingBox()
  await packer.station.outbox.act({ stickerId: 'S0000005', action: 'take-back' })
  await expect(page.getByText('4,999 waiting')).toBeVisible()
  // One less stands above it, and the list has moved along.
  await expect(row).toHaveAttribute('aria-rowindex', '3010')
  expect((await row.boundingBox())?.y).toBe(before?.y)
  packer.leave()
})

test('at cut-off all labels of the list are voided at once, but for those that meanwhile cannot be', async ({
  page,
  world,
}) => {
  const first = await world.start()
  const before = await startAt(page, first)
  const orders = ['LK-20418', 'LK-20419', 'LK-20420']
  for (const reference of orders) {
    await packBeanie(world, before, reference)
    await before.bench(({ step }) => step === 'scan-label')
    await before.scan(commandBarcode('HOLD'))
  }
  before.leave()
  await first.end('SIGTERM')
  const database = new Database(join(first.dataDir, 'station.sqlite'))
  database.exec(`UPDATE shipments SET bought_at = '2026-01-05T10:00:00.000Z'`)
  database.close()

  const packer = await startAt(page, await world.start())
  await packer.station.settings.change({ patch: { packing: { cutOff: '00:00' } } })
  await openQueue(page)
  const opener = page.getByRole('button', { name: 'Void all 3 labels of this list' })
  await opener.press('Enter')
  const panel = page.getByRole('region', { name: 'Void all labels of this list' })
  await expect(panel).toContainText(/Void 3 labels: [1-9][\d.]+ USD comes back/)
  const keep = panel.getByRole('button', { name: 'Keep the labels' })
  await expect(keep).toBeFocused()
  await expectNothingSerious(page)
  await page.keyboard.press('Enter')
  await expect(opener).toBeFocused()

  world.flexport.script([
    { call: 'cancelParcel', do: { kind: 'slow', ms: 1500 } },
    { call: 'cancelParcel', do: { kind: 'refuse', code: 'LABEL_ALREADY_USED' } },
  ])
  await page.keyboard.press('Enter')
  await expect(keep).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  const fates = panel.getByRole('list', { name: 'What became of each label' }).getByRole('listitem')
  await expect(fates.nth(0)).toContainText('the carrier is being asked')
  await expect(panel.getByRole('button', { name: 'Stop after this one' })).toBeFocused()
  // The box of the last one turns up while the first is asked for.
  const { rows } = await packer.station.shipments.search({ order: 'LK-20420', limit: 1 })
  await packer.station.bench.scan({ text: rows[0]?.trackingNumber ?? '' })

  await expect(panel).toContainText('3 of 3 gone through.')
  await expect(fates.nth(0)).toHaveText('LK-20418 · box 1void')
  await expect(fates.nth(1)).toContainText('not void: it still counts')
  await expect(fates.nth(1)).toContainText('Flexport refused the request.')
  await expect(fates.nth(2)).toContainText('left out: scanned on its box, or void already')
  await expectNothingSerious(page)
  const voided = world.flexport.ledger().map(({ voidedAt }) => voidedAt !== null)
  expect(voided).toEqual([true, false, false])
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Void the label of this list' })).toBeFocused()
  packer.leave()
})

/** Boxes that the carrier refused: they wait, and the station does nothing about them. */
function seed(dataDir: string, count: number): void {
  const database = new Database(join(dataDir, 'station.sqlite'))
  const insert = database.prepare(
    `INSERT INTO parked_parcels (id, order_id, order_reference, merchant, parcel, carrier, packed, state, parked_at,
     due_at, problem) VALUES (?, ?, ?, 'larkspur', 1, 'flexport', ?, 'refused', ?, ?, ?)`,
  )
  const session = JSON.stringify({ orderId: 1, items: '[]', parcel: 1, contents: [], done: [] })
  const packed = JSON.stringify({ session, operator: null, endedBefore: null })
  const problem = JSON.stringify({
    code: 'address-refused',
    kind: 'wrong',
    params: { carrier: 'Flexport' },
    offers: [],
  })
  database.transaction(() => {
    for (let number = 1; number <= count; number += 1) {
      const at = new Date(Date.UTC(2026, 10, 22, 8) + number * 1000).toISOString()
      insert.run(
        `S${String(number).padStart(7, '0')}`,
        1_000_000 + number,
        `MANY-${number}`,
        packed,
        at,
        at,
        problem,
      )
    }
  })()
  database.close()
}
