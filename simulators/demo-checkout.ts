import { gramsFrom } from '../shared/measures.ts'
import { DEMO_BOXES, type demoSettings } from './demo-settings.ts'
import type { DemoOrder } from './demo-orders.ts'
import type { FlavorCloudSimulator } from './flavorcloud/flavorcloud.ts'
import type { FlavorCloudAddress, Piece } from './flavorcloud/requests.ts'

type Address = DemoOrder['shipTo']

/** This order of the demo was rated when its buyer paid, so that the station compares before it buys. */
const RATED_ORDER = 'LK-20431'

interface Rate {
  readonly HashKey: string
  readonly ShippingCost: number | string
  readonly Carrier: string
  readonly LandedCostDetail: { readonly DutyHashKey: string }
}

interface Rates {
  readonly Standard?: { readonly DDP: Rate }
}

/** The demo's orders, one of them with a rate that the simulated carrier knows. */
export function ratedAtCheckout(
  orders: readonly DemoOrder[],
  flavorcloud: FlavorCloudSimulator,
  settings: ReturnType<typeof demoSettings>,
): DemoOrder[] {
  return orders.map((order) => {
    if (order.reference !== RATED_ORDER) return order
    const tare = DEMO_BOXES.find(({ id }) => id === order.box)?.tareGrams ?? 0
    const pieces = order.items.map(pieceOf)
    const goods = pieces.reduce((sum, piece) => sum + piece.Quantity * piece.Weight, 0)
    const kilograms = Math.round(goods * 1000 + tare) / 1000
    const rates: Rates | undefined = flavorcloud.rateAtCheckout({
      Reference: `CART-${order.reference}`,
      WeightUnit: 'KG',
      Currency: 'USD',
      ServiceCode: ['STANDARD'],
      TermsOfTrade: ['DDP'],
      ShipFromAddress: addressOf(settings.shipFrom),
      ShipToAddress: addressOf(order.shipTo),
      Pieces: pieces,
      Package: { Weight: kilograms },
    })
    const rate = rates?.Standard?.DDP
    if (!rate) return order
    return {
      ...order,
      note: 'Rated at checkout',
      service: 'STANDARD',
      customs: {
        ...order.customs,
        hashKey: rate.HashKey,
        dutyHashKey: rate.LandedCostDetail.DutyHashKey,
        rated: {
          weight: { value: kilograms, unit: 'kg' },
          serviceCode: 'STANDARD',
          termsOfTrade: 'DDP',
          price: { amount: Number(rate.ShippingCost).toFixed(2), currency: 'USD' },
        },
      },
    }
  })
}

function pieceOf(item: DemoOrder['items'][number]): Piece {
  const { weight, price, hsCode, originCountry, sku, material } = item
  return {
    Quantity: item.quantity,
    Weight: weight ? gramsFrom(weight.value, weight.unit) / 1000 : 0,
    SalePrice: Number(price?.amount ?? 0),
    Description: item.description,
    ...(hsCode && { HSCode: hsCode }),
    ...(originCountry && { OriginCountryCode: originCountry }),
    ...(sku && { SKU: sku }),
    ...(material && { Material: material }),
  }
}

function addressOf({
  name,
  company,
  street1,
  street2,
  city,
  state,
  zip,
  country,
  phone,
  email,
}: Address): FlavorCloudAddress {
  return {
    Name: company ?? name,
    AttentionName: name,
    AddressLine1: street1,
    ...(street2 && { AddressLine2: street2 }),
    City: city,
    Country: country,
    ...(state && { State: state }),
    ...(zip && { Zip: zip }),
    ...(phone && { Phone: phone }),
    ...(email && { Email: email }),
  }
}
