import { Button } from '@mantine/core'
import { IconBarcode, IconPlayerStop } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  CALIBRATION_CODE,
  readCalibration,
  type Calibration,
  type HeardScan,
} from '../../shared/scanner-test.ts'
import type { ScannerSettings } from '../../shared/settings.ts'
import { Barcode } from '../barcode.tsx'
import { interceptScans } from '../scanner/intercept.ts'
import { FieldGroup } from '../settings/page-form.tsx'
import { isSame } from '../settings/settings-form.ts'
import type { SettingsPage } from '../settings/use-settings-page.ts'
import settingsLooks from '../settings/settings-screen.module.css'
import { FindingRow } from './finding-row.tsx'
import { hearLines } from './hear-lines.ts'
import looks from './scanner-setup.module.css'

interface Result extends Calibration {
  readonly by: HeardScan['by']
  /** As it came, control characters by name. */
  readonly came: string
  /** How many were heard before it: each is a list of its own to a screen reader. */
  readonly number: number
}

/** Control characters as a person can see them. */
function shown(text: string): string {
  return Array.from(text, (character) =>
    character === '\u001d'
      ? '<GS>'
      : character < ' '
        ? `<${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}>`
        : character,
  ).join('')
}

/** Hears scans while it runs, and nothing else does: those typed into the page, and those of the station's scanners. */
function useTest() {
  const [isRunning, setIsRunning] = useState(false)
  const [result, setResult] = useState<Result>()
  useEffect(() => {
    if (!isRunning) return undefined
    const hear = (heard: HeardScan) =>
      setResult((before) => ({
        ...readCalibration(heard),
        by: heard.by,
        came: shown(heard.text),
        number: (before?.number ?? 0) + 1,
      }))
    const stopKeys = interceptScans((scan) => hear({ by: 'keys', ...scan }))
    const stopLines = hearLines((text) => hear({ by: 'line', text }))
    return () => {
      stopKeys()
      stopLines()
    }
  }, [isRunning])
  return {
    isRunning,
    result,
    start: () => {
      setResult(undefined)
      setIsRunning(true)
    },
    stop: () => setIsRunning(false),
  }
}

/** One barcode to scan, and what it shows of the scanner. */
export function ScannerTest({ page }: { page: SettingsPage }) {
  const { t } = useTranslation()
  const { isRunning, result, start, stop } = useTest()
  return (
    <FieldGroup title={t('scannerSetup.test.title')}>
      <div className={looks['verbs']}>
        <Button
          variant={isRunning ? 'default' : 'filled'}
          leftSection={
            isRunning ? (
              <IconPlayerStop size="1.125rem" aria-hidden />
            ) : (
              <IconBarcode size="1.125rem" aria-hidden />
            )
          }
          onClick={isRunning ? stop : start}
        >
          {t(isRunning ? 'scannerSetup.test.stop' : 'scannerSetup.test.start')}
        </Button>
        <p className={settingsLooks['quiet']}>
          {t(isRunning ? 'scannerSetup.test.listening' : 'scannerSetup.test.help')}
        </p>
      </div>
      {isRunning && (
        <div className={looks['paper']}>
          <strong>{t('scannerSetup.test.scan')}</strong>
          <Barcode text={CALIBRATION_CODE} hasFnc1 height={24} className={looks['barcode']} />
        </div>
      )}
      <div aria-live="polite">
        {result && <TestResult key={result.number} page={page} result={result} />}
      </div>
    </FieldGroup>
  )
}

function TestResult({ page, result }: { page: SettingsPage; result: Result }) {
  const { t } = useTranslation()
  const { findings, settings, came, by } = result
  const scanner = page.value('scanner') as ScannerSettings
  const isGood = findings.every(({ mark }) => mark === 'good')
  return (
    <section className={looks['result']} aria-label={t('scannerSetup.test.findings')}>
      <h3>{t(isGood ? 'scannerSetup.test.allGood' : 'scannerSetup.test.findings')}</h3>
      {settings && <UseSettings page={page} scanner={scanner} settings={settings} />}
      <ul className={looks['findings']}>
        {findings.map((finding) => (
          <FindingRow
            key={finding.code}
            finding={finding}
            scanner={by === 'keys' ? scanner : undefined}
          />
        ))}
      </ul>
      <code className={settingsLooks['raw']} aria-label={t('scannerSetup.test.came')}>
        {came || '–'}
      </code>
    </section>
  )
}

/** What fits the scanner that was heard, with one button that fills it in where it is not so already. */
function UseSettings(props: {
  page: SettingsPage
  scanner: ScannerSettings
  settings: NonNullable<Calibration['settings']>
}) {
  const { t } = useTranslation()
  const { page, scanner, settings } = props
  const { prefix, end, keyboard } = settings
  if (isSame(scanner, { ...scanner, ...settings })) {
    return page.isChanged ? <p className={looks['use']}>{t('scannerSetup.test.saveThem')}</p> : null
  }
  const words = [
    prefix === '' ? t('scannerSetup.test.noPrefix') : t('scannerSetup.test.prefixIs', { prefix }),
    `${t('scannerSetup.typing.end')}: ${t(`scannerSetup.typing.ends.${end}`)}`,
    `${t('scannerSetup.typing.keyboard')}: ${t(`scannerSetup.typing.keyboards.${keyboard}`)}`,
  ]
  return (
    <div className={looks['use']}>
      <span>{t('scannerSetup.test.fits', { settings: words.join(' · ') })}</span>
      <Button
        disabled={['prefix', 'end', 'keyboard'].some((name) => page.isFixed(`scanner.${name}`))}
        onClick={() => page.set('scanner', { ...scanner, ...settings })}
      >
        {t('scannerSetup.test.use')}
      </Button>
    </div>
  )
}
