import { useTranslation } from 'react-i18next'
import type { Layout } from '../../shared/keyboard-layouts.ts'
import type { Finding } from '../../shared/scanner-test.ts'
import type { ScannerSettings } from '../../shared/settings.ts'
import { LightMark } from '../settings/light-mark.tsx'

const LIGHTS = { good: 'good', attention: 'attention', wrong: 'bad' } as const

/** Whether the settings of the page make up for it, so that nothing is left to do. Pure. */
export function isMended({ code, text }: Finding, scanner: ScannerSettings): boolean {
  switch (code) {
    case 'layout-us':
      return scanner.keyboard === 'us'
    case 'prefix':
      return scanner.prefix === text
    case 'ends-with-nothing':
      return scanner.end === 'silence'
    default:
      return false
  }
}

/** One finding with its mark, and what to do about it. `scanner` where our settings have a say in it. */
export function FindingRow(props: { finding: Finding; scanner: ScannerSettings | undefined }) {
  const { t, i18n } = useTranslation()
  const { finding, scanner } = props
  const { code, text = '', meanMs = 0, largestMs = 0 } = finding
  const mended = scanner !== undefined && isMended(finding, scanner)
  const names = (layouts: readonly Layout[] = []) =>
    layouts.length === 0
      ? t('scannerSetup.layouts.unknown')
      : new Intl.ListFormat(i18n.language, { type: 'disjunction' }).format(
          layouts.map((layout) => t(`scannerSetup.layouts.${layout}`)),
        )
  const values = {
    text,
    meanMs,
    largestMs,
    scanner: names(finding.scanner),
    computer: names(finding.computer),
  }
  const mark = mended ? 'good' : finding.mark
  const todo = mended ? t('scannerSetup.test.used') : t(`scannerSetup.findings.${code}.todo`)
  return (
    <li data-finding={code}>
      <LightMark light={LIGHTS[mark]} word={t(`scannerSetup.marks.${mark}`)} />
      <span data-strong={mark === 'good' ? undefined : ''}>
        {t(`scannerSetup.findings.${code}.found`, values)}
      </span>
      {todo !== '' && <p>{todo}</p>}
    </li>
  )
}
