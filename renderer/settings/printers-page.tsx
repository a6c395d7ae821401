import { ActionIcon, Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Health } from '../../shared/health.ts'
import type { TestProof } from '../../shared/printing.ts'
import type { PrinterSettings, SettingsView } from '../../shared/settings.ts'
import { useFollowed, type FollowCall } from '../follow.ts'
import { station } from '../station.ts'
import { FindPrinters } from './find-printers.tsx'
import { LightMark } from './light-mark.tsx'
import { FieldGroup, PageForm } from './page-form.tsx'
import { PrinterFields } from './printer-fields.tsx'
import { freshPrinter, movedPrinter } from './printer-list.ts'
import { TestLabel } from './test-label.tsx'
import { useSettingsPage, type SettingsPage } from './use-settings-page.ts'
import classes from './settings-screen.module.css'

const followProofs: FollowCall<TestProof[]> = (_, options) =>
  station.settings.testProofs(undefined, options)

const ROLES = ['label', 'document'] as const

interface Live {
  readonly health: Health | undefined
  readonly proofs: readonly TestProof[] | undefined
}

/** The printers by what they print, in the order in which they take over, with what each of them says now. */
export function PrintersPage({ view, health }: { view: SettingsView; health: Health | undefined }) {
  const { t } = useTranslation()
  const page = useSettingsPage(view, 'printers')
  const proofs = useFollowed(followProofs)
  return (
    <PageForm page={page} title={t('settings.pages.printers')}>
      <FindPrinters page={page} />
      {ROLES.map((role) => (
        <PrintersOf key={role} page={page} role={role} live={{ health, proofs }} />
      ))}
    </PageForm>
  )
}

function PrintersOf(props: { page: SettingsPage; role: PrinterSettings['role']; live: Live }) {
  const { t } = useTranslation()
  const { page, role, live } = props
  const printers = page.value('printers') as readonly PrinterSettings[]
  const indexes = printers.flatMap((printer, index) => (printer.role === role ? [index] : []))
  return (
    <section aria-label={t(`settings.printers.lists.${role}`)}>
      <h3 className={classes['subtitle']}>{t(`settings.printers.lists.${role}`)}</h3>
      <p className={classes['quiet']}>
        {t(
          indexes.length === 0
            ? `settings.printers.none.${role}`
            : `settings.printers.order.${role}`,
        )}
      </p>
      {indexes.map((index, place) => (
        <Printer
          key={index}
          page={page}
          printers={printers}
          index={index}
          place={place + 1}
          isLast={place === indexes.length - 1}
          live={live}
        />
      ))}
      <Button
        variant="default"
        mb="xl"
        disabled={page.isFixed('printers')}
        leftSection={<IconPlus size="1.125rem" aria-hidden />}
        onClick={() => page.set('printers', [...printers, freshPrinter(printers, role)])}
      >
        {t(`settings.printers.add.${role}`)}
      </Button>
    </section>
  )
}

interface PrinterProps {
  readonly page: SettingsPage
  readonly printers: readonly PrinterSettings[]
  readonly index: number
  /** Which of its role, from one. */
  readonly place: number
  readonly isLast: boolean
  readonly live: Live
}

function Printer(props: PrinterProps) {
  const { t } = useTranslation()
  const { page, printers, index, place, live } = props
  const printer = printers[index]
  if (!printer) return null
  const { id, role } = printer
  const status = live.health?.printers.find((one) => one.id === id)
  return (
    <FieldGroup title={t('settings.printers.printer', { place, id })}>
      <PrinterFields page={page} index={index} printer={printer} />
      <div className={classes['live']}>
        <span className={classes['quiet']}>{t('settings.printers.now')}</span>
        {status ? (
          <LightMark light={status.light} word={t(`bench.reasons.${status.condition}`)} />
        ) : (
          <span>{t('settings.printers.unknown')}</span>
        )}
        <span className={classes['spacer']} />
        <PrinterVerbs {...props} />
        {status?.said && (
          <code className={classes['raw']} aria-label={t('settings.printers.said')}>
            {status.said}
          </code>
        )}
      </div>
      {role === 'label' && (
        <TestLabel
          printerId={id}
          isChanged={page.isChanged}
          proof={live.proofs?.find(({ printerId }) => printerId === id)}
        />
      )}
    </FieldGroup>
  )
}

/** Earlier, later, and out of the list. */
function PrinterVerbs({ page, printers, index, place, isLast }: PrinterProps) {
  const { t } = useTranslation()
  const fixed = page.isFixed('printers')
  const id = printers[index]?.id ?? ''
  const moves = [
    ['up', -1, place === 1, IconArrowUp],
    ['down', 1, isLast, IconArrowDown],
  ] as const
  return (
    <>
      {moves.map(([name, by, isEnd, Picture]) => (
        <ActionIcon
          key={name}
          variant="default"
          size="2.25rem"
          disabled={fixed || isEnd}
          aria-label={t(`settings.printers.${name}`, { id })}
          title={t(`settings.printers.${name}`, { id })}
          onClick={() => page.set('printers', movedPrinter(printers, index, by))}
        >
          <Picture size="1.125rem" aria-hidden />
        </ActionIcon>
      ))}
      <Button
        variant="default"
        disabled={fixed}
        aria-label={t('settings.printers.remove', { id })}
        leftSection={<IconTrash size="1.125rem" aria-hidden />}
        onClick={() =>
          page.set(
            'printers',
            printers.filter((_, other) => other !== index),
          )
        }
      >
        {t('settings.printers.removeShort')}
      </Button>
    </>
  )
}
