import type { DocumentFailure, NoPapers, ShipmentDocument } from '../../shared/documents.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { BoxCount, PrinterStatus } from '../../shared/printing.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { Database } from '../database/database.ts'
import type { SteadyWrites } from '../database/steady-writes.ts'
import { createDrawingThread } from '../labels/drawing-thread.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Orders } from '../orders/orders.ts'
import type { Clock, Log } from '../ports.ts'
import { isGood, isLive, type LedgerEntry, type Shipping } from '../shipping/shipping.ts'
import { fetchPaper } from './document-fetching.ts'
import { createDocumentPrinters } from './document-printers.ts'
import { runDocuments } from './document-runner.ts'
import { openDocumentStore, type DocumentEntry } from './document-store.ts'

/** Carriers' papers can be fetched again, and slips drawn again, after this. */
const KEEP_BYTES_MS = 30 * 24 * 3_600_000

/** Whether the customs papers of a shipment let its box go. */
export type PapersStanding =
  | { readonly state: 'clear' | 'wait' }
  /** They did not come out, or nobody knows whether they did. */
  | { readonly state: 'failed'; readonly detail: string }

export interface Documents {
  /**
   * The box is at the bench: its papers print, once, and its packing slip. False where the carrier has not told yet
   * what papers there are.
   */
  want(shipmentId: string): boolean
  standing(shipmentId: string): PapersStanding
  /** A person put papers in by hand. */
  confirm(shipmentId: string, by: string | null): void
  /** Prints one again, or at once where it waits for its next try. */
  printAgain(shipmentId: string, documentId: string): Outcome<ShipmentDocument, DocumentFailure>
  ofShipment(shipmentId: string): ShipmentDocument[]
  /** Null where the station prints them, or where nobody knows of any. */
  noPapersBecause(shipmentId: string): NoPapers | null
  /** The document printers with what each says now. */
  statuses(): PrinterStatus[]
  readonly changes: Topic<void>
  /** The settings changed. */
  reconfigure(): void
  stop(): Promise<void>
}

export interface DocumentsDeps {
  readonly database: Database
  /** Module of the worker thread in which slips are drawn. */
  readonly worker: URL
  readonly shipping: Pick<Shipping, 'find' | 'ofOrder' | 'labelsKept'>
  readonly orders: Pick<Orders, 'find'>
  readonly carriers: Pick<Carriers, 'of' | 'download'>
  readonly settings: () => Pick<Settings, 'documents' | 'printers' | 'shipFrom'>
  readonly writes: SteadyWrites
  readonly clock: Clock
  readonly log: Log
}

