import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { problemMessage } from '../tables/problem-message.ts'
import type { SettingsPage } from './use-settings-page.ts'
import classes from './settings-screen.module.css'

/** A page of the settings with its one Save. The bar below keeps its place and says whether all is saved. */
export function PageForm(props: { page: SettingsPage; title: string; children: ReactNode }) {
  const { t } = useTranslation()
  const { page, title, children } = props
  const anyFixed = page.view.fixed.length > 0
  return (
    <form
      className={classes['form']}
      aria-label={title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (page.isChanged) void page.save()
      }}
    >
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it */}
      <section className={classes['fields']} tabIndex={0} aria-label={title}>
        <h2 className={classes['title']}>{title}</h2>
        {anyFixed && <p className={classes['quiet']}>{t('settings.fixedHelp')}</p>}
        {children}
      </section>
      <div className={classes['bar']}>
        <output className={classes['status']} data-kind={statusKind(page)}>
          <StatusWords page={page} />
        </output>
        <Button variant="default" disabled={!page.isChanged} onClick={page.discard}>
          {t('settings.discard')}
        </Button>
        <Button type="submit" disabled={!page.isChanged}>
          {t('settings.save')}
        </Button>
      </div>
    </form>
  )
}

function statusKind({
  outcome,
  isChanged,
}: SettingsPage): 'wrong' | 'attention' | 'good' | undefined {
  if (outcome === 'not-valid' || outcome === 'lost') return 'wrong'
  if (isChanged) return 'attention'
  return outcome === 'saved' ? 'good' : undefined
}

function StatusWords({ page }: { page: SettingsPage }) {
  const { t } = useTranslation()
  if (page.outcome === 'lost') return t('tables.failed')
  if (page.outcome === 'not-valid')
    return (
      <>
        {t('settings.notValid')}
        <ul className={classes['problems']}>
          {page.problems.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path}</code> {problemMessage(message, t)}
            </li>
          ))}
        </ul>
      </>
    )
  if (page.isChanged) return t('settings.changed')
  return page.outcome === 'saved' ? t('settings.saved') : t('settings.asSaved')
}

/** A headed group of fields on a page. */
export function FieldGroup(props: { title: string; help?: string; children: ReactNode }) {
  return (
    <fieldset className={classes['group']}>
      <legend>{props.title}</legend>
      {props.help && <p className={classes['quiet']}>{props.help}</p>}
      {props.children}
    </fieldset>
  )
}
