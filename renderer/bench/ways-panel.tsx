import { useTranslation } from 'react-i18next'
import type { RateComparison } from '../../shared/shipping.ts'
import { moneyText } from './amounts.ts'
import { KindShape } from './kind-shape.tsx'
import { OfferFacts, OfferShape } from './offer-facts.tsx'
import type { Ways } from './ways.ts'
import looks from './ways-panel.module.css'

const DASH = '–'
/** So many have room for two lines of days and carrier; more than the other number stand close together. */
const FEW_OFFERS = 3
const MANY_OFFERS = 5
/** A difference may take two lines while there are few. */
const FEW_CHANGES = 4

/** Stands in the label's place until there is one: how the parcel can go, and what it costs. */
export function WaysPanel({ ways }: { readonly ways: Ways }) {
  const { t } = useTranslation()
  const { offers, moreOffers, isOld, warnings, rate } = ways
  return (
    <div className={looks.ways}>
      {offers.length > 0 && (
        <section aria-label={t('bench.offers.title')}>
          <h3 className={looks.head}>
            {t('bench.offers.title')}
            {offers.some((offer) => offer.termsOfTrade === 'DDP') && (
              <span>{t('bench.offers.priceHead')}</span>
            )}
          </h3>
          <ul
            className={looks.offers}
            data-old={isOld || undefined}
            data-room={
              rate
                ? 'little'
                : offers.length > MANY_OFFERS
                  ? 'little'
                  : offers.length > FEW_OFFERS
                    ? undefined
                    : 'much'
            }
          >
            {offers.map((offer, index) => (
              <li key={index} className={looks.offer} data-chosen={offer.isChosen || undefined}>
                <OfferShape isChosen={offer.isChosen} />
                <OfferFacts offer={offer} />
              </li>
            ))}
          </ul>
          {moreOffers > 0 && (
            <p className={looks.more}>{t('bench.offers.more', { count: moreOffers })}</p>
          )}
        </section>
      )}
      {rate && <Rate rate={rate} />}
      {warnings.length > 0 && (
        <p className={looks.warnings} title={warnings.join('\n')}>
          {t('bench.offers.warnings')}: {warnings.join(' · ')}
        </p>
      )}
    </div>
  )
}

/** Then and now, and what of the parcel is not as it was rated at checkout. */
function Rate({ rate }: { readonly rate: RateComparison }) {
  const { t, i18n } = useTranslation()
  const { changes, verdict, isApproved } = rate
  const isFine = verdict === 'within' || isApproved
  return (
    <section className={looks.rate} aria-label={t('bench.rate.title')}>
      <h3 className={looks.head}>{t('bench.rate.title')}</h3>
      <p className={looks.price}>
        {t('bench.rate.price', {
          before: rate.atCheckout ? moneyText(rate.atCheckout, i18n.language) : DASH,
          now: rate.now ? moneyText(rate.now, i18n.language) : DASH,
        })}
      </p>
      <p className={looks.verdict} data-fine={isFine || undefined}>
        <span className={looks.mark}>
          <KindShape kind={isFine ? 'good' : 'attention'} />
        </span>
        {isApproved ? t('bench.rate.approved') : t(`bench.rate.verdicts.${verdict}`)}
      </p>
      <dl className={looks.changes} data-few={changes.length <= FEW_CHANGES || undefined}>
        {changes.map(({ what, atCheckout, now }) => {
          const change = t('bench.rate.change', { before: atCheckout || DASH, now: now || DASH })
          return (
            <div key={what} data-what={what} title={change}>
              <dt>{t(`bench.rate.what.${what}`)}</dt>
              <dd>{change}</dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}
