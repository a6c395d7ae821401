import { Button, TextInput } from '@mantine/core'
import { useState, type ReactNode, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { parseUnitWeight } from '../../shared/typed-weight.ts'
import type { ProductWeight } from '../../shared/weighing.ts'
import { station } from '../station.ts'
import { useFormats } from '../tables/formats.tsx'
import { unitWeightText } from './unit-weight-text.ts'
import classes from './weights-page.module.css'

interface ProductBarProps {
  readonly product: ProductWeight
  readonly onChange: (product: ProductWeight) => void
  readonly fieldRef: Ref<HTMLInputElement>
}

/** The chosen product: what was learned of it, and the field that sets its weight. */
export function ProductBar({ product, onChange, fieldRef }: ProductBarProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const [text, setText] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const [said, setSaid] = useState<{ kind: 'good' | 'wrong'; words: string }>()
  const { merchant, sku, parcels } = product

  /** Asks the station, and says what came of it. */
  async function ask(request: () => Promise<ProductWeight | undefined>, words: string) {
    try {
      const changed = await request()
      if (changed) onChange(changed)
      setSaid(
        changed ? { kind: 'good', words } : { kind: 'wrong', words: t('productWeights.done.gone') },
      )
    } catch {
      setSaid({ kind: 'wrong', words: t('tables.failed') })
    }
  }
  const set = (milligrams: number | null, words: string) =>
    ask(async () => {
      const answer = await station.weights.set({ merchant, sku, milligrams })
      return answer.ok ? answer.value : undefined
    }, words)
  const forget = () =>
    ask(async () => {
      const answer = await station.weights.forget({ merchant, sku })
      if (!answer.ok) return undefined
      return {
        ...product,
        learnedMilligrams: null,
        spreadMilligrams: null,
        parcels: 0,
        lastWeighedAt: null,
      }
    }, t('productWeights.done.forgotten'))

  function submit() {
    const milligrams = parseUnitWeight(text)
    setIsWrong(milligrams === undefined)
    if (milligrams === undefined) return
    setText('')
    void set(
      milligrams,
      t('productWeights.done.set', { weight: unitWeightText(milligrams, formats) }),
    )
  }
  return (
    <form
      className={classes['bar']}
      aria-label={sku}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className={classes['product']}>
        <strong>{sku}</strong> <span className={classes['quiet']}>{merchant}</span>
        <div className={classes['description']} dir="auto">
          {product.description}
        </div>
        <div className={classes['quiet']}>
          {t('productWeights.learned')}: <Learned product={product} />
        </div>
      </div>
      <TextInput
        ref={fieldRef}
        label={t('productWeights.weight')}
        placeholder={t('productWeights.weightHint')}
        autoComplete="off"
        spellCheck={false}
        maxLength={30}
        error={isWrong}
        value={text}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value)
          setIsWrong(false)
          setSaid(undefined)
        }}
      />
      <Button type="submit" disabled={text.trim() === ''}>
        {t('productWeights.set')}
      </Button>
      <Button
        variant="default"
        disabled={product.setMilligrams === null}
        onClick={() => void set(null, t('productWeights.done.unset'))}
      >
        {t('productWeights.unset')}
      </Button>
      <Button variant="default" disabled={parcels === 0} onClick={() => void forget()}>
        {t('productWeights.forget', { count: parcels })}
      </Button>
      <output
        className={classes['said']}
        data-kind={isWrong ? 'wrong' : said?.kind}
        aria-live="polite"
      >
        {isWrong ? t('productWeights.notAWeight') : said?.words}
      </output>
    </form>
  )
}

function Learned({ product }: { product: ProductWeight }): ReactNode {
  const { t } = useTranslation()
  const formats = useFormats()
  const { learnedMilligrams, parcels: count } = product
  return learnedMilligrams === null
    ? t('productWeights.notYet', { count })
    : t('productWeights.learnedFrom', { count, weight: unitWeightText(learnedMilligrams, formats) })
}
