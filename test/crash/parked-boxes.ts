import type { Waiting } from '../../shared/outbox.ts'
import type { BenchView } from '../../shared/packing.ts'
import { commandBarcode } from '../../shared/scanning.ts'
import type { Done, PackerDeps } from './packer.ts'

/** What the packer does in a life whose carrier is down whenever a box could be bought at the bench. */
export function createParkedBoxes(deps: PackerDeps) {
  const { world, talk, order, life, point } = deps
  const { reference } = order
  const { carrier } = life
  const line = world.lines[carrier]
  /** Shown for the first time since the host was started. */
  const fresh = new Set<string>()
  let isAskedAgain = false

  function killed(): Done {
    deps.kill()
    return 'wait'
  }

  /** Cuts the line, and has the station notice it. */
  async function loseLine(): Promise<void> {
    line.cut()
    await talk.station.settings.testCarrier({ carrier })
  }

  /** Mends the line; the test of it is an answer that ends the outage at once. */
  async function regainLine(): Promise<void> {
    line.mend()
    await talk.station.settings.testCarrier({ carrier })
  }

  function see({ parked, order: open }: BenchView): string | undefined {
    const id = parked && /^\*SP-(\w+)-/.exec(parked.sticker)?.[1]
    if (!id || open?.reference !== reference) return undefined
    if (world.stickers.see({ id, order: reference, parcel: open.parcel })) fresh.add(id)
    return id
  }

  /** The box is parked: on with the scan of its sticker, once that is out. */
  async function atSticker(view: BenchView): Promise<Done> {
    const id = see(view)
    if (!id || !view.parked) return 'wait'
    if (point?.at === 'parked-on-disk') return fresh.has(id) ? killed() : takeBack(view)
    if (!view.parked.isPrinted) return 'wait'
    if (point?.at === 'sticker-at-printer') {
      if (!isAskedAgain) await talk.scan(commandBarcode('REPRINT'))
      isAskedAgain = true
      return 'wait'
    }
    const text = await world.barcodeOn(`SP-${id}-`)
    if (point?.at === 'sticker-out') return killed()
    await talk.scan(text)
    return 'acted'
  }

  async function takeBack({ order: open }: BenchView): Promise<Done> {
    world.stickers.mayEnd(reference, open?.parcel ?? 0)
    await talk.scan(commandBarcode('UNDO'))
    return 'acted'
  }

  /** The boxes of the order that still have a sticker. */
  async function waiting(): Promise<Waiting[]> {
    const outbox = (await talk.rest('GET', '/outbox')) as { waiting: Waiting[] }
    return outbox.waiting.filter((row) => row.order === reference && row.stickerId !== null)
  }

  /** With the line back, the packer takes a box off the shelf and scans its sticker until the label comes. */
  async function comeBack({ stickerId, parcel, why }: Waiting): Promise<Done> {
    if (line.isCut()) await regainLine()
    const text = await world.barcodeOn(`SP-${stickerId}-`)
    if (why === 'parked-refused') world.stickers.mayEnd(reference, parcel)
    if (point?.at === 'sticker-scanned') {
      await talk.sendScan(text)
      return killed()
    }
    const { code } = await talk.scan(text)
    if (code === 'still-parked') await regainLine()
    return 'acted'
  }

  return { line, loseLine, regainLine, atSticker, see, waiting, comeBack }
}
