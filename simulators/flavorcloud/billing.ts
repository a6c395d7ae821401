import { moneyToDecimal } from '../../shared/measures.ts'
import type { Money } from '../../shared/measures.ts'
import { landedCost, shippingPrice } from './rates.ts'
import { ratedParcel } from './shipments.ts'
import type { StoredShipment } from './shipments.ts'

/** The bills of the account: one a day, `FLCL-YYYYMMDD`, over what was sold that day and not cancelled. */
export function billsOf(shipments: readonly StoredShipment[], url: string) {
  const days = new Map<string, StoredShipment[]>()
  for (const shipment of shipments) {
    if (shipment.isCancelled) continue
    const day = shipment.soldAt.slice(0, 10)
    days.set(day, [...(days.get(day) ?? []), shipment])
  }
  return [...days].map(([day, sold]) => {
    const lines = sold.map(billLine)
    const number = `FLCL-${day.replaceAll('-', '')}`
    return {
      InvoiceNumber: number,
      InvoiceStatus: 'PAID',
      InvoiceType: 'Standard',
      InvoiceDate: `${day}T00:00:00.000Z`,
      InvoiceAmount: sum(lines.map((line) => line.TotalShipmentCharges)),
      InvoiceURL: `${url}/billing/${number}.pdf`,
      InvoiceDetail: lines,
    }
  })
}

function billLine({ asked, index, service, terms, reference, trackingNumber }: StoredShipment) {
  const parcel = ratedParcel(asked, index)
  const shipping = decimal(shippingPrice(parcel, service, terms))
  const cost = landedCost(parcel)
  const isPrepaid = terms === 'DDP'
  const charged = (amount: Money) => (isPrepaid ? decimal(amount) : 0)
  return {
    OrderNumber: reference,
    TrackingNumber: trackingNumber,
    ShippingCost: shipping,
    Commission: 0,
    LandedCost: {
      Duties: charged(cost.duty),
      Fees: charged(cost.fees),
      Taxes: charged(cost.tax),
      Total: charged(cost.total),
    },
    Insurance: 0,
    TotalShipmentCharges: sum([shipping, charged(cost.total)]),
  }
}

function decimal(amount: Money): number {
  return Number(moneyToDecimal(amount).amount)
}

function sum(amounts: readonly number[]): number {
  return Math.round(amounts.reduce((total, amount) => total + amount, 0) * 100) / 100
}
