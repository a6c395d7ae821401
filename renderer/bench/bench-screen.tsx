import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BenchView } from '../../shared/packing.ts'
import { useFollowed } from '../follow.ts'
import { station } from '../station.ts'
import { Band } from './band.tsx'
import { isHelpShown, useBench } from './bench-store.ts'
import { ChoicePanel } from './choice-panel.tsx'
import { CorrectionPanel } from './correction-panel.tsx'
import { HelpPanel } from './help-panel.tsx'
import { IdlePanel } from './idle-panel.tsx'
import { ItemsPanel } from './items-panel.tsx'
import { KeyHints } from './key-hints.tsx'
import { ParcelPanel } from './parcel-panel.tsx'
import { TopBar, useHealth } from './top-bar.tsx'
import { troubleOf, type Speaker } from './trouble.ts'
import { TypedWeightPanel, WeightApprovalPanel } from './typed-weight-panel.tsx'
import looks from './bench-screen.module.css'

/** Nothing for the first moment, then one quiet line: most starts are over before it. */
function Starting() {
  const { t } = useTranslation()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 400)
    return () => clearTimeout(timer)
  }, [])
  return late ? (
    <output className={looks.starting}>
      {t('bench.prompt.starting')}
      <br />
      {t('bench.help.starting')}
    </output>
  ) : null
}

interface SaidProps {
  readonly said: string
  readonly speaker: Speaker
  /** The left half is taken: it stands over the parcel. */
  readonly isBeside: boolean
}

function Said({ said, speaker, isBeside }: SaidProps) {
  const { t } = useTranslation()
  return (
    <section
      className={looks.said}
      data-beside={isBeside || undefined}
      aria-label={t(`bench.problem.said.${speaker}`)}
    >
      <h2>{t(`bench.problem.said.${speaker}`)}</h2>
      <p>{said}</p>
    </section>
  )
}

/** What a command waits for, where that takes more than a scan. */
function Asked({ view: { armed, typedWeight, choices } }: { readonly view: BenchView }) {
  if (armed === 'WEIGHT') return <TypedWeightPanel />
  if (armed === 'WEIGHT-APPROVE' && typedWeight) return <WeightApprovalPanel typed={typedWeight} />
  return armed === 'CHOOSE' ? <ChoicePanel choices={choices} /> : null
}

/** The page a packer works with: what now, what is in the box, and what became of its label. */
export function BenchScreen() {
  const view = useBench((bench) => bench.view)
  const lostScan = useBench((bench) => bench.lostScan)
  const helpShown = useBench(isHelpShown)
  const saidOpen = useBench((bench) => bench.saidOpen)
  const correcting = useBench((bench) => bench.correcting)
  const health = useHealth()
  const waiting = useFollowed(station.outbox.follow)
  if (!view) return <Starting />
  const trouble = troubleOf(view, lostScan)
  return (
    <div className={looks.bench}>
      <TopBar view={view} health={health} />
      <Band view={view} health={health} lostScan={lostScan} />
      <div className={looks.body}>
        <div className={looks.items}>
          {view.order ? (
            <ItemsPanel view={view} />
          ) : (
            <IdlePanel view={view} health={health} waiting={waiting} />
          )}
        </div>
        <ParcelPanel view={view} health={health} trouble={trouble} />
        {saidOpen && trouble?.from === 'problem' && trouble.said !== undefined && (
          <Said said={trouble.said} speaker={trouble.speaker} isBeside={correcting !== undefined} />
        )}
        {correcting !== undefined && <CorrectionPanel key={correcting} view={view} />}
        <Asked view={view} />
        {helpShown && <HelpPanel />}
      </div>
      <KeyHints view={view} />
    </div>
  )
}
