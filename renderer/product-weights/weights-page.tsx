import { useTranslation } from 'react-i18next'

/** What one unit of each product weighs, as this station knows it. */
export function WeightsPage() {
  const { t } = useTranslation()
  return <h2>{t('productWeights.title')}</h2>
}
