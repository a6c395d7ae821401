import { createInstance } from 'i18next'
import { expect, test } from 'vitest'
import { benchEn } from '../../../renderer/bench/words.en.ts'
import { scanWords } from '../../../renderer/orders/scan-words.ts'
import { outcomesEn } from '../../../renderer/words/outcomes.en.ts'

const i18n = createInstance()
await i18n.init({
  resources: { en: { translation: { ...outcomesEn, bench: benchEn } } },
  lng: 'en',
  interpolation: { escapeValue: false },
})

const SCAN = {
  meaning: 'product',
  about: 'LK-PUL-M-OAT',
  accepted: true,
  code: 'item-packed',
  text: '5391234567892',
  order: 'LK-20417',
}

test.each([
  [{}, 'Item: LK-PUL-M-OAT'],
  [{ meaning: 'command', about: 'QTY 3' }, 'Command: QTY 3'],
  [{ meaning: 'label', about: null }, 'Label'],
  [{ meaning: 'of-a-later-version', about: 'X' }, 'of-a-later-version: X'],
  [{ accepted: false, code: 'wrong-item' }, '5391234567892 is not in order LK-20417'],
  [{ accepted: false, code: 'over-scan' }, 'LK-PUL-M-OAT: all … are in already'],
  [{ accepted: false, code: 'items-missing' }, '… items are still missing'],
  [{ accepted: false, code: 'wrong-item', order: null }, '5391234567892 is not in order …'],
  [{ accepted: false, code: 'of-a-later-version' }, 'of-a-later-version'],
])('what came of a scan is said without the numbers that were not kept', (change, words) => {
  expect(scanWords(i18n.t, { ...SCAN, ...change })).toBe(words)
})