/** Papers beside the label: what belongs into a box, from the carrier or from us, onto the document printer. */
export function createDocuments(deps: DocumentsDeps): Documents {
  const { shipping, orders, carriers, settings, writes, clock, log } = deps
  const changes = createTopic<void>()
  const store = openDocumentStore(deps.database, clock)
  const drawing = createDrawingThread({ worker: deps.worker, log })
  const printers = createDocumentPrinters({
    printers: () => settings().printers,
    clock,
    log,
    onChange: () => changes.publish(),
  })

  // What was handed over when the station stopped may be out: no machine prints it again.
  for (const { id } of store.cutOff())
    store.change(id, {
      state: 'in-doubt',
      detail: 'The station stopped while it was handed over to the printer',
    })
  writes.attempt(() => store.forgetBytesBefore(new Date(clock.now().getTime() - KEEP_BYTES_MS)))

  const runner = runDocuments({
    store,
    printers,
    shipping,
    writes,
    clock,
    log,
    onChange: () => changes.publish(),
    async make(entry, shipment) {
      return entry.kind === 'packing-slip'
        ? drawSlip(shipment)
        : fetchPaper(carriers, shipment, entry.link)
    },
  })

  async function drawSlip(shipment: LedgerEntry) {
    const order = orders.find(shipment.orderId)
    if (!order) return failed({ code: 'order-gone', detail: 'Its order is not here any more' })
    const { contents } = shipment
    const { shipFrom } = settings()
    const slip = { order, contents, boxes: boxesOf(shipment), shipFrom }
    const drawn = await drawing.run('slip', slip)
    return drawn instanceof Uint8Array
      ? done(drawn)
      : failed({ code: 'not-drawn', detail: `It could not be drawn: ${drawn.problem}` })
  }

  /** Which box of its order it is, as far as labels are bought. */
  function boxesOf({ orderId, parcel }: LedgerEntry): BoxCount {
    const boxes = shipping.ofOrder(orderId).filter(({ state }) => isLive(state))
    const isIn = (line: number, quantity: number) =>
      boxes
        .flatMap(({ contents }) => contents)
        .reduce((sum, entry) => sum + (entry.line === line ? entry.quantity : 0), 0) >= quantity
    return {
      number: parcel,
      of: Math.max(parcel, ...boxes.map((box) => box.parcel)),
      more: !orders.find(orderId)?.items.every(({ line, quantity }) => isIn(line, quantity)),
    }
  }

  function copiesTo(country: string): number {
    const { invoiceCopies, invoiceCopiesTo } = settings().documents
    return invoiceCopiesTo[country] ?? invoiceCopies
  }

  /** Whether the carrier has told all the papers that there are: they come with the label. */
  function isTold({ documentUrls, label }: LedgerEntry): boolean {
    return documentUrls.length > 0 || label !== null
  }

  function whyNone(shipment: LedgerEntry): NoPapers | null {
    const isAbroad = shipment.country !== settings().shipFrom?.country
    if (shipment.documentUrls.length === 0)
      return isAbroad && isTold(shipment) && isGood(shipment.state) ? 'none-given' : null
    if (settings().documents.paperless) return 'paperless'
    if (copiesTo(shipment.country) === 0) return 'no-copies'
    return printers.first() ? null : 'no-document-printer'
  }

  /** Whether there are papers of it that were not known. */
  function addPapers(shipment: LedgerEntry): boolean {
    if (whyNone(shipment) !== null) return false
    const copies = copiesTo(shipment.country)
    const added = shipment.documentUrls.map((_, link) =>
      store.add({ shipmentId: shipment.id, kind: 'commercial-invoice', link, copies }),
    )
    return added.includes(true)
  }

  function customsPapersOf(shipmentId: string): DocumentEntry[] {
    return store.ofShipment(shipmentId).filter(({ kind }) => kind === 'commercial-invoice')
  }

  function changed(): void {
    changes.publish()
    runner.plan()
  }

  /** Customs papers come with the label, so that they are here when the box is. */
  const stopListening = shipping.labelsKept.subscribe((id) => {
    const shipment = shipping.find(id)
    if (!shipment || !isGood(shipment.state)) return
    writes.attempt(() => {
      if (addPapers(shipment)) changed()
    })
  })

  return {
    changes,
    want(shipmentId) {
      const shipment = shipping.find(shipmentId)
      if (!shipment || !isGood(shipment.state)) return false
      addPapers(shipment)
      if (settings().documents.packingSlip && printers.first())
        store.add({ shipmentId, kind: 'packing-slip', link: 0, copies: 1 })
      if (store.want(shipmentId)) changed()
      return isTold(shipment)
    },

    standing(shipmentId) {
      const shipment = shipping.find(shipmentId)
      // Without a document printer papers are somebody else's work.
      if (!shipment || settings().documents.paperless || !printers.first())
        return { state: 'clear' }
      const papers = customsPapersOf(shipmentId)
      if (papers.length === 0) {
        const isMissing =
          shipment.country !== settings().shipFrom?.country &&
          copiesTo(shipment.country) > 0 &&
          !isTold(shipment)
        return isMissing
          ? { state: 'failed', detail: 'the carrier has not given them yet' }
          : { state: 'clear' }
      }
      const open = papers.filter(
        ({ outAt, confirmedAt, state }) =>
          outAt === null && confirmedAt === null && state !== 'dropped',
      )
      const stuck = open.find(
        ({ state, detail }) => state === 'in-doubt' || state === 'failed' || detail !== null,
      )
      if (stuck) return { state: 'failed', detail: stuck.detail ?? '–' }
      return { state: open.length > 0 ? 'wait' : 'clear' }
    },

    confirm(shipmentId, by) {
      for (const { id, state, outAt, connection, job } of customsPapersOf(shipmentId)) {
        if (outAt !== null || state === 'dropped') continue
        store.confirm(id, by)
        if (state === 'printing' && connection !== null && job !== null)
          void runner.takeBack(connection, job)
      }
      log.info({ shipment: shipmentId }, 'Papers were put in by hand')
      changed()
    },

    printAgain(shipmentId, documentId) {
      const entry = store.find(documentId)
      if (entry?.shipmentId !== shipmentId) return failed({ code: 'document-not-found' })
      const shipment = shipping.find(shipmentId)
      if (!shipment || !isGood(shipment.state)) return failed({ code: 'label-void' })
      if (entry.state === 'printing') return failed({ code: 'document-under-way' })
      if (!printers.first()) return failed({ code: 'no-document-printer' })
      store.askByHand(documentId)
      changed()
      return done(shown(store.find(documentId) ?? entry))
    },

    ofShipment: (shipmentId) => store.ofShipment(shipmentId).map(shown),

    noPapersBecause(shipmentId) {
      const shipment = shipping.find(shipmentId)
      if (!shipment || customsPapersOf(shipmentId).length > 0) return null
      return whyNone(shipment)
    },

    statuses: () => printers.statuses(),

    reconfigure() {
      printers.look()
      writes.attempt(() => store.wake())
      changed()
    },

    async stop() {
      stopListening()
      printers.stop()
      await Promise.all([runner.stop(), drawing.stop()])
    },
  }
}

/** What screens and other programs see of it. */
function shown(entry: DocumentEntry): ShipmentDocument {
  return {
    id: entry.id,
    kind: entry.kind,
    copies: entry.copies,
    state: entry.state,
    at: entry.at,
    detail: entry.detail,
    printerId: entry.printerId,
    outAt: entry.outAt,
    confirmedAt: entry.confirmedAt,
    confirmedBy: entry.confirmedBy,
    nextTryAt: entry.nextTryAt,
  }
}
