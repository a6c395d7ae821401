export interface SeenSticker {
  readonly id: string
  readonly order: string
  readonly parcel: number
}

/**
 * The stickers that the bench showed, of boxes that the packer did not take back or close since: the outbox must have
 * each of these boxes.
 */
export function createStickersSeen() {
  const known = new Set<string>()
  let open: SeenSticker[] = []
  return {
    /** Whether it is the first time that this sticker is seen. */
    see(sticker: SeenSticker): boolean {
      if (known.has(sticker.id)) return false
      known.add(sticker.id)
      open.push(sticker)
      return true
    },
    /** What the packer does next may end the parking of this box. */
    mayEnd(order: string, parcel: number): void {
      open = open.filter((one) => one.order !== order || one.parcel !== parcel)
    },
    ofOrder: (order: string): readonly SeenSticker[] => open.filter((one) => one.order === order),
  }
}
