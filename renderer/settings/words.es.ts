import type { SameShape } from '../words/same-shape.ts'
import type { settingsEn } from './words.en.ts'

export const settingsEs: SameShape<typeof settingsEn> = { title: 'Ajustes' }
