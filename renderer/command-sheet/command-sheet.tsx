import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../shared/settings.ts'
import { CALIBRATION_CODE } from '../../shared/scanner-test.ts'
import { commandBarcode } from '../../shared/scanning.ts'
import { Barcode } from '../barcode.tsx'
import { useFollowed } from '../follow.ts'
import { COMMAND_KEYS } from '../scanner/function-keys.ts'
import { station } from '../station.ts'
import looks from './command-sheet.module.css'

/** Why a label prints again; kept with the print. */
const REPRINT_REASONS = ['TORN', 'FAINT', 'JAM', 'LOST'] as const

/** More is seldom asked at once; the bench shows a barcode for each. */
const CHOICES = [1, 2, 3, 4] as const

const QUANTITIES = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const

interface EntryProps {
  readonly name: string
  readonly detail: string
  readonly text: string
}

function Entry({ name, detail, text }: EntryProps) {
  return (
    <li className={looks.entry}>
      <strong>{name}</strong>
      {detail !== '' && <span>{detail}</span>}
      <Barcode text={text} className={looks.barcode} />
      <code>{text}</code>
    </li>
  )
}

/** The services that are set up, each once: their barcodes know no case. */
function serviceCodes({ flexport, flavorcloud }: Settings['carriers']): string[] {
  const codes = [
    flexport.serviceLevel,
    ...flexport.quoteServiceLevels,
    flavorcloud.serviceCode,
    ...flavorcloud.quoteServiceCodes,
  ]
  return [...new Set(codes.map((code) => code.toUpperCase()))]
}

/** Every command, quantity and box as a barcode with its text beneath, for paper. */
export function CommandSheet() {
  const { t } = useTranslation()
  const settings = useFollowed(station.settings.follow)?.settings
  const boxes = settings?.boxes ?? []
  return (
    <div className={looks.scroll}>
      <header className={looks.head}>
        <h1>{t('sheet.title')}</h1>
        <p>{t('sheet.detail')}</p>
        <Button onClick={() => window.print()}>{t('sheet.print')}</Button>
      </header>
      <article className={looks.sheet}>
        <h2>{t('sheet.commands')}</h2>
        <ul className={looks.entries}>
          {COMMAND_KEYS.map(([key, command]) => (
            <Entry
              key={command}
              name={`${t(`bench.keys.${command}`)} (${key})`}
              detail={t(`bench.helpPanel.what.${command}`)}
              text={commandBarcode(command)}
            />
          ))}
        </ul>
        <h2>{t('sheet.reprints')}</h2>
        <ul className={looks.entries}>
          {REPRINT_REASONS.map((reason) => (
            <Entry
              key={reason}
              name={t(`shipments.reprint.reasons.${reason}`)}
              detail={t('sheet.reprint')}
              text={commandBarcode('REPRINT', reason)}
            />
          ))}
        </ul>
        <h2>{t('sheet.quantities')}</h2>
        <ul className={looks.entries} data-small>
          {QUANTITIES.map((count) => (
            <Entry
              key={count}
              name={t('sheet.quantity', { count })}
              detail=""
              text={commandBarcode('QTY', String(count))}
            />
          ))}
        </ul>
        <h2>{t('sheet.choices')}</h2>
        <ul className={looks.entries} data-small>
          {CHOICES.map((number) => (
            <Entry
              key={number}
              name={t('sheet.choice', { number })}
              detail=""
              text={commandBarcode('CHOOSE', String(number))}
            />
          ))}
        </ul>
        {settings && (
          <>
            <h2>{t('sheet.services')}</h2>
            <ul className={looks.entries} data-long>
              {serviceCodes(settings.carriers).map((code) => (
                <Entry key={code} name={code} detail="" text={commandBarcode('SERVICE', code)} />
              ))}
            </ul>
          </>
        )}
        <h2>{t('sheet.boxes')}</h2>
        {boxes.length === 0 && <p>{t('sheet.noBoxes')}</p>}
        <ul className={looks.entries}>
          {boxes.map(({ id, name, barcode, length, width, height, unit }) => (
            <Entry
              key={id}
              name={`${id} ${name}`}
              detail={`${length} × ${width} × ${height} ${unit}`}
              text={barcode}
            />
          ))}
        </ul>
        <section className={looks.calibration} aria-label={t('sheet.calibration')}>
          <h2>{t('sheet.calibration')}</h2>
          <p>{t('sheet.calibrationHelp')}</p>
          <Barcode text={CALIBRATION_CODE} hasFnc1 className={looks.barcode} />
        </section>
        {settings && (
          <section className={looks.pocket} aria-label={t('sheet.supervisor')}>
            <h2>{t('sheet.supervisor')}</h2>
            <ul className={looks.entries} data-long>
              <Entry
                name={t('sheet.approve')}
                detail={t(
                  settings.packing.supervisorCode === undefined
                    ? 'sheet.approveByAny'
                    : 'sheet.approveByCode',
                )}
                text={commandBarcode('APPROVE', settings.packing.supervisorCode)}
              />
            </ul>
          </section>
        )}
      </article>
    </div>
  )
}
