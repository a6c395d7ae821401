import axe from 'axe-core'
import { expect, type Page } from '@playwright/test'

/**
 * Expects that axe finds nothing serious or critical on the page as it stands, in the dark look and in the light one.
 * Axe is put into a page once, and again after a reload.
 */
export async function expectNothingSerious(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  for (const look of ['light', 'dark']) expect(await seriousIn(page, look)).toEqual([])
}

function seriousIn(page: Page, look: string): Promise<unknown[]> {
  return page.evaluate(async (scheme) => {
    const LOOK = 'data-mantine-color-scheme'
    const { documentElement: root } = document
    const own = root.getAttribute(LOOK) ?? 'dark'
    root.setAttribute(LOOK, scheme)
    // In the middle of a change of colours it would see what no person does.
    const changes = document.getAnimations().filter((one) => one instanceof CSSTransition)
    for (const change of changes) change.finish()
    const { run } = (window as unknown as { axe: typeof axe }).axe
    // All rules are tried; what passed is not gathered, which takes most of the time.
    const { violations } = await run({ resultTypes: ['violations'] })
    root.setAttribute(LOOK, own)
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => [scheme, id, nodes.map(({ html }) => html)])
  }, look)
}
