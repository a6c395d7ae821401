import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, type Page } from '@playwright/test'
import { commandBarcode } from '../../shared/scanning.ts'
import { expectNothingSerious } from './accessibility.ts'
import { test as demoTest, type Host } from './host.ts'
import { packerAt, type Packer } from './packer.ts'
import { test, type World } from './world.ts'
import { prefer } from './preferences.ts'

const STICK = 'Stick the sticker on, go on'
const BEANIE = '5391234567113'

const nextStep = (page: Page) => page.locator("[data-landmark='Next step']")
const problemOf = (page: Page) => page.getByRole('alert', { name: 'Problem' })
const stickerOf = (page: Page) => page.getByRole('figure', { name: 'The parked sticker' })

/** A packer at the silent bench. */
async function startAt(
  page: Page,
  host: Host,
  colorScheme: 'dark' | 'light' = 'dark',
): Promise<Packer> {
  await prefer(page, { colorScheme })
  await page.goto(host.url)
  return packerAt(page, host)
}

/** Takes the last box off the scale and puts the open one on. */
async function weigh(world: World, packer: Packer): Promise<void> {
  world.scale.empty()
  const { weight } = await packer.bench((view) => view.weight.state === 'empty')
  const { fromGrams, toGrams } = weight.expected ?? { fromGrams: 500, toGrams: 500 }
  world.scale.put(Math.round((fromGrams + toGrams) / 2))
}

/** Packs an order of one beanie for Flexport up to the weight. */
async function packBeanie(world: World, packer: Packer, reference: string): Promise<void> {
  await packer.scan(reference)
  await packer.bench(({ order }) => order?.reference === reference)
  await packer.scan(BEANIE)
  await weigh(world, packer)
}

/** Waits until the sticker of the open box is out; what a scanner reads off it. */
async function takeSticker(packer: Packer): Promise<string> {
  const { parked } = await packer.bench((view) => view.parked?.isPrinted === true)
  return parked?.sticker ?? ''
}

/** Sticks the label on and scans it. */
async function scanLabel(page: Page, packer: Packer): Promise<void> {
  await expect(nextStep(page)).toHaveText('Scan the label on the box')
  const { shipment } = await packer.bench(({ step }) => step === 'scan-label')
  await packer.scan(shipment?.trackingNumber ?? '')
  await expect(nextStep(page)).toContainText('Done')
}

test('a line that is down stops no packing, and its stickers bring the labels', async ({
  page,
  world,
}) => {
  const packer = await startAt(page, await world.start())
  world.flexport.fault('down')
  await packer.scan('LK-20418')
  const outage = page.getByRole('note')
  await expect(outage).toContainText('Flexport is down since')
  await expect(outage).toContainText('This box will be parked')
  await expectNothingSerious(page)
  await packer.scan(BEANIE)
  await weigh(world, packer)
  await expect(nextStep(page)).toHaveText(STICK)
  await expect(problemOf(page)).toBeHidden()
  await expect(stickerOf(page)).toContainText('LK-20418')
  await expectNothingSerious(page)
  const first = await takeSticker(packer)
  await world.paperWith(first)

  await packBeanie(world, packer, 'LK-20419')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('LK-20419')
  await expect(nextStep(page)).toHaveText(STICK)
  const second = await takeSticker(packer)
  await packer.scan(second)
  await expect(nextStep(page)).toHaveText('Scan an order')
  await expect(page.getByText('boxes parked')).toBeVisible()
  await expect(page.getByText(/^down since/)).toBeVisible()
  await expectNothingSerious(page)
  await packer.scan(first)
  await expect(page.getByText('Box 1 of LK-20418 still waits for Flexport')).toBeVisible()
  expect(world.flexport.ledger()).toEqual([])

  world.flexport.fault('none')
  await expect(page.getByText('2 boxes have labels now: scan their stickers')).toBeVisible()
  for (const sticker of [second, first]) {
    await packer.scan(sticker)
    await scanLabel(page, packer)
  }
  expect(world.flexport.ledger()).toHaveLength(2)
  expect(packer.touches).toMatchObject({ keys: 0, clicks: 0 })
  packer.leave()
})

test('a sticker that is scanned before its box is bought jumps the queue', async ({
  page,
  world,
}) => {
  const packer = await startAt(page, await world.start(), 'dark')
  world.flexport.fault('down')
  await packBeanie(world, packer, 'LK-20418')
  await takeSticker(packer)
  await packBeanie(world, packer, 'LK-20419')
  await takeSticker(packer)
  await packBeanie(world, packer, 'LK-20420')
  const last = await takeSticker(packer)
  await packer.scan(last)
  await packer.bench(({ step }) => step === 'scan-order')

  world.flexport.script([{ call: 'createParcel', times: 3, do: { kind: 'slow', ms: 2000 } }])
  world.flexport.fault('none')
  await packer.health(({ carriers }) => carriers.every(({ outage }) => outage === null))
  await packer.scan(last)
  await expect(nextStep(page)).toHaveText('Buying the label')
  await expect(page.getByText('Its sticker was scanned')).toBeVisible()
  await expect(stickerOf(page)).toContainText('LK-20420')
  await scanLabel(page, packer)
  const { rows } = await packer.station.shipments.search({ limit: 10 })
  expect(rows.find(({ order }) => order === 'LK-20419')?.boughtAt ?? null).toBeNull()
  packer.leave()
})

