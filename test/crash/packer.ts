import type { BenchView } from '../../shared/packing.ts'
import { commandBarcode, type Command } from '../../shared/scanning.ts'
import type { Talk } from './crash-host.ts'
import { createParkedBoxes } from './parked-boxes.ts'
import type { Life, Point } from './points.ts'
import { unitsOf, type World } from './world.ts'
import type { DemoOrder } from '../../simulators/demo-orders.ts'

export interface PackerDeps {
  readonly world: World
  readonly talk: Talk
  readonly order: DemoOrder
  readonly life: Pick<Life, 'carrier' | 'parks' | 'boxes'>
  /** The point at which the host is to be killed; undefined to finish the order. */
  readonly point: Point | undefined
  kill(): void
  isKilled(): boolean
}

/** What the packer did: something, nothing until the bench shows something else, or the order is shipped. */
export type Done = 'acted' | 'wait' | 'shipped'

/** What comes before a purchase comes again with the next box, or not at all. */
const EARLY: readonly string[] = ['items-complete', 'weight-locked']
const LAST: readonly string[] = ['scan-back-sent', 'parked-scan-back-sent']

/**
 * Packs one order by what the bench shows, and comes past the point wherever the crash before left the order: to
 * see a purchase once more, the packer voids the label and buys or parks anew. Resolves when the order is shipped.
 */
