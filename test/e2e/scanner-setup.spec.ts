import { expect, type Page } from '@playwright/test'
import { CALIBRATION_PARTS } from '../../shared/calibration-keys.ts'
import { characterAt, isDead, positionOf, type Layout } from '../../shared/keyboard-layouts.ts'
import { barcodesIn } from '../barcode-reader.ts'
import { expectNothingSerious } from './accessibility.ts'
import { test, type Host } from './host.ts'
import { prefer } from './preferences.ts'
import { ENTER, keysInto, TAB, timed, type Press } from './wedge.ts'

/*
 * The scanner's self-test in the settings: what each way of being set up wrongly is called, and what mends it.
 */

const GS = '\u001d'
const GAP_MS = 2
const DATA = CALIBRATION_PARTS.join(GS)

async function openScannerPage(page: Page, host: Host, colorScheme: 'dark' | 'light' = 'dark') {
  await prefer(page, { colorScheme, drillOpen: false })
  await page.goto(host.url)
  await expect(page.locator("[data-landmark='Next step']")).toBeVisible()
  await page.keyboard.press('F10')
  await page.getByRole('navigation').getByRole('button', { name: 'Settings', exact: true }).click()
  await page
    .getByRole('navigation', { name: 'Settings pages' })
    .getByRole('button', { name: 'Scanner' })
    .click()
  await expect(page.getByRole('button', { name: 'Start the test' })).toBeVisible()
}

interface WedgeScanner {
  readonly types: Layout
  readonly computer: Layout
  readonly capsLock?: boolean
  readonly end?: Press
}

/** The key events of a scanner that types as one keyboard on a computer of another; GS is Ctrl and ]. */
async function scanAs(page: Page, text: string, scanner: WedgeScanner) {
  const { types, computer, capsLock = false, end } = scanner
  const keys = Array.from(text, (character): Press => {
    if (character === GS) return { key: ']', code: 'BracketRight', modifiers: 2 }
    const position = positionOf(types, character)
    const came = position && characterAt(computer, position)
    if (!position || came === undefined) throw new Error(`No key for ${character}`)
    const modifiers = position.level === 'shift' ? 8 : 0
    if (isDead(computer, came)) return { key: 'Dead', code: position.code, modifiers }
    const upper = came.toUpperCase()
    const other = upper === came ? came.toLowerCase() : upper
    const swapped = other.length === 1 ? other : came
    const key = capsLock ? swapped : came
    return { key, code: position.code, text: key, modifiers }
  })
  const into = await keysInto(page)
  await into.play(timed([...keys, ...(end ? [end] : [])], 0, GAP_MS))
}

const start = (page: Page) => page.getByRole('button', { name: 'Start the test' }).click()
const finding = (page: Page, code: string) => page.locator(`[data-finding='${code}']`)

/** The findings of the newest scan, as names. */
const findings = (page: Page) =>
  page
    .locator('[data-finding]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-finding')))

test('a US scanner on an AZERTY computer is told, mended by one button, and then found to be well', async ({
  page,
  host,
}) => {
  await openScannerPage(page, host)
  await start(page)
  const scanner: WedgeScanner = { types: 'us', computer: 'fr', end: ENTER }
  await scanAs(page, `]C1${DATA}`, scanner)
  await expect(finding(page, 'layout-us')).toContainText(
    'types as a US keyboard; the keyboard of this computer is French (AZERTY)',
  )
  expect(await findings(page)).toEqual([
    'layout-us',
    'case-kept',
    'gs',
    'aim',
    'no-prefix',
    'ends-with-enter',
    expect.stringMatching(/^pace/),
  ])
  await expectNothingSerious(page)

  await page.getByRole('button', { name: 'Use these settings' }).click()
  await expect(page.getByRole('combobox', { name: 'Keys are read' })).toHaveValue(
    'as on a US keyboard',
  )
  await expect(finding(page, 'layout-us')).toContainText('The settings below mend it.')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible()

  // What was saved comes back to the page a moment later, and a scan that it comes into is refused.
  await expect(async () => {
    await scanAs(page, `]C1${DATA}`, scanner)
    await expect(finding(page, 'layout-us')).toContainText('good', { timeout: 3000 })
  }).toPass()
  await expect(page.getByRole('button', { name: 'Use these settings' })).toBeHidden()
})

