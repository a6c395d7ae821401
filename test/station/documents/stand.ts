import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DocumentState, ShipmentDocument } from '../../../shared/documents.ts'
import type { Order } from '../../../shared/orders.ts'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import { SettingsSchema } from '../../../shared/settings.ts'
import type { CarrierFailure, ShipmentState } from '../../../shared/shipping.ts'
import type { Carrier, DownloadedLabel } from '../../../station/carriers/carriers.ts'
import { openDatabase, type Database } from '../../../station/database/database.ts'
import { createDocuments, type Documents } from '../../../station/documents/documents.ts'
import { documentMigrations } from '../../../station/documents/schema.ts'
import { createTopic } from '../../../station/lib/topic.ts'
import type { LedgerEntry } from '../../../station/shipping/shipping.ts'
import { EMPTY_PAGE } from '../../contracts/document-printer.contract.ts'
import { steadyWrites } from '../database/stand.ts'

export const INVOICE: DownloadedLabel = { kind: 'pdf', bytes: EMPTY_PAGE, sha256: 'cd34' }
export const NOT_THERE = failed<CarrierFailure>({
  code: 'label-download-failed',
  carrier: 'flavorcloud',
  httpStatus: 404,
})

const ORDER = {
  id: 1,
  reference: 'LK-20417',
  merchant: 'larkspur',
  shipTo: { name: 'Mairead Quinlan', street1: '14 Castle Row', city: 'Galway', country: 'IE' },
  items: [{ line: 1, sku: 'LK-PUL-M-OAT', barcodes: [], description: 'Pullover', quantity: 2 }],
} as unknown as Order

function shipmentOf(id: string): LedgerEntry {
  const known: Partial<LedgerEntry> = {
    id,
    order: 'LK-20417',
    orderId: 1,
    parcel: 1,
    merchant: 'larkspur',
    carrier: 'flavorcloud',
    carrierShipmentId: 'FCS-1',
    reference: 'SB-1',
    country: 'IE',
    state: 'bought',
    onBoxAt: null,
    label: { kind: 'zpl', bytes: 100, sha256: 'ab' },
    documentUrls: ['https://papers.example/1.pdf'],
    contents: [{ line: 1, quantity: 2 }],
  }
  return known as LedgerEntry
}

const SETTINGS = {
  shipFrom: { name: 'Harbor', street1: '2210 Dockside Rd', city: 'Tacoma', country: 'US' },
}

/** Documents on a real database and a real line to a printer, with shipments and a carrier that a test makes up. */
export function startDocumentStand(connection: string) {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-documents-'))
  const shipments = new Map<string, LedgerEntry>()
  const script: {
    download: Outcome<DownloadedLabel, CarrierFailure>
    documentUrlsNow: string[]
    settings: Record<string, unknown>
  } = {
    download: done(INVOICE),
    documentUrlsNow: [],
    settings: {
      printers: [{ id: 'office', role: 'document', connection }],
    },
  }
  const asked: string[] = []
  const labelsKept = createTopic<string>()
  const log = { debug() {}, info() {}, warn() {}, error() {} }

  function open() {
    const database = openDatabase(join(folder, 'station.db'), documentMigrations)
    const writes = steadyWrites(database)
    const documents = createDocuments({
      database,
      worker: new URL('../../../station/labels/label-worker.ts', import.meta.url),
      shipping: {
        find: (id) => shipments.get(id),
        ofOrder: () => [...shipments.values()],
        labelsKept,
      },
      orders: { find: () => ORDER },
      carriers: {
        of: () =>
          ({
            readBack: async () => done({ documentUrls: script.documentUrlsNow }),
          }) as unknown as Carrier,
        async download(_carrier, url) {
          asked.push(url)
          return script.download
        },
      },
      settings: () => SettingsSchema.parse({ ...SETTINGS, ...script.settings }),
      writes,
      clock: { now: () => new Date() },
      log,
    })
    return { database, documents, writes }
  }

  let current = open()

  return {
    script,
    /** Links that were asked for. */
    asked,
    /** Shipments whose label has been fetched. */
    labelsKept,
    documents: (): Documents => current.documents,
    database: (): Database => current.database,
    add(id: string, changes: Partial<LedgerEntry> = {}): void {
      shipments.set(id, { ...shipmentOf(id), ...changes })
    },
    become(id: string, state: ShipmentState): void {
      this.add(id, { ...shipments.get(id), state })
    },
    /** Resolves with the first document of a shipment when it is in that state. */
    until(id: string, state: DocumentState): Promise<ShipmentDocument> {
      const { documents } = current
      return new Promise((resolve) => {
        let stop = () => {}
        const look = () => {
          const [document] = documents.ofShipment(id)
          if (document?.state !== state) return
          stop()
          resolve(document)
        }
        stop = documents.changes.subscribe(look)
        look()
      })
    },
    async restart(between: () => void = () => {}): Promise<void> {
      await this.close()
      between()
      current = open()
    },
    async close(): Promise<void> {
      await current.documents.stop()
      current.writes.giveUp()
      current.database.close()
    },
    async stop(): Promise<void> {
      await this.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export type DocumentStand = ReturnType<typeof startDocumentStand>
