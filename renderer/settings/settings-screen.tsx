import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Health } from '../../shared/health.ts'
import type { SettingsView } from '../../shared/settings.ts'
import { useFollowed, type FollowCall } from '../follow.ts'
import { station } from '../station.ts'
import { BoxesPage } from './boxes-page.tsx'
import { CarriersPage } from './carriers-page.tsx'
import { DocumentsPage } from './documents-page.tsx'
import { PeoplePage } from './people-page.tsx'
import { PrintersPage } from './printers-page.tsx'
import { ScannerPage } from '../scanner-setup/scanner-page.tsx'
import { WeightsPage } from '../product-weights/weights-page.tsx'
import { ScalePage } from '../scale-setup/scale-page.tsx'
import { StationPage } from './station-page.tsx'
import { forgetOutcome, PAGE_KEYS, useIsChanged, type PageName } from './use-settings-page.ts'
import classes from './settings-screen.module.css'

const followSettings: FollowCall<SettingsView> = (_, options) =>
  station.settings.follow(undefined, options)
const followHealth: FollowCall<Health> = (_, options) => station.health.follow(undefined, options)

const PAGES = Object.keys(PAGE_KEYS) as PageName[]

/** The settings, one page a device, each with what the device says now. */
export function SettingsScreen() {
  const { t } = useTranslation()
  const view = useFollowed(followSettings)
  const health = useFollowed(followHealth)
  const [name, setName] = useState<PageName>('station')
  return (
    <div className={classes['screen']}>
      <nav className={classes['pages']} aria-label={t('settings.pages.label')}>
        <h1>{t('settings.title')}</h1>
        {PAGES.map((one) => (
          <button
            key={one}
            type="button"
            className={classes['page']}
            aria-current={one === name ? 'page' : undefined}
            onClick={() => {
              forgetOutcome()
              setName(one)
            }}
          >
            {t(`settings.pages.${one}`)}
            {view && <UnsavedMark view={view} name={one} />}
          </button>
        ))}
      </nav>
      {view && <Page name={name} view={view} health={health} />}
    </div>
  )
}

function Page(props: { name: PageName; view: SettingsView; health: Health | undefined }) {
  const { name, view, health } = props
  switch (name) {
    case 'station':
      return <StationPage view={view} />
    case 'printers':
      return <PrintersPage view={view} health={health} />
    case 'documents':
      return <DocumentsPage view={view} />
    case 'scale':
      return <ScalePage view={view} />
    case 'scanner':
      return <ScannerPage view={view} />
    case 'weights':
      return <WeightsPage />
    case 'carriers':
      return <CarriersPage view={view} health={health} />
    case 'boxes':
      return <BoxesPage view={view} />
    case 'people':
      return <PeoplePage view={view} />
  }
}

function UnsavedMark({ view, name }: { view: SettingsView; name: PageName }) {
  const { t } = useTranslation()
  return useIsChanged(view, name) ? (
    <span className={classes['mark']}>● {t('settings.unsaved')}</span>
  ) : null
}
