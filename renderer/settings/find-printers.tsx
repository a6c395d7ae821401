import { Button } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FoundPrinter } from '../../shared/printing.ts'
import type { PrinterSettings } from '../../shared/settings.ts'
import { station } from '../station.ts'
import { FieldGroup } from './page-form.tsx'
import { freshPrinter, roleOfFound } from './printer-list.ts'
import type { SettingsPage } from './use-settings-page.ts'
import classes from './settings-screen.module.css'

interface Search {
  readonly state: 'not-yet' | 'looking' | 'over' | 'failed'
  readonly found: readonly FoundPrinter[]
}

/** Looks for printers near by, once each time it is asked to, and never longer than the page is shown. */
function useSearch() {
  const [search, setSearch] = useState<Search>({ state: 'not-yet', found: [] })
  const stopper = useRef<AbortController>(undefined)
  useEffect(() => () => stopper.current?.abort(), [])
  const look = async () => {
    const { signal } = (stopper.current = new AbortController())
    setSearch({ state: 'looking', found: [] })
    try {
      for await (const found of await station.settings.findPrinters(undefined, { signal }))
        setSearch({ state: 'looking', found })
      setSearch(({ found }) => ({ state: 'over', found }))
    } catch {
      if (!signal.aborted) setSearch(({ found }) => ({ state: 'failed', found }))
    }
  }
  return { ...search, look }
}

/** The printers near by as they are found, each with one button that puts it into the settings. */
export function FindPrinters({ page }: { page: SettingsPage }) {
  const { t } = useTranslation()
  const { state, found, look } = useSearch()
  const printers = page.value('printers') as readonly PrinterSettings[]
  return (
    <FieldGroup title={t('settings.find.title')} help={t('settings.find.help')}>
      <div className={classes['findBar']}>
        <Button
          variant="default"
          loading={state === 'looking'}
          leftSection={<IconSearch size="1.125rem" aria-hidden />}
          onClick={() => void look()}
        >
          {t('settings.find.verb')}
        </Button>
        <output className={classes['quiet']}>
          {state !== 'not-yet' && t(`settings.find.${state}`, { count: found.length })}
        </output>
      </div>
      {found.length > 0 && (
        <ul className={classes['found']} aria-label={t('settings.find.list')}>
          {found.map((one) => (
            <li key={one.connection}>
              <span className={classes['foundName']}>
                <strong>{one.name}</strong>
                <span className={classes['quiet']}>
                  {[one.model, one.language?.toUpperCase(), t(`settings.find.by.${one.by}`)]
                    .filter((part) => part && part !== one.name)
                    .join(' · ')}
                </span>
                <code>{one.connection}</code>
              </span>
              <AddFound page={page} printers={printers} found={one} />
            </li>
          ))}
        </ul>
      )}
    </FieldGroup>
  )
}

function AddFound(props: {
  page: SettingsPage
  printers: readonly PrinterSettings[]
  found: FoundPrinter
}) {
  const { t } = useTranslation()
  const { page, printers, found } = props
  const known = printers.find(({ connection }) => connection === found.connection)
  if (known) return <span>{t('settings.find.known', { id: known.id })}</span>
  const role = roleOfFound(found)
  return (
    <Button
      variant="default"
      disabled={page.isFixed('printers')}
      aria-label={t(`settings.find.addOf.${role}`, { name: found.name })}
      leftSection={<IconPlus size="1.125rem" aria-hidden />}
      onClick={() => page.set('printers', [...printers, freshPrinter(printers, role, found)])}
    >
      {t(`settings.find.add.${role}`)}
    </Button>
  )
}
