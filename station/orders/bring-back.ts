import type { Order } from '../../shared/orders.ts'
import type { Database } from '../database/database.ts'
import type { Clock } from '../ports.ts'
import { createOrderStore } from './order-store.ts'

/**
 * Gives the id of an order that another memory than the database has kept, by merchant and reference; one that the
 * database does not know is put into it.
 */
export function bringBackOrders(database: Database, clock: Clock): (order: Order) => number {
  const store = createOrderStore(database)
  return (order) => {
    const { merchant, reference } = order
    const [known] = store.byReference(reference, merchant)
    return known?.id ?? store.insert(merchant, reference, order, clock.now().toISOString())
  }
}
