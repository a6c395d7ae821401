import { useTranslation } from 'react-i18next'
import type { Health } from '../../shared/health.ts'
import type { BenchView, FeedbackKind } from '../../shared/packing.ts'
import { isMended } from './printer-note.ts'
import { promptOf, unitsOf, type Prompt } from './prompt.ts'
import { KindShape } from './kind-shape.tsx'
import { sayParams, sayReason } from './say.ts'
import { ProblemText } from './problem-text.tsx'
import { troubleOf } from './trouble.ts'
import { UnitShapes } from './unit-shapes.tsx'
import { verdictOf } from './verdict.ts'
import looks from './band.module.css'

function HelpLine({ view, prompt }: { readonly view: BenchView; readonly prompt: Prompt }) {
  const { t, i18n } = useTranslation()
  const verdict = verdictOf(view, prompt.kind)
  if (verdict) {
    const params = sayParams(t, i18n.language, verdict.params)
    return (
      <p className={looks.line} data-kind={verdict.kind}>
        {t(`verdict.${verdict.code}`, params)}
      </p>
    )
  }
  const { reason } = prompt.values
  return (
    <p className={looks.line}>
      {t(`bench.help.${prompt.help}`, {
        ...prompt.values,
        reason: typeof reason === 'string' ? sayReason(t, reason) : '',
      })}
    </p>
  )
}

/** The tile answers the last scan; the band says what is next. */
function tileKind(view: BenchView, kind: Prompt['kind']): FeedbackKind {
  if (kind !== 'act') return kind === 'good' ? 'complete' : kind
  return verdictOf(view, kind)?.kind ?? kind
}

interface BandProps {
  readonly view: BenchView
  readonly health: Health | undefined
  readonly lostScan: string | undefined
}

/** The page's one answer to "what now?": the prompt, and what is wrong where something is. */
export function Band({ view, health, lostScan }: BandProps) {
  const { t } = useTranslation()
  const prompt = promptOf(view)
  const trouble = troubleOf(view, lostScan)
  const isOver = trouble !== undefined && isMended(trouble, health)
  const kind = isOver ? 'attention' : (trouble?.kind ?? prompt.kind)
  const units = unitsOf(view)
  return (
    <section className={looks.band} data-kind={kind}>
      <div className={looks.tile} data-kind={trouble ? kind : tileKind(view, prompt.kind)}>
        <KindShape kind={trouble ? kind : tileKind(view, prompt.kind)} />
      </div>
      <div className={looks.words}>
        <output className={looks.prompt} aria-label={t('bench.nextStep')} data-landmark="Next step">
          {t(`bench.prompt.${prompt.word}`, prompt.values)}
        </output>
        {trouble ? (
          <ProblemText trouble={trouble} isOver={isOver} />
        ) : (
          <div className={looks.below}>
            {units.all > 0 &&
              !view.armed &&
              (view.step === 'scan-items' || view.step === 'choose-box') && (
                <UnitShapes done={units.done} all={units.all} />
              )}
            <HelpLine view={view} prompt={prompt} />
          </div>
        )}
      </div>
    </section>
  )
}
