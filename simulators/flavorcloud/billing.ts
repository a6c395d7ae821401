import { moneyToDecimal } from '../../shared/measures.ts'
import type { Money } from '../../shared/measures.ts'
import type { SoldLabel } from '../carrier-ledger.ts'
import type { LandedCost } from './rates.ts'

/**
 * The bills of the account: one a day, `FLCL-YYYYMMDD`, over what was sold that day and not given back.
 * `landedCostOf` has the parts of the duties by tracking number.
 */
export function billsOf(
  sales: readonly SoldLabel[],
  landedCostOf: (trackingNumber: string) => LandedCost | null,
  url: string,
) {
  const days = new Map<string, SoldLabel[]>()
  for (const sale of sales) {
    if (sale.voidedAt !== null) continue
    const day = sale.soldAt.slice(0, 10)
    days.set(day, [...(days.get(day) ?? []), sale])
  }
  return [...days].map(([day, sold]) => {
    const lines = sold.map((sale) => billLine(sale, landedCostOf(sale.trackingNumber)))
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

function billLine({ reference, trackingNumber, price }: SoldLabel, cost: LandedCost | null) {
  const shipping = decimal(price)
  const charged = (part: keyof LandedCost) => (cost ? decimal(cost[part]) : 0)
  return {
    // Parcels of an order, and labels bought again for one, are lines of the same number.
    OrderNumber: reference.replace(/-P\d+(-R\d+)?$/, ''),
    TrackingNumber: trackingNumber,
    ShippingCost: shipping,
    Commission: 0,
    LandedCost: {
      Duties: charged('duty'),
      Fees: charged('fees'),
      Taxes: charged('tax'),
      Total: charged('total'),
    },
    Insurance: 0,
    TotalShipmentCharges: sum([shipping, charged('total')]),
  }
}

function decimal(amount: Money): number {
  return Number(moneyToDecimal(amount).amount)
}

function sum(amounts: readonly number[]): number {
  return Math.round(amounts.reduce((total, amount) => total + amount, 0) * 100) / 100
}
