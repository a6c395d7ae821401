import { useTranslation } from 'react-i18next'
import type { Health } from '../../shared/health.ts'
import type { CarrierId } from '../../shared/orders.ts'
import {
  FlavorCloudSettingsSchema,
  FlexportSettingsSchema,
  type SettingsView,
} from '../../shared/settings.ts'
import { CarrierCredentials, CarrierTest } from './carrier-access.tsx'
import { ChoiceField, TextField } from './fields.tsx'
import { FieldGroup, PageForm } from './page-form.tsx'
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
      | 'termsOfTrade',
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
        </div>
        {access('flavorcloud')}
      </FieldGroup>
    </PageForm>
  )
}
