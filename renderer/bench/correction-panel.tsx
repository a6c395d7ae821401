import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BenchView } from '../../shared/packing.ts'
import type { FieldProblem } from '../../shared/problem.ts'
import { station } from '../station.ts'
import { problemMessage } from '../tables/problem-message.ts'
import { closeCorrection } from './bench-store.ts'
import {
  ADDRESS_FIELDS,
  correctionOf,
  fieldToMend,
  originalText,
  shownText,
  SIZES,
  type Draft,
  type FieldPath,
} from './correction.ts'
import { CorrectionText, UnitChoice, type CorrectionFieldProps } from './correction-fields.tsx'
import { sayParams } from './say.ts'
import { ServiceCards } from './service-cards.tsx'
import { useOffers } from './use-offers.ts'
import looks from './correction-panel.module.css'

interface Trouble {
  readonly code: 'order-not-open' | 'parcel-sealed' | 'correction-not-valid' | 'lost'
  readonly problems: readonly FieldProblem[]
}

/** F5: address, service and size of the open parcel, at the left; the prompt and the parcel stay in sight. */
export function CorrectionPanel({ view }: { readonly view: BenchView }) {
  const { t, i18n } = useTranslation()
  const [draft, setDraft] = useState<Draft>({ texts: {} })
  const [trouble, setTrouble] = useState<Trouble>()
  const [busy, setBusy] = useState(false)
  // What was to be mended when the panel opened keeps the focus, whatever the bench says meanwhile.
  const [first] = useState(() => fieldToMend(view.problem))
  const { offers } = useOffers(view)
  const { order, box, problem } = view
  if (!order) return null

  const isRefusal = problem?.offers.includes('CORRECT') === true
  const refusal = isRefusal
    ? (problem.said ??
      t(`problem.${problem.code}.happened`, sayParams(t, i18n.language, problem.params)))
    : undefined
  const mended = fieldToMend(problem)
  const isTrusted = draft.trustAddress ?? order.correction?.trustAddress ?? false

  const errorAt = (path: FieldPath) => {
    const found = trouble?.problems.find((one) => one.path === path)
    if (found) return problemMessage(found.message, t)
    return path === mended && draft.texts[path] === undefined ? refusal : undefined
  }
  const field = (path: FieldPath, label: string): CorrectionFieldProps => {
    const text = draft.texts[path] ?? shownText(view, path)
    return {
      path,
      label,
      text,
      was: originalText(view, path, text),
      error: errorAt(path),
      isFirst: path === first,
      isDisabled: path.startsWith('dimensions.') && box === null,
      onText(next) {
        setDraft((before) => ({ ...before, texts: { ...before.texts, [path]: next } }))
        setTrouble((before) =>
          before
            ? { ...before, problems: before.problems.filter((one) => one.path !== path) }
            : undefined,
        )
      },
    }
  }
  const save = async () => {
    const drafted = correctionOf(view, draft)
    if (drafted.is === 'nothing') return closeCorrection()
    if (drafted.is === 'not-valid')
      return setTrouble({ code: 'correction-not-valid', problems: drafted.problems })
    setBusy(true)
    try {
      const { correction } = drafted
      const answer = await station.bench.correct({ orderId: order.id, correction })
      if (answer.ok) closeCorrection()
      else setTrouble(answer.failure)
    } catch {
      setTrouble({ code: 'lost', problems: [] })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className={looks.panel}
      aria-label={t('bench.correction.title')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void save()
      }}
    >
      <header className={looks.head}>
        <h2>{t('bench.correction.title')}</h2>
        <p>{t('bench.correction.detail')}</p>
      </header>
      <div className={looks.fields}>
        {ADDRESS_FIELDS.map((name) => (
          <CorrectionText
            key={name}
            {...field(`shipTo.${name}`, t(`bench.correction.shipTo.${name}`))}
          />
        ))}
        {offers.length > 1 ? (
          <ServiceCards offers={offers} error={errorAt('service')} isFirst={first === 'service'} />
        ) : (
          <CorrectionText {...field('service', t('bench.correction.service'))} />
        )}
        {SIZES.map((name) => (
          <CorrectionText
            key={name}
            {...field(`dimensions.${name}`, t(`bench.correction.${name}`))}
          />
        ))}
        <UnitChoice {...field('dimensions.unit', t('bench.correction.unit'))} />
      </div>
      {trouble && <TroubleWords trouble={trouble} />}
      <footer className={looks.foot}>
        <Checkbox
          className={looks.trust ?? ''}
          label={t('bench.correction.trustAddress')}
          checked={isTrusted}
          onChange={({ currentTarget: { checked } }) =>
            setDraft((before) => ({ ...before, trustAddress: checked }))
          }
        />
        <Button type="submit" aria-busy={busy}>
          {t('bench.correction.save')}
        </Button>
        <Button variant="default" onClick={closeCorrection}>
          {t('bench.correction.close')}
        </Button>
      </footer>
    </form>
  )
}

/** Why nothing was saved, with what is wrong with no field of the panel. */
function TroubleWords({ trouble: { code, problems } }: { readonly trouble: Trouble }) {
  const { t } = useTranslation()
  const elsewhere = problems.filter(
    ({ path }) => !/^(shipTo|dimensions)\.[a-z0-9]+$|^service$/.test(path),
  )
  return (
    <p role="alert" className={looks.trouble}>
      {t(`bench.correction.failed.${code}`)}
      {elsewhere.map(({ path, message }) => (
        <span key={path}>
          {' '}
          {path}: {problemMessage(message, t)}
        </span>
      ))}
    </p>
  )
}
