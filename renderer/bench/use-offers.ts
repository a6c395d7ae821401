import { useState } from 'react'
import type { BenchView } from '../../shared/packing.ts'
import type { OfferView } from './ways.ts'

export interface ShownOffers {
  readonly offers: readonly OfferView[]
  /** The parcel changed and new ones are on their way. */
  readonly isOld: boolean
}

/** The offers for the open order. While they are asked for anew the old ones keep their place, and the focus. */
export function useOffers({ quote, order }: BenchView): ShownOffers {
  const [kept, setKept] = useState<{ orderId: number; offers: readonly OfferView[] }>()
  if (quote && order && kept?.offers !== quote.offers)
    setKept({ orderId: order.id, offers: quote.offers })
  if (quote) return { offers: quote.offers, isOld: false }
  if (!order || kept?.orderId !== order.id) return { offers: [], isOld: false }
  return { offers: asChosen(kept.offers, order.serviceLevel), isOld: true }
}

/** The service that the order names now is the chosen one, where it was offered before. */
function asChosen(offers: readonly OfferView[], serviceLevel: string): readonly OfferView[] {
  const isIt = ({ service }: OfferView) => service.toUpperCase() === serviceLevel.toUpperCase()
  return offers.some(isIt) ? offers.map((offer) => ({ ...offer, isChosen: isIt(offer) })) : offers
}
