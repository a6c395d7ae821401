import type { Page } from '@playwright/test'

interface Preferences {
  readonly language: string
  readonly colorScheme: 'dark' | 'light'
  readonly drillOpen: boolean
}

/** How the page is set when it first opens: silent, English and dark, unless told otherwise. */
export async function prefer(page: Page, preferences: Partial<Preferences> = {}): Promise<void> {
  await page.addInitScript(
    (state) => {
      // What a person chose since then outlives a reload.
      if (!localStorage.getItem('shipbench.preferences'))
        localStorage.setItem('shipbench.preferences', JSON.stringify({ state, version: 0 }))
    },
    { language: 'en', colorScheme: 'dark', volume: 0, ...preferences },
  )
}