test('a box in doubt is parked by HOLD, and is bought once whoever finds that out', async ({
  page,
  world,
}) => {
  const packer = await startAt(page, await world.start(), 'dark')
  world.flexport.script([{ call: 'createParcel', do: { kind: 'drop', when: 'after' } }])
  await packBeanie(world, packer, 'LK-20418')
  await expect(nextStep(page)).toHaveText('Scan HOLD')
  await expect(problemOf(page)).toContainText('the label may be bought, or not')
  await expectNothingSerious(page)
  await packer.scan(commandBarcode('HOLD'))
  await expect(nextStep(page)).toHaveText(STICK)
  const sticker = await takeSticker(packer)
  await packBeanie(world, packer, 'LK-20419')
  await scanLabel(page, packer)

  const sold = world.flexport.ledger().find(({ reference }) => reference.includes('20418'))
  const { rows } = await packer.station.shipments.search({ order: 'LK-20418', limit: 10 })
  const settled = await packer.station.shipments.settle({
    id: rows[0]?.id ?? '',
    settlement: { finding: 'bought', carrierShipmentId: sold?.id ?? '' },
  })
  expect(settled.ok).toBe(true)
  await packer.scan(sticker)
  await scanLabel(page, packer)
  expect(world.flexport.ledger()).toHaveLength(2)
  packer.leave()
})

test('a line that breaks after the purchase keeps the label waiting, not the packer', async ({
  page,
  world,
}) => {
  const packer = await startAt(page, await world.start(), 'dark')
  world.flexport.script([{ call: 'label', times: 50, do: { kind: 'drop', when: 'before' } }])
  await packBeanie(world, packer, 'LK-20418')
  await expect(nextStep(page)).toHaveText('Scan REPRINT or HOLD')
  await expect(problemOf(page)).toContainText('The label is bought; it is not bought again.')
  await expectNothingSerious(page)
  await packer.scan(commandBarcode('HOLD'))
  await expect(nextStep(page)).toHaveText(STICK)
  const sticker = await takeSticker(packer)
  await packer.scan(sticker)
  await expect(nextStep(page)).toHaveText('Scan an order')
  world.flexport.clearScript()
  await expect(page.getByText('1 box has its label now')).toBeVisible()
  await packer.scan(sticker)
  await scanLabel(page, packer)
  expect(world.flexport.ledger()).toHaveLength(1)
  packer.leave()
})

test('a power cut in the middle of a print asks whether a label came out', async ({
  page,
  world,
}) => {
  const slow = createServer((socket) => {
    // Takes the first bytes of a label and leaves the rest in the line.
    socket.on('data', (bytes) => {
      if (!bytes.includes('^XA')) return
      socket.pause()
      slow.emit('first-bytes')
    })
    socket.on('error', () => socket.destroy())
  }).listen(0, '127.0.0.1')
  await once(slow, 'listening')
  const host = await world.start((slow.address() as AddressInfo).port)
  const packer = await startAt(page, host, 'dark')
  const begun = once(slow, 'first-bytes')
  await packBeanie(world, packer, 'LK-20418')
  await begun
  await host.end('SIGKILL')
  packer.leave()
  slow.close()

  const after = await startAt(page, await world.start(), 'dark')
  await expect(nextStep(page)).toHaveText('Printed? Scan it, or REPRINT')
  await expect(problemOf(page)).toContainText('If one came out, scan it, or CONFIRM')
  await after.scan(commandBarcode('REPRINT'))
  await scanLabel(page, after)
  expect(world.flexport.ledger()).toHaveLength(1)
  after.leave()
})

demoTest(
  'the drill cuts the line, and its paper holds the sticker to click',
  async ({ page, host }) => {
    await page.setViewportSize({ width: 1680, height: 900 })
    const packer = await startAt(page, host, 'light')
    await page.getByRole('group', { name: 'Line to both carriers' }).getByText('down').click()
    await packer.scan('LK-20418')
    await expect(page.getByRole('note')).toContainText('This box will be parked')
    await packer.scan(BEANIE)
    await packer.weigh()
    await expect(nextStep(page)).toHaveText(STICK)
    const sticker = await takeSticker(packer)
    const onPaper = page.getByRole('button', { name: `Scan ${sticker}` })
    await onPaper.click()
    await expect(nextStep(page)).toHaveText('Scan an order')
    await page.getByRole('group', { name: 'Line to both carriers' }).getByText('works').click()
    await expect(page.getByText('1 box has its label now: scan its sticker')).toBeVisible()
    await onPaper.click()
    await expect(nextStep(page)).toHaveText('Scan the label on the box')
    packer.leave()
  },
)
