import { describe, expect, test } from 'vitest'
import { KIND_LOOKS, SURFACES } from '../../renderer/theme.ts'

/** Relative luminance of `#rrggbb`, as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

describe('contrast', () => {
  test.each(Object.entries(KIND_LOOKS))('of the %s band is at least 7', (_kind, look) => {
    expect(contrast(look.onBand, look.band)).toBeGreaterThanOrEqual(7)
  })

  test.each(['dark', 'light'] as const)(
    'of texts and kinds on %s surfaces is at least 4.5',
    (scheme) => {
      const { page, panel, raised, text, quiet, accent } = SURFACES[scheme]
      const inks = [text, quiet, accent, ...Object.values(KIND_LOOKS).map((look) => look[scheme])]
      for (const surface of [page, panel, raised]) {
        for (const ink of inks) {
          expect(contrast(ink, surface), `${ink} on ${surface}`).toBeGreaterThanOrEqual(4.5)
        }
      }
    },
  )
})
