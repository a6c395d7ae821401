import type { PackedGoods } from '../../shared/shipping.ts'
import type { ParcelToShip } from '../carriers/carriers.ts'
import { boxContents, unitsIn, unitsLeft, type Session } from './session.ts'

/** What is in the box now, as a carrier wants it. */
export function contentsOf(session: Session): ParcelToShip['contents'] {
  return boxContents(session).flatMap(({ line, quantity }) => {
    const item = session.order.items.find((candidate) => candidate.line === line)
    return item ? [{ item, quantity }] : []
  })
}

/** What the barcodes of the packed goods said of them, as they were scanned. */
export function goodsOf({ trail, order }: Session): PackedGoods[] {
  return trail.flatMap(({ line, goods }) => {
    const item = order.items.find((candidate) => candidate.line === line)
    return goods ? [{ ...goods, line, name: item?.sku || item?.description || '' }] : []
  })
}

/** What the box will hold once it is closed: also what is still to be scanned, unless NEW BOX was. */
export function contentsWhenClosed(session: Session): ParcelToShip['contents'] {
  return session.order.items
    .map((item) => ({
      item,
      quantity: unitsIn(session.trail, item.line) + (session.closed ? 0 : unitsLeft(session, item)),
    }))
    .filter(({ quantity }) => quantity > 0)
}