test('a German computer, Caps Lock, a prefix, a lost separator and Tab are each named', async ({
  page,
  host,
}) => {
  await openScannerPage(page, host)
  await start(page)
  await scanAs(page, `~${CALIBRATION_PARTS.join('')}`, {
    types: 'us',
    computer: 'de',
    capsLock: true,
    end: TAB,
  })
  await expect(finding(page, 'layout-us')).toContainText('German (QWERTZ)')
  expect(await findings(page)).toEqual([
    'layout-us',
    'case-inverted',
    'gs-lost',
    'no-aim',
    'prefix',
    'ends-with-tab',
    expect.stringMatching(/^pace/),
  ])
  await expect(finding(page, 'prefix')).toContainText('“~” stands in front of each scan')
  await expect(finding(page, 'case-inverted')).toContainText('Turn Caps Lock off')
})

test('a German scanner on a US computer has to be set itself', async ({ page, host }) => {
  await openScannerPage(page, host)
  await start(page)
  await scanAs(page, DATA, { types: 'de', computer: 'us', end: ENTER })
  await expect(finding(page, 'layout-other')).toContainText(
    'a keyboard that is German (QWERTZ); the keyboard of this computer is US',
  )
  await expect(page.getByRole('button', { name: 'Use these settings' })).toBeHidden()
})

test('a scanner that ends with nothing is heard by the silence behind it', async ({
  page,
  host,
}) => {
  await openScannerPage(page, host)
  await start(page)
  await scanAs(page, `]C1${DATA}`, { types: 'us', computer: 'us' })
  await expect(finding(page, 'ends-with-nothing')).toBeVisible()
  await page.getByRole('button', { name: 'Use these settings' }).click()
  await expect(page.getByRole('combobox', { name: 'Behind a scan comes' })).toHaveValue('nothing')
})

test('while the test runs a scan of an order opens nothing; when it has ended, it does', async ({
  page,
  host,
}) => {
  await openScannerPage(page, host)
  await start(page)
  await scanAs(page, 'LK-20417', { types: 'us', computer: 'us', end: ENTER })
  await expect(finding(page, 'cannot-tell')).toBeVisible()
  await expect(page.getByLabel('It came as')).toHaveText('LK-20417')
  await page.getByRole('button', { name: 'End the test' }).click()
  await scanAs(page, 'LK-20417', { types: 'us', computer: 'us', end: ENTER })
  await expect(page.locator("[data-landmark='Next step']")).toBeVisible()
})

test('a scan that comes to the station is read as well, and stands among the newest', async ({
  page,
  host,
}) => {
  await openScannerPage(page, host)
  await start(page)
  const newest = page.getByRole('group', { name: 'Newest scans' })
  // Known to be followed: the first scan shows.
  await host.rest('POST', '/scans', { text: 'NOT-KNOWN-1' })
  await expect(newest.getByRole('row', { name: /REST NOT-KNOWN-1/ })).toBeVisible()
  await host.rest('POST', '/scans', { text: `]C1${DATA}` })
  await expect(finding(page, 'aim')).toBeVisible()
  expect(await findings(page)).toEqual(['case-kept', 'gs', 'aim', 'no-prefix'])
})

test('by the keyboard alone the test starts and ends, and scanners of the station are added', async ({
  page,
  host,
}) => {
  await openScannerPage(page, host, 'light')
  await page.getByRole('region', { name: 'Scanner' }).focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Scan this')).toBeVisible()
  await expectNothingSerious(page)
  await expect(page.getByRole('button', { name: 'End the test' })).toBeFocused()
  await page.keyboard.press('Space')
  await expect(page.getByText('Scan this')).toBeHidden()

  await page.getByRole('button', { name: 'Add a scanner' }).press('Enter')
  await page.getByLabel('Connection of scanner 1').fill('serial:')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('must be serial:PATH or hid:VID:PID').first()).toBeVisible()
  await page.getByLabel('Connection of scanner 1').fill('serial:/dev/not-there')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible()
  await expectNothingSerious(page)
})

for (const [width, height] of [
  [1280, 800],
  [1920, 1080],
] as const)
  test(`the barcode is read off the screen at ${width} × ${height}`, async ({ page, host }) => {
    await page.setViewportSize({ width, height })
    await openScannerPage(page, host)
    await start(page)
    const paper = page.locator('strong', { hasText: 'Scan this' }).locator('..')
    expect(await barcodesIn(await paper.screenshot())).toEqual([{ text: DATA, aim: ']C1' }])
    // 288 modules with ten of quiet on each side: at least two dots of the screen for each, and whole ones.
    const dots = ((await paper.locator('img').boundingBox())?.width ?? 0) / 308
    expect(dots).toBeGreaterThanOrEqual(2)
    expect(Number.isInteger(dots)).toBe(true)
  })
