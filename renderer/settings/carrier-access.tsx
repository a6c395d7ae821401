import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Health } from '../../shared/health.ts'
import type { CarrierId } from '../../shared/orders.ts'
import { CarrierFailureCodeSchema } from '../../shared/shipping.ts'
import type { SettingsView } from '../../shared/settings.ts'
import { station } from '../station.ts'
import { LightMark } from './light-mark.tsx'
import classes from './settings-screen.module.css'

const ENVIRONMENT: Record<CarrierId, string> = {
  flexport: 'SHIPBENCH_FLEXPORT_TOKEN',
  flavorcloud: 'SHIPBENCH_FLAVORCLOUD_APP_ID, SHIPBENCH_FLAVORCLOUD_REST_API_KEY',
}

/** Where the credentials come from, and the fields for new ones where this host can keep them. Never shows any. */
export function CarrierCredentials({ carrier, view }: { carrier: CarrierId; view: SettingsView }) {
  const { t } = useTranslation()
  const { flexportToken, flavorcloudKeys, canKeep } = view.credentials
  const origin = carrier === 'flexport' ? flexportToken : flavorcloudKeys
  const [token, setToken] = useState('')
  const [appId, setAppId] = useState('')
  const [outcome, setOutcome] = useState<'kept' | 'not-kept'>()
  const complete = token.trim() !== '' && (carrier === 'flexport' || appId.trim() !== '')
  const keep = async () => {
    try {
      const answer = await station.settings.keepCredentials(
        carrier === 'flexport' ? { carrier, token } : { carrier, appId, restApiKey: token },
      )
      setOutcome(answer.ok ? 'kept' : 'not-kept')
      if (!answer.ok) return
      setToken('')
      setAppId('')
    } catch {
      setOutcome('not-kept')
    }
  }
  return (
    <div className={classes['live']}>
      <span className={classes['quiet']}>{t('settings.carriers.credentials')}</span>
      <LightMark
        light={origin === 'missing' ? 'bad' : 'good'}
        word={t(`settings.carriers.origin.${origin}`)}
      />
      {!canKeep && origin === 'missing' && (
        <p className={classes['quiet']}>
          {t('settings.carriers.cannotKeep', { names: ENVIRONMENT[carrier] })}
        </p>
      )}
      {canKeep && (
        <>
          {carrier === 'flavorcloud' && (
            <TextInput
              aria-label={t('settings.carriers.appId')}
              placeholder={t('settings.carriers.appId')}
              autoComplete="off"
              spellCheck={false}
              value={appId}
              onChange={(event) => setAppId(event.currentTarget.value)}
            />
          )}
          <PasswordInput
            w="20rem"
            aria-label={t(
              carrier === 'flexport' ? 'settings.carriers.token' : 'settings.carriers.restApiKey',
            )}
            placeholder={t(
              carrier === 'flexport' ? 'settings.carriers.token' : 'settings.carriers.restApiKey',
            )}
            autoComplete="off"
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
          />
          <Button variant="default" disabled={!complete} onClick={() => void keep()}>
            {t('settings.carriers.keep')}
          </Button>
          {outcome && (
            <output
              className={classes['outcome']}
              data-kind={outcome === 'kept' ? 'good' : 'wrong'}
            >
              {t(outcome === 'kept' ? 'settings.carriers.kept' : 'settings.carriers.notKept')}
            </output>
          )}
        </>
      )}
    </div>
  )
}

/** Asks the carrier with the saved settings and says what it answered; its light stands beside it. */
export function CarrierTest(props: {
  carrier: CarrierId
  isChanged: boolean
  health: Health['carriers'][number] | undefined
}) {
  const { t } = useTranslation()
  const { carrier: id, isChanged, health } = props
  const carrier = t(`shell.carriers.${id}`)
  const [state, setState] = useState<
    { kind: 'good' | 'wrong'; words: string; said?: string } | 'asking'
  >()
  const test = async () => {
    setState('asking')
    try {
      const {
        result,
        code,
        message,
        tookMs: ms,
      } = await station.settings.testCarrier({
        carrier: id,
      })
      setState(
        result === 'works'
          ? { kind: 'good', words: t('settings.carriers.works', { carrier, ms }) }
          : {
              kind: 'wrong',
              words: t('settings.carriers.failed', { ms, message: code ? failureWords(code) : '' }),
              said: message,
            },
      )
    } catch {
      setState({ kind: 'wrong', words: t('tables.failed') })
    }
  }
  const failureWords = (code: (typeof CarrierFailureCodeSchema.options)[number]) =>
    t(`problem.${code}.happened`, { carrier, field: '–' })
  const code = CarrierFailureCodeSchema.safeParse(health?.code)
  return (
    <div className={classes['live']}>
      {health && (
        <LightMark
          light={health.light}
          word={code.success ? failureWords(code.data) : t(`bench.top.lights.${health.light}`)}
        />
      )}
      <span className={classes['spacer']} />
      <Button
        variant="default"
        loading={state === 'asking'}
        disabled={isChanged}
        title={isChanged ? t('settings.changed') : undefined}
        onClick={() => void test()}
      >
        {t('settings.carriers.test')}
      </Button>
      {state !== undefined && state !== 'asking' && (
        <output className={`${classes['outcome']} ${classes['whole']}`} data-kind={state.kind}>
          {state.words}
          {state.said && (
            <span className={classes['said']}>
              {t('settings.carriers.said')}: {state.said}
            </span>
          )}
        </output>
      )}
    </div>
  )
}