export function createPacker(deps: PackerDeps) {
  const { world, talk, order, life, point } = deps
  const { boxes, parks } = life
  const parked = createParkedBoxes(deps)
  const { station, scan } = talk
  const { reference } = order
  const command = (verb: Command) => scan(commandBarcode(verb))
  const jobsBefore = world.jobs.length
  let isReprinting = false

  async function pack(): Promise<void> {
    await station.settings.change({
      patch: { packing: { shipOnLastScan: point?.at !== 'weight-locked' } },
    })
    let done: Done = 'acted'
    while (done !== 'shipped' && !deps.isKilled())
      for await (const view of await station.bench.follow()) {
        // What a dead host still had said moves nobody any more.
        if (deps.isKilled()) return
        done = await act(view)
        if (done !== 'wait') break
      }
  }

  async function act(view: BenchView): Promise<Done> {
    const code = view.problem?.code
    parked.see(view)
    if (view.step === 'parked' && point?.at === 'parked-on-disk') return parked.atSticker(view)
    if (code === 'void-in-doubt') return voidLabel()
    if (code === 'print-in-doubt' || code === 'no-label-came-out') return reprint()
    isReprinting = false
    if (code === 'printer-not-ready') return reprintWhenReady()
    // Killed while it was handed over: nobody but a person can say whether it is out.
    if (code === 'papers-not-out') return acted(command('CONFIRM'))
    switch (view.step) {
      case 'scan-order':
        return openOrder()
      case 'scan-items':
        return scanItem(view)
      case 'weigh':
        return weigh(view)
      case 'ship':
        return ship(view)
      case 'parked':
        return parked.atSticker(view)
      case 'in-doubt':
        return endDoubt(view)
      case 'scan-label':
        return closeParcel(view)
      case 'shipping':
      case 'printing':
        return 'wait'
      case 'choose-box':
        throw new Error('The packer knows no box to choose')
    }
  }

  async function acted(work: Promise<unknown>): Promise<Done> {
    await work
    return 'acted'
  }

  /** Once: the problem stands until the paper is out. */
  async function reprint(): Promise<Done> {
    if (!isReprinting) await command('REPRINT')
    isReprinting = true
    return 'wait'
  }

  /** A busy machine kept the printer from answering, and no label was sent: the packer waits until it is well. */
  async function reprintWhenReady(): Promise<Done> {
    for await (const { printers } of await station.health.follow())
      if (
        deps.isKilled() ||
        printers.some(({ role, condition }) => role === 'label' && condition === 'ready')
      )
        break
    return acted(command('REPRINT'))
  }

  function killed(): Done {
    deps.kill()
    return 'wait'
  }

  async function openOrder(): Promise<Done> {
    world.scale.empty()
    if ((await stateOfOrder()) === 'shipped') return 'shipped'
    const onShelf = parks ? await parked.waiting() : []
    const [first] = onShelf
    if (first && onShelf.length >= boxes) return parked.comeBack(first)
    const { code } = await scan(reference)
    if (code === 'order-in-doubt') await settleAll()
    if (first && (code === 'still-parked' || code === 'stickers-wait'))
      return parked.comeBack(first)
    return 'acted'
  }

  async function ship(view: BenchView): Promise<Done> {
    if (point?.at === 'weight-locked') return killed()
    if (parks && !view.outage) return acted(parked.loseLine())
    return acted(command('SHIP'))
  }

  /** Whoever has no line does not wait for a person's finding: HOLD parks the box as it is. */
  async function endDoubt({ shipment }: BenchView): Promise<Done> {
    return parked.line.isCut() ? acted(command('HOLD')) : settle(shipment?.id ?? '')
  }

  async function stateOfOrder(): Promise<string> {
    const found = await talk.rest('GET', `/orders/${reference}`)
    return (found as { state: string }).state
  }

  async function scanItem(view: BenchView): Promise<Done> {
    const inBox = view.items.reduce((sum, { scanned }) => sum + scanned, 0)
    const before = view.items.reduce((sum, { packedBefore }) => sum + packedBefore, 0)
    const next = unitsOf(order)[inBox + before] ?? ''
    const isFirstOfTwo = boxes === 2 && before === 0 && inBox === 1
    const { code } = await (isFirstOfTwo ? command('BOX') : scan(next))
    return code === 'items-complete' && point?.at === 'items-complete' ? killed() : 'acted'
  }

  /** The pan must be seen empty before a box is put on it. */
  async function weigh({ weight, outage }: BenchView): Promise<Done> {
    const { expected } = weight
    if (parks && !outage) return acted(parked.loseLine())
    if (world.scale.grams() > 0 && weight.reason === 'pan-not-emptied') world.scale.empty()
    else if (world.scale.grams() === 0 && weight.reason === 'pan-empty')
      world.scale.put(expected ? Math.round((expected.fromGrams + expected.toGrams) / 2) : 1000)
    return 'wait'
  }

  async function closeParcel({ shipment, order: open }: BenchView): Promise<Done> {
    const tracking = shipment?.trackingNumber ?? ''
    if (shipment?.state === 'void-asked') return 'wait'
    if (point?.at === 'print-done' && world.jobs.length > jobsBefore) {
      await world.barcodeOn(tracking)
      return killed()
    }
    const isEarly = point && EARLY.includes(point.at)
    const isLast = point && LAST.includes(point.at)
    world.stickers.mayEnd(reference, open?.parcel ?? 0)
    if (point && !isEarly && !isLast) return voidLabel()
    const barcode = await world.barcodeOn(tracking)
    if (!isLast) return acted(scan(barcode))
    await talk.sendScan(barcode)
    return killed()
  }

  async function voidLabel(): Promise<Done> {
    const { accepted } = await command('VOID')
    if (accepted) await command('CONFIRM')
    return 'wait'
  }

  async function settleAll(): Promise<void> {
    if (parked.line.isCut()) await parked.regainLine()
    const { rows } = await station.shipments.search({ order: reference })
    for (const { id, state } of rows) {
      if (state === 'in-doubt') await settle(id)
      if (state === 'void-asked') await station.shipments.void({ id })
    }
  }

  /**
   * The person's finding: at Flexport what its portal shows, which here is its ledger; at FlavorCloud what the
   * look-up by reference finds.
   */
  async function settle(id: string): Promise<Done> {
    const found = await station.shipments.get({ id })
    if (!found.ok) throw new Error(`Shipment ${id} is gone`)
    const { carrier, reference: sentAs, state } = found.value
    if (state !== 'in-doubt') return 'acted'
    await world.atRest()
    const sale = world.carriers[carrier].ledger().find((sold) => sold.reference === sentAs)
    const bought = await station.shipments.settle({
      id,
      settlement:
        carrier === 'flavorcloud'
          ? { finding: 'bought' }
          : sale
            ? { finding: 'bought', carrierShipmentId: sale.id }
            : { finding: 'not-bought' },
    })
    if (bought.ok || bought.failure.code !== 'not-found-at-carrier') return 'acted'
    if (sale) throw new Error(`${sentAs} was sold, and a person cannot settle it so`)
    await station.shipments.settle({ id, settlement: { finding: 'not-bought' } })
    return 'acted'
  }

  return { pack }
}
