import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** The looks of a kind: the solid band with its text, and the same meaning as text or shape on a surface. */
interface KindLook {
  readonly band: string
  readonly onBand: string
  readonly dark: string
  readonly light: string
}

/** Colour is never alone: each kind also has its shape (bench/kind-shape.tsx) and its sound. */
export const KIND_LOOKS = {
  act: { band: '#0b4a99', onBand: '#ffffff', dark: '#79b8ff', light: '#0b4a99' },
  good: { band: '#0a5c33', onBand: '#ffffff', dark: '#5fd894', light: '#0a5c33' },
  wrong: { band: '#9d1212', onBand: '#ffffff', dark: '#ff9088', light: '#9d1212' },
  wait: { band: '#3c434e', onBand: '#ffffff', dark: '#b4bcc8', light: '#4a515d' },
  attention: { band: '#f5b81f', onBand: '#141414', dark: '#f7c948', light: '#744e00' },
  'in-doubt': { band: '#5a2a9c', onBand: '#ffffff', dark: '#cbaaff', light: '#5a2a9c' },
} as const satisfies Record<string, KindLook>

/** Surfaces and texts: near-black and near-white. */
export const SURFACES = {
  dark: {
    page: '#101214',
    panel: '#181b1f',
    raised: '#22262b',
    line: '#343a41',
    text: '#f2f4f6',
    quiet: '#a9b1ba',
    accent: '#79b8ff',
  },
  light: {
    page: '#f6f7f8',
    panel: '#ffffff',
    raised: '#eceef1',
    line: '#c9ced5',
    text: '#14171a',
    quiet: '#545c66',
    accent: '#0b4a99',
  },
} as const

const accent: MantineColorsTuple = [
  '#e8f2ff',
  '#cfe4ff',
  '#a6cdff',
  '#79b8ff',
  '#4d9bf2',
  '#2a80de',
  '#1468c4',
  '#0b4a99',
  '#083b7b',
  '#062d5f',
]

/** Mantine's dark scale, from text (0) to the deepest surface (9), in this product's greys. */
const dark: MantineColorsTuple = [
  SURFACES.dark.text,
  '#c6ccd3',
  SURFACES.dark.quiet,
  '#7b848e',
  SURFACES.dark.line,
  '#2b3036',
  SURFACES.dark.raised,
  SURFACES.dark.panel,
  SURFACES.dark.page,
  '#0a0b0d',
]

const gray: MantineColorsTuple = [
  SURFACES.light.page,
  SURFACES.light.raised,
  '#dfe3e7',
  SURFACES.light.line,
  '#aab1ba',
  '#868e98',
  SURFACES.light.quiet,
  '#444b54',
  '#2a2f35',
  SURFACES.light.text,
]

const FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'

export const theme = createTheme({
  colors: { accent, dark, gray },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 7 },
  black: SURFACES.light.text,
  white: '#ffffff',
  fontFamily: FONT,
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Consolas, monospace',
  headings: { fontFamily: FONT, fontWeight: '650' },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '6px', md: '6px', lg: '6px', xl: '6px' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  cursorType: 'pointer',
  respectReducedMotion: true,
})

function surfaceVariables(scheme: keyof typeof SURFACES): Record<string, string> {
  const surfaces = Object.entries(SURFACES[scheme]).map(([name, value]) => [`--sb-${name}`, value])
  const kinds = Object.entries(KIND_LOOKS).map(([kind, look]) => [`--sb-${kind}`, look[scheme]])
  return {
    ...Object.fromEntries(surfaces),
    ...Object.fromEntries(kinds),
    '--mantine-color-body': SURFACES[scheme].page,
    '--mantine-color-text': SURFACES[scheme].text,
    '--mantine-color-dimmed': SURFACES[scheme].quiet,
    '--mantine-color-placeholder': SURFACES[scheme].quiet,
    '--mantine-color-anchor': SURFACES[scheme].accent,
    '--mantine-color-default': SURFACES[scheme].panel,
    '--mantine-color-default-hover': SURFACES[scheme].raised,
    '--mantine-color-default-border': SURFACES[scheme].line,
    '--mantine-color-error': KIND_LOOKS.wrong[scheme],
  }
}

/**
 * CSS variables for the stylesheets beside the components: `--sb-page|panel|raised|line|text|quiet|accent`
 * (surfaces), `--sb-<kind>` (a kind as text or shape), `--sb-<kind>-band` and `--sb-<kind>-on-band`.
 */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: Object.fromEntries(
    Object.entries(KIND_LOOKS).flatMap(([kind, look]) => [
      [`--sb-${kind}-band`, look.band],
      [`--sb-${kind}-on-band`, look.onBand],
    ]),
  ),
  dark: surfaceVariables('dark'),
  light: surfaceVariables('light'),
})
