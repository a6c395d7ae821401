import { openDatabase, type Database } from '../../station/database/database.ts'
import { orderMigrations } from '../../station/orders/schema.ts'

export const SURNAMES = [
  'Quinlan',
  'Núñez',
  'Okafor',
  'Wiśniewska',
  'Tanaka',
  'Lindqvist',
  'Moreau',
  'Silva',
]
const CITIES = ['Tacoma', 'Galway', 'Porto', 'Kraków', 'Osaka', 'Uppsala', 'Lyon', 'Olympia']
export const PRODUCTS = 5000

/** Makes a station's database file with so many orders, one in twenty ready; the station adds its other tables. */
export function fillOrders(file: string, count: number): void {
  const database = openDatabase(file, orderMigrations)
  fill(database, count)
  database.close()
}

/** By SQL alone, in one transaction, since the way through the intake would take minutes. */
export function fill(database: Database, count: number): void {
  const insert = database.prepare(
    `INSERT INTO orders (merchant, reference, reference_key, state, recipient, city, country, skus, units,
       details, created_at, updated_at, shipped_at)
     VALUES ('larkspur', @reference, lower(@reference), @state, @recipient, @city, 'US', @sku, @units,
       @details, '2026-01-05T08:00:00.000Z', '2026-01-05T08:00:00.000Z', NULL)`,
  )
  const keepCode = database.prepare(
    "INSERT INTO single_codes (order_id, code, ready) VALUES (?, lower(?), ? = 'ready')",
  )
  database.pragma('synchronous = OFF')
  database.transaction(() => {
    for (let index = 0; index < count; index += 1) {
      const state = index % 20 === 19 ? 'ready' : 'shipped'
      const recipient = `Ana${index % 997} ${SURNAMES[index % SURNAMES.length]}`
      const city = CITIES[(index >> 3) % CITIES.length] ?? ''
      const sku = `SKU-${index % PRODUCTS}`
      const units = index % 3 === 0 ? 1 : 3
      const street1 = '4 Mill Lane'
      const shipTo = { name: recipient, street1, city, state: 'WA', zip: '98402', country: 'US' }
      const item = { line: 1, sku, barcodes: [], description: `Product ${sku}`, quantity: units }
      const { lastInsertRowid } = insert.run({
        reference: `LK-${index}`,
        state,
        recipient,
        city,
        sku,
        units,
        details: JSON.stringify({ shipTo, items: [item] }),
      })
      if (units === 1) keepCode.run(lastInsertRowid, sku, state)
    }
  })()
  database.pragma('synchronous = FULL')
  database.exec('ANALYZE')
}
