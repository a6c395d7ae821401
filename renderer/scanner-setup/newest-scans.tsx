import { useTranslation } from 'react-i18next'
import type { ScanRecord } from '../../shared/scanning.ts'
import { useFollowed, type FollowCall } from '../follow.ts'
import { LightMark } from '../settings/light-mark.tsx'
import { FieldGroup } from '../settings/page-form.tsx'
import { station } from '../station.ts'
import { Time } from '../tables/formats.tsx'
import settingsLooks from '../settings/settings-screen.module.css'
import looks from './scanner-setup.module.css'

const followScans: FollowCall<ScanRecord[]> = (_, options) =>
  station.scans.follow(undefined, options)

const COLUMNS = ['at', 'source', 'text', 'meaning', 'outcome'] as const

/** The newest scans of this station as they come, whatever they came from. */
export function NewestScans() {
  const { t } = useTranslation()
  const records = useFollowed(followScans) ?? []
  return (
    <FieldGroup title={t('scannerSetup.scans.title')}>
      {records.length === 0 ? (
        <p className={settingsLooks['quiet']}>{t('scannerSetup.scans.none')}</p>
      ) : (
        <table className={looks['scans']}>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(`scannerSetup.scans.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <ScanRow key={record.id} record={record} />
            ))}
          </tbody>
        </table>
      )}
    </FieldGroup>
  )
}

function ScanRow({ record }: { record: ScanRecord }) {
  const { t, i18n } = useTranslation()
  const { at, source, aim, text, meaning, about, accepted, repeats } = record
  const kind = `bench.choose.kinds.${meaning}`
  return (
    <tr>
      <td>
        <Time at={at} full />
      </td>
      <td>{t(`scannerSetup.scans.sources.${source}`)}</td>
      <td>
        <code>{aim !== null && !text.includes(aim) ? aim + text : text}</code>
        {repeats > 0 && <div>{t('scannerSetup.scans.repeats', { count: repeats })}</div>}
      </td>
      <td>{[i18n.exists(kind) ? t(kind as never) : meaning, about].filter(Boolean).join(': ')}</td>
      <td>
        <LightMark
          light={accepted ? 'good' : 'bad'}
          word={t(accepted ? 'scannerSetup.scans.taken' : 'scannerSetup.scans.refused')}
        />
      </td>
    </tr>
  )
}
