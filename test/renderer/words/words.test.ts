import { expect, test } from 'vitest'
import { benchEn } from '../../../renderer/bench/words.en.ts'
import { benchEs } from '../../../renderer/bench/words.es.ts'
import { drillEn } from '../../../renderer/drill/words.en.ts'
import { drillEs } from '../../../renderer/drill/words.es.ts'
import { ordersEn } from '../../../renderer/orders/words.en.ts'
import { ordersEs } from '../../../renderer/orders/words.es.ts'
import { queueEn } from '../../../renderer/queue/words.en.ts'
import { queueEs } from '../../../renderer/queue/words.es.ts'
import { scaleSetupEn } from '../../../renderer/scale-setup/words.en.ts'
import { scaleSetupEs } from '../../../renderer/scale-setup/words.es.ts'
import { settingsEn } from '../../../renderer/settings/words.en.ts'
import { settingsEs } from '../../../renderer/settings/words.es.ts'
import { scannerSetupEn } from '../../../renderer/scanner-setup/words.en.ts'
import { scannerSetupEs } from '../../../renderer/scanner-setup/words.es.ts'
import { sheetEn } from '../../../renderer/command-sheet/words.en.ts'
import { sheetEs } from '../../../renderer/command-sheet/words.es.ts'
import { shipmentsEn } from '../../../renderer/shipments/words.en.ts'
import { shipmentsEs } from '../../../renderer/shipments/words.es.ts'
import { tablesEn } from '../../../renderer/tables/words.en.ts'
import { tablesEs } from '../../../renderer/tables/words.es.ts'
import { shellEn } from '../../../renderer/words/en.ts'
import { shellEs } from '../../../renderer/words/es.ts'
import { outcomesEn } from '../../../renderer/words/outcomes.en.ts'
import { outcomesEs } from '../../../renderer/words/outcomes.es.ts'

/** Every sentence by its dotted key. */
function sentences(words: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string'
        ? [[path + key, value] as const]
        : [...sentences(value as object, `${path}${key}.`)],
    ),
  )
}

function blanks(sentence: string): string[] {
  return [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort()
}

test.each([
  ['outcomes', outcomesEn, outcomesEs],
  ['bench', benchEn, benchEs],
  ['drill', drillEn, drillEs],
  ['shell', shellEn, shellEs],
  ['orders', ordersEn, ordersEs],
  ['queue', queueEn, queueEs],
  ['settings', settingsEn, settingsEs],
  ['scale setup', scaleSetupEn, scaleSetupEs],
  ['scanner setup', scannerSetupEn, scannerSetupEs],
  ['sheet', sheetEn, sheetEs],
  ['shipments', shipmentsEn, shipmentsEs],
  ['tables', tablesEn, tablesEs],
])(
  'the Spanish %s words are not empty and have the blanks of the English ones',
  (_name, en, es) => {
    const spanish = sentences(es)
    const wrong = [...sentences(en)].filter(([key, sentence]) => {
      const other = spanish.get(key) ?? ''
      return (sentence !== '' && other === '') || blanks(sentence).join() !== blanks(other).join()
    })
    expect(wrong).toEqual([])
  },
)
