import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { weightText } from '../bench/amounts.ts'
import { useBench } from '../bench/bench-store.ts'
import { act } from './act.ts'
import looks from './workbench.module.css'

const USUAL_GRAMS = 1150
const HEAVIEST_GRAMS = 100_000

/** The pan of the scale: what lies on it, and things to put on. */
export function Pan({ panGrams }: { readonly panGrams: number }) {
  const { t, i18n } = useTranslation()
  const expected = useBench(({ view }) => view?.weight.expected ?? null)
  const [own, setOwn] = useState('')
  const grams = expected
    ? Math.max(1, Math.round((expected.fromGrams + expected.toGrams) / 2))
    : USUAL_GRAMS
  const lighter = Math.max(1, Math.round(grams * 0.7))
  const ownGrams = /^\d+$/.test(own) ? Number(own) : 0
  const put = (amount: number) => act({ do: 'put-on-scale', grams: amount })
  return (
    <div className={looks.pan} data-loaded={panGrams > 0}>
      <p className={looks.load}>
        {panGrams > 0
          ? t('drill.scale.loaded', { weight: weightText(panGrams, i18n.language) })
          : t('drill.scale.empty')}
      </p>
      <button type="button" className={looks.button} data-main onClick={() => put(grams)}>
        {t('drill.scale.putExpected', { weight: weightText(grams, i18n.language) })}
      </button>
      <button
        type="button"
        className={looks.button}
        disabled={panGrams === 0}
        onClick={() => act({ do: 'empty-scale' })}
      >
        {t('drill.scale.takeOff')}
      </button>
      <button type="button" className={looks.button} onClick={() => put(lighter)}>
        {t('drill.scale.lighter', { weight: weightText(lighter, i18n.language) })}
      </button>
      <form
        className={looks.own}
        onSubmit={(event) => {
          event.preventDefault()
          if (ownGrams > 0 && ownGrams <= HEAVIEST_GRAMS) put(ownGrams)
        }}
      >
        <input
          inputMode="numeric"
          aria-label={t('drill.scale.own')}
          placeholder={t('drill.scale.own')}
          value={own}
          onChange={(event) => setOwn(event.target.value)}
        />
        <button type="submit" className={looks.button}>
          {t('drill.scale.putOwn')}
        </button>
      </form>
    </div>
  )
}
