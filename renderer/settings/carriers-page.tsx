import { useTranslation } from 'react-i18next'
import type { Health } from '../../shared/health.ts'
import type { CarrierId } from '../../shared/orders.ts'
import {
  FlavorCloudSettingsSchema,
  FlexportSettingsSchema,
  type SettingsView,
} from '../../shared/settings.ts'
import { CarrierCredentials, CarrierTest } from './carrier-access.tsx'
import { ChoiceField, ListField, NumberField, SwitchField, TextField } from './fields.tsx'
import { FieldGroup, PageForm } from './page-form.tsx'
import { listFrom, listText } from './settings-form.ts'
import { useSettingsPage } from './use-settings-page.ts'
import classes from './settings-screen.module.css'

const asChoices = <Value extends string>(values: readonly Value[]) =>
  values.map((value) => ({ value, label: value }))
const FLEXPORT_FORMATS = asChoices(FlexportSettingsSchema.shape.labelFormat.unwrap().options)
const FLAVORCLOUD_FORMATS = asChoices(FlavorCloudSettingsSchema.shape.labelFormat.unwrap().options)
const TERMS = asChoices(FlavorCloudSettingsSchema.shape.termsOfTrade.unwrap().options)

/** Both carriers: where they are, what is asked of them, the credentials, and whether they answer. */
export function CarriersPage({ view, health }: { view: SettingsView; health: Health | undefined }) {
  const { t } = useTranslation()
  const page = useSettingsPage(view, 'carriers')
  const words = (
    name:
      | 'baseUrl'
      | 'version'
      | 'labelFormat'
      | 'serviceLevel'
      | 'injectionLocation'
      | 'serviceCode'
      | 'termsOfTrade'
      | 'quoteServiceLevels'
      | 'quoteServiceCodes'
      | 'requestsPerSecond',
  ) => t(`settings.carriers.${name}`)
  const access = (carrier: CarrierId) => (
    <>
      <CarrierCredentials carrier={carrier} view={view} />
      <CarrierTest
        carrier={carrier}
        isChanged={page.isChanged}
        health={health?.carriers.find((one) => one.carrier === carrier)}
      />
    </>
  )
  return (
    <PageForm page={page} title={t('settings.pages.carriers')}>
      <FieldGroup title={t('shell.carriers.flexport')}>
        <div className={classes['grid']}>
          <div className={classes['whole']}>
            <TextField
              page={page}
              path="carriers.flexport.baseUrl"
              label={words('baseUrl')}
              required
            />
          </div>
          <TextField
            page={page}
            path="carriers.flexport.version"
            label={words('version')}
            required
          />
          <ChoiceField
            page={page}
            path="carriers.flexport.labelFormat"
            label={words('labelFormat')}
            choices={FLEXPORT_FORMATS}
          />
          <TextField
            page={page}
            path="carriers.flexport.serviceLevel"
            label={words('serviceLevel')}
            required
          />
          <TextField
            page={page}
            path="carriers.flexport.injectionLocation"
            label={words('injectionLocation')}
          />
          <NumberField
            page={page}
            path="carriers.flexport.requestsPerSecond"
            label={words('requestsPerSecond')}
            required
          />
          <div className={classes['whole']}>
            <ListField
              page={page}
              path="carriers.flexport.quoteServiceLevels"
              label={words('quoteServiceLevels')}
              description={t('settings.carriers.quoteServiceLevelsHelp')}
              write={listText}
              read={listFrom}
            />
          </div>
          <div className={classes['whole']}>
            <SwitchField
              page={page}
              path="carriers.flexport.replayProved"
              label={t('settings.carriers.replayProved')}
            />
          </div>
        </div>
        {access('flexport')}
      </FieldGroup>
      <FieldGroup title={t('shell.carriers.flavorcloud')}>
        <div className={classes['grid']}>
          <div className={classes['whole']}>
            <TextField
              page={page}
              path="carriers.flavorcloud.baseUrl"
              label={words('baseUrl')}
              required
            />
          </div>
          <ChoiceField
            page={page}
            path="carriers.flavorcloud.labelFormat"
            label={words('labelFormat')}
            choices={FLAVORCLOUD_FORMATS}
          />
          <TextField
            page={page}
            path="carriers.flavorcloud.serviceCode"
            label={words('serviceCode')}
            required
          />
          <ChoiceField
            page={page}
            path="carriers.flavorcloud.termsOfTrade"
            label={words('termsOfTrade')}
            choices={TERMS}
          />
          <NumberField
            page={page}
            path="carriers.flavorcloud.requestsPerSecond"
            label={words('requestsPerSecond')}
            required
          />
          <div className={classes['whole']}>
            <ListField
              page={page}
              path="carriers.flavorcloud.quoteServiceCodes"
              label={words('quoteServiceCodes')}
              description={t('settings.carriers.quoteServiceCodesHelp')}
              write={listText}
              read={listFrom}
            />
          </div>
          <div className={classes['whole']}>
            <div className={classes['stack']}>
              {(['async', 'unconfirmedCalls'] as const).map((name) => (
                <SwitchField
                  key={name}
                  page={page}
                  path={`carriers.flavorcloud.${name}`}
                  label={t(`settings.carriers.${name}`)}
                />
              ))}
            </div>
          </div>
        </div>
        {access('flavorcloud')}
      </FieldGroup>
      <FieldGroup title={t('settings.carriers.tracking')}>
        <div className={classes['grid']}>
          <NumberField
            page={page}
            path="tracking.everyHours"
            label={t('settings.carriers.everyHours')}
            description={t('settings.carriers.everyHoursHelp')}
            required
          />
        </div>
      </FieldGroup>
      <FieldGroup title={t('settings.carriers.network')} help={t('settings.carriers.networkHelp')}>
        <div className={classes['stack']}>
          <TextField page={page} path="network.proxy" label={t('settings.carriers.proxy')} />
          <TextField
            page={page}
            path="network.caFile"
            label={t('settings.carriers.caFile')}
            description={t('settings.carriers.caFileHelp')}
          />
        </div>
      </FieldGroup>
    </PageForm>
  )
}
