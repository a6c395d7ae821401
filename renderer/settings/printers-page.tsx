import { Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Health } from '../../shared/health.ts'
import type { PrinterSettings, SettingsView } from '../../shared/settings.ts'
import { station } from '../station.ts'
import { LightMark } from './light-mark.tsx'
import { ChoiceField, NumberField, TextField } from './fields.tsx'
import { FieldGroup, PageForm } from './page-form.tsx'
import { useSettingsPage, type SettingsPage } from './use-settings-page.ts'
import classes from './settings-screen.module.css'

const DOTS = [203, 300, 600] as const
const LANGUAGES = [
  { value: 'zpl', label: 'ZPL' },
  { value: 'escpos', label: 'ESC/POS' },
] as const

/** The printers, what each of them says now, and a test label. */
export function PrintersPage({ view, health }: { view: SettingsView; health: Health | undefined }) {
  const { t } = useTranslation()
  const page = useSettingsPage(view, 'printers')
  const printers = page.value('printers') as readonly PrinterSettings[]
  const fixed = page.isFixed('printers')
  const add = () => {
    const ids = new Set(printers.map(({ id }) => id))
    let id = 'label'
    for (let number = 2; ids.has(id); number += 1) id = `label-${number}`
    const printer: PrinterSettings = {
      id,
      role: 'label',
      connection: '',
      language: 'zpl',
      dpi: 203,
      media: { widthInches: 4, heightInches: 6 },
    }
    page.set('printers', [...printers, printer])
  }
  return (
    <PageForm page={page} title={t('settings.pages.printers')}>
      {printers.length === 0 && <p className={classes['quiet']}>{t('settings.printers.none')}</p>}
      {printers.map((printer, index) => (
        <Printer
          key={index}
          page={page}
          index={index}
          printer={printer}
          status={health?.printers.find(({ id }) => id === printer.id)}
          onRemove={() =>
            page.set(
              'printers',
              printers.filter((_, other) => other !== index),
            )
          }
        />
      ))}
      <Button
        variant="default"
        disabled={fixed}
        leftSection={<IconPlus size="1.125rem" aria-hidden />}
        onClick={add}
      >
        {t('settings.printers.add')}
      </Button>
    </PageForm>
  )
}

function Printer(props: {
  page: SettingsPage
  index: number
  printer: PrinterSettings
  status: Health['printers'][number] | undefined
  readonly onRemove: () => void
}) {
  const { t } = useTranslation()
  const { page, index, printer, status } = props
  const at = (name: string) => `printers.${index}.${name}`
  return (
    <FieldGroup title={t('settings.printers.printer', { id: printer.id })}>
      <div className={classes['grid']}>
        <TextField page={page} path={at('id')} label={t('settings.printers.id')} required />
        <ChoiceField
          page={page}
          path={at('role')}
          label={t('settings.printers.role')}
          choices={(['label', 'document'] as const).map((value) => ({
            value,
            label: t(`settings.printers.roles.${value}`),
          }))}
        />
        <ChoiceField
          page={page}
          path={at('language')}
          label={t('settings.printers.language')}
          none={t('settings.printers.languageAuto')}
          choices={LANGUAGES}
        />
        <div className={classes['whole']}>
          <TextField
            page={page}
            path={at('connection')}
            label={t('settings.printers.connection')}
            description={t('settings.printers.connectionHelp')}
            required
          />
        </div>
        <ChoiceField
          page={page}
          path={at('dpi')}
          label={t('settings.printers.dpi')}
          choices={DOTS.map((value) => ({ value, label: String(value) }))}
        />
        <NumberField
          page={page}
          path={at('media.widthInches')}
          label={t('settings.printers.width')}
          required
        />
        <NumberField
          page={page}
          path={at('media.heightInches')}
          label={t('settings.printers.height')}
          required
        />
      </div>
      <div className={classes['live']}>
        <span className={classes['quiet']}>{t('settings.printers.now')}</span>
        {status ? (
          <LightMark light={status.light} word={t(`bench.reasons.${status.condition}`)} />
        ) : (
          <span>{t('settings.printers.unknown')}</span>
        )}
        <span className={classes['spacer']} />
        <TestLabel printerId={printer.id} isChanged={page.isChanged} />
        <Button
          variant="default"
          disabled={page.isFixed('printers')}
          aria-label={t('settings.printers.remove', { id: printer.id })}
          leftSection={<IconTrash size="1.125rem" aria-hidden />}
          onClick={props.onRemove}
        >
          {t('settings.printers.removeShort')}
        </Button>
        {status?.said && <code className={classes['raw']}>{status.said}</code>}
      </div>
    </FieldGroup>
  )
}

/** Prints a test label with the saved settings and says what became of it. */
function TestLabel({ printerId, isChanged }: { printerId: string; isChanged: boolean }) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<{ kind: 'good' | 'wrong'; words: string }>()
  const test = async () => {
    setBusy(true)
    setOutcome(undefined)
    try {
      const answer = await station.settings.testPrinter({ printerId })
      if (answer.ok) {
        const { state, delivery, detail } = answer.value
        setOutcome({
          kind: state === 'failed' ? 'wrong' : 'good',
          words: [
            t('settings.printers.tested', { state: t(`shipments.print.state.${state}`) }),
            delivery && t(`shipments.print.delivery.${delivery}`),
            detail,
          ]
            .filter(Boolean)
            .join(' · '),
        })
      } else {
        const { code, condition, detail = '–' } = answer.failure
        const blanks = {
          carrier: '–',
          kind: '–',
          detail,
          condition: t(`bench.reasons.${condition ?? 'needs-attention'}`),
        }
        setOutcome({ kind: 'wrong', words: t(`problem.${code}.happened`, blanks) })
      }
    } catch {
      setOutcome({ kind: 'wrong', words: t('tables.failed') })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button
        variant="default"
        loading={busy}
        disabled={isChanged}
        title={isChanged ? t('settings.printers.testHelp') : undefined}
        onClick={() => void test()}
      >
        {t('settings.printers.test')}
      </Button>
      {outcome && (
        <output className={classes['outcome']} data-kind={outcome.kind}>
          {outcome.words}
        </output>
      )}
    </>
  )
}
