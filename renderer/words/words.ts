import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { benchEn } from '../bench/words.en.ts'
import { benchEs } from '../bench/words.es.ts'
import { sheetEn } from '../command-sheet/words.en.ts'
import { sheetEs } from '../command-sheet/words.es.ts'
import { drillEn } from '../drill/words.en.ts'
import { drillEs } from '../drill/words.es.ts'
import { ordersEn } from '../orders/words.en.ts'
import { ordersEs } from '../orders/words.es.ts'
import { usePreferences } from '../preferences.ts'
import { queueEn } from '../queue/words.en.ts'
import { queueEs } from '../queue/words.es.ts'
import { settingsEn } from '../settings/words.en.ts'
import { settingsEs } from '../settings/words.es.ts'
import { shipmentsEn } from '../shipments/words.en.ts'
import { shipmentsEs } from '../shipments/words.es.ts'
import { productWeightsEn } from '../product-weights/words.en.ts'
import { productWeightsEs } from '../product-weights/words.es.ts'
import { scaleSetupEn } from '../scale-setup/words.en.ts'
import { scaleSetupEs } from '../scale-setup/words.es.ts'
import { scannerSetupEn } from '../scanner-setup/words.en.ts'
import { scannerSetupEs } from '../scanner-setup/words.es.ts'
import { tablesEn } from '../tables/words.en.ts'
import { tablesEs } from '../tables/words.es.ts'
import { shellEn } from './en.ts'
import { shellEs } from './es.ts'
import { outcomesEn } from './outcomes.en.ts'
import { outcomesEs } from './outcomes.es.ts'
import type { SameShape } from './same-shape.ts'

const english = {
  shell: shellEn,
  ...outcomesEn,
  bench: benchEn,
  drill: drillEn,
  sheet: sheetEn,
  orders: ordersEn,
  shipments: shipmentsEn,
  queue: queueEn,
  settings: settingsEn,
  scaleSetup: scaleSetupEn,
  scannerSetup: scannerSetupEn,
  productWeights: productWeightsEn,
  tables: tablesEn,
}

const spanish: SameShape<typeof english> = {
  shell: shellEs,
  ...outcomesEs,
  bench: benchEs,
  drill: drillEs,
  sheet: sheetEs,
  orders: ordersEs,
  shipments: shipmentsEs,
  queue: queueEs,
  settings: settingsEs,
  scaleSetup: scaleSetupEs,
  scannerSetup: scannerSetupEs,
  productWeights: productWeightsEs,
  tables: tablesEs,
}

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof english }
  }
}

/** Starts the words of the screen, and follows the language that was chosen. */
export function startWords() {
  const tell = (language: string) => {
    document.documentElement.lang = language
    return i18next.changeLanguage(language)
  }
  void i18next.use(initReactI18next).init({
    resources: { en: { translation: english }, es: { translation: spanish } },
    lng: usePreferences.getState().language,
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  void tell(usePreferences.getState().language)
  usePreferences.subscribe((now, before) => {
    if (now.language !== before.language) void tell(now.language)
  })
}
