import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { moneyText } from './amounts.ts'
import type { OfferView } from './ways.ts'
import looks from './offer-facts.module.css'

/** A full disc in its ring where this is the chosen one. */
export function OfferShape({ isChosen }: { readonly isChosen: boolean }) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={looks.shape}
      data-chosen={isChosen || undefined}
      aria-hidden
    >
      <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentcolor" strokeWidth="1.5" />
      {isChosen && <circle cx="8" cy="8" r="3.75" fill="currentcolor" />}
    </svg>
  )
}

/** One way to send the parcel: its name and price, and below them its days, its carrier and what customs take. */
export function OfferFacts({ offer }: { readonly offer: OfferView }) {
  const { t, i18n } = useTranslation()
  const { service, price, landedCost, days, carriedBy, termsOfTrade, isChosen } = offer
  return (
    <>
      <span className={looks.what}>
        <span className={looks.service}>
          {service}
          {isChosen && <em>{t('bench.offers.chosen')}</em>}
        </span>
        <span className={looks.days}>{[days, carriedBy].filter(Boolean).join(' · ') || '–'}</span>
      </span>
      <span className={looks.costs}>
        <strong>{moneyText(price, i18n.language)}</strong>
        {termsOfTrade === 'DDP' && (
          <span className={looks.quiet}>
            + {landedCost ? moneyText(landedCost, i18n.language) : '?'}
            <VisuallyHidden>
              {' '}
              {t(landedCost ? 'bench.offers.landed' : 'bench.offers.landedUnknown')}
            </VisuallyHidden>
          </span>
        )}
      </span>
    </>
  )
}
