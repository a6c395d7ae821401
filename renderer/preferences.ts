import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type Language = 'en' | 'es'
export type ColorScheme = 'dark' | 'light'

interface Preferences {
  readonly language: Language
  readonly colorScheme: ColorScheme
  /** Loudness of the sounds, 0 (silent) to 1. */
  readonly volume: number
  readonly drillOpen: boolean | undefined
}

function browserLanguage(): Language {
  return navigator.language.startsWith('es') ? 'es' : 'en'
}

/** What this bench's screen was set to, kept in the browser. `?silent` in the address mutes the sounds. */
export const usePreferences = create<Preferences>()(
  persist(
    (): Preferences => ({
      language: browserLanguage(),
      colorScheme: 'dark',
      volume: 0.5,
      drillOpen: undefined,
    }),
    { name: 'shipbench.preferences' },
  ),
)
