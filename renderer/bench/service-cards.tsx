import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { focusOnOpen } from '../tables/focus-on-open.ts'
import { sendCommand } from './bench-store.ts'
import { OfferFacts, OfferShape } from './offer-facts.tsx'
import type { OfferView } from './ways.ts'
import looks from './correction-panel.module.css'

interface ServiceCardsProps {
  readonly offers: readonly OfferView[]
  readonly error: string | undefined
  readonly isFirst: boolean
}

/** What is offered, as cards of which one is chosen: a click or an arrow key does what its barcode does. */
export function ServiceCards({ offers, error, isFirst }: ServiceCardsProps) {
  const { t } = useTranslation()
  return (
    <fieldset className={looks.services} data-path="service">
      <legend>{t('bench.correction.service')}</legend>
      {error !== undefined && <p className={looks.refused}>{error}</p>}
      <div className={looks.cards}>
        {offers.map((offer, index) => (
          <label key={index} className={looks.card} data-chosen={offer.isChosen || undefined}>
            <VisuallyHidden>
              <input
                type="radio"
                name="service"
                checked={offer.isChosen}
                {...(isFirst && offer.isChosen && { ref: focusOnOpen })}
                onChange={() => sendCommand('SERVICE', offer.service)}
              />
            </VisuallyHidden>
            <OfferShape isChosen={offer.isChosen} />
            <OfferFacts offer={offer} />
          </label>
        ))}
      </div>
    </fieldset>
  )
}
