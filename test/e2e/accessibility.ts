import axe from 'axe-core'
import { expect, type Page } from '@playwright/test'

/** Expects that axe finds nothing serious or critical; it is put into a page once, and again after a reload. */
export async function expectNothingSerious(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const serious = await page.evaluate(async () => {
    const { run } = (window as unknown as { axe: typeof axe }).axe
    // All rules are tried; what passed is not gathered, which takes most of the time.
    const { violations } = await run({ resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
  })
  expect(serious).toEqual([])
}
