import { implement, ORPCError } from '@orpc/server'
import { contract } from '../shared/contract.ts'
import { done, failed } from '../shared/outcome.ts'
import type { Order } from '../shared/orders.ts'
import { isStorageTrouble, storageTrouble } from './database/storage-trouble.ts'
import type { Paper } from './labels/labels.ts'
import { followLatest } from './lib/topic.ts'
import { findPrinters } from './printing/printing.ts'
import type { StationParts } from './station.ts'
import { attachedScales } from './weighing/attached-scales.ts'

/** A signal for a stream whose caller gave none: it ends when its reader leaves. */
const endless = new AbortController().signal

/** The contract's procedures, each a line or two to the feature that does the work. */
export function createRouter(parts: StationParts) {
  const { productWeights, scanLog } = parts
  const { bench, orders, shipping, queue, health, settings, weighing, printing, carriers } = parts
  const on = implement(contract).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      if (!isStorageTrouble(error)) throw error
      parts.records.noteError(error)
      throw new ORPCError('NOT_KEPT', { status: 507, message: storageTrouble(error).words })
    }
  })

  return on.router({
    bench: {
      follow: on.bench.follow.handler(({ signal }) =>
        followLatest(() => bench.view(), [bench.changes, settings.changes], signal ?? endless),
      ),
      scan: on.bench.scan.handler(({ input }) => bench.scan(input.text, input.source)),
      open: on.bench.open.handler(({ input }) => bench.open(input.orderId)),
      correct: on.bench.correct.handler(({ input }) =>
        bench.correct(input.orderId, input.correction),
      ),
    },
    orders: {
      search: on.orders.search.handler(({ input }) => orders.search(input)),
      get: on.orders.get.handler(({ input }) => found(orders.find(input.id))),
      counts: on.orders.counts.handler(() => orders.counts()),
      importBegin: on.orders.importBegin.handler(({ input }) => ({
        id: orders.imports.begin(input.fileName, input.bytes),
      })),
      importPiece: on.orders.importPiece.handler(async ({ input }) =>
        known(await orders.imports.piece(input.id, input.text, input.last)),
      ),
      importStop: on.orders.importStop.handler(({ input }) => known(orders.imports.stop(input.id))),
      importsFollow: on.orders.importsFollow.handler(({ signal }) =>
        followLatest(() => orders.imports.list(), [orders.imports.changes], signal ?? endless),
      ),
    },
    shipments: {
      search: on.shipments.search.handler(({ input }) => shipping.search(input)),
      get: on.shipments.get.handler(({ input }) => {
        const detail = shipping.detail(input.id)
        if (!detail) return failed({ code: 'shipment-not-found' })
        return done({
          ...detail,
          documents: parts.documents.ofShipment(input.id),
          noPapersBecause: parts.documents.noPapersBecause(input.id),
        })
      }),
      picture: on.shipments.picture.handler(async ({ input }) => {
        if (!shipping.find(input.id)) return failed({ code: 'shipment-not-found' })
        const label = shipping.labelOf(input.id)
        if (!label) return failed({ code: 'no-label' })
        const drawn = await parts.labels.draw(label, paperOf(parts))
        if (!drawn.ok) return failed({ code: 'label-not-drawable' })
        const { png, widthDots, heightDots } = drawn.value
        return done({ png: Buffer.from(png).toString('base64'), widthDots, heightDots })
      }),
      reprint: on.shipments.reprint.handler(({ input }) =>
        bench.reprint(input.id, input.reason, input.approval),
      ),
      printDocument: on.shipments.printDocument.handler(({ input }) =>
        parts.documents.printAgain(input.id, input.documentId),
      ),
      void: on.shipments.void.handler(({ input }) => bench.voidShipment(input.id)),
      exchanges: on.shipments.exchanges.handler(({ input }) => {
        const exchanges = shipping.exchanges(input.id)
        return exchanges ? done(exchanges) : failed({ code: 'shipment-not-found' })
      }),
      track: on.shipments.track.handler(({ input }) => shipping.track(input.id)),
      settle: on.shipments.settle.handler(({ input }) =>
        bench.settleShipment(input.id, input.settlement),
      ),
    },
    outbox: {
      follow: on.outbox.follow.handler(({ signal }) =>
        followLatest(() => queue.counts(), [queue.changes], signal ?? endless),
      ),
      page: on.outbox.page.handler(({ input }) => queue.page(input)),
      get: on.outbox.get.handler(({ input }) => queue.find(input.id) ?? null),
      history: on.outbox.history.handler(({ input }) => queue.history(input.stickerId)),
      act: on.outbox.act.handler(({ input }) => queue.act(input.stickerId, input.action)),
    },
    settings: {
      follow: on.settings.follow.handler(({ signal }) =>
        followLatest(() => parts.settingsView(), [settings.changes], signal ?? endless),
      ),
      change: on.settings.change.handler(({ input }) => {
        const changed = settings.change(input.patch)
        return changed.ok ? done(parts.settingsView()) : changed
      }),
      keepCredentials: on.settings.keepCredentials.handler(({ input }) =>
        parts.keepCredentials(input) ? done(null) : failed({ code: 'credentials-cannot-be-kept' }),
      ),
      testCarrier: on.settings.testCarrier.handler(async ({ input }) => {
        const startedAt = performance.now()
        const tested = await carriers.of(input.carrier).test()
        return {
          carrier: input.carrier,
          result: tested.ok ? 'works' : 'failed',
          ...(!tested.ok && { code: tested.failure.code }),
          message: tested.ok ? '' : (tested.failure.carrierSaid ?? ''),
          tookMs: Math.round(performance.now() - startedAt),
        }
      }),
      testPrinter: on.settings.testPrinter.handler(({ input }) =>
        printing.printTest(input.printerId),
      ),
      testProofs: on.settings.testProofs.handler(({ signal }) =>
        followLatest(() => printing.testProofs(), [printing.changes], signal ?? endless),
      ),
      findPrinters: on.settings.findPrinters.handler(({ signal }) =>
        findPrinters(signal ?? endless, parts.log),
      ),
    },
    scale: {
      follow: on.scale.follow.handler(async function* ({ signal }) {
        for await (const reading of followLatest(
          () => weighing.reading(),
          [weighing.readings],
          signal ?? endless,
        ))
          if (reading) yield reading
      }),
      attached: on.scale.attached.handler(({ signal }) =>
        attachedScales(parts.hid, signal ?? endless),
      ),
      listen: on.scale.listen.handler(({ input, signal }) =>
        weighing.listen(input, signal ?? endless),
      ),
      probe: on.scale.probe.handler(({ input, signal }) =>
        weighing.probe(input.connection, signal ?? endless),
      ),
    },
    weights: {
      search: on.weights.search.handler(({ input }) => productWeights.search(input)),
      set: on.weights.set.handler(({ input }) =>
        productWeights.set(input.merchant, input.sku, input.milligrams),
      ),
      forget: on.weights.forget.handler(({ input }) =>
        productWeights.forget(input.merchant, input.sku),
      ),
    },
    scans: {
      search: on.scans.search.handler(({ input }) => scanLog.search(input)),
      follow: on.scans.follow.handler(({ signal }) =>
        followLatest(() => scanLog.newest(), [scanLog.changes], signal ?? endless),
      ),
    },
    health: {
      follow: on.health.follow.handler(({ signal }) =>
        followLatest(() => health.view(), [health.changes], signal ?? endless),
      ),
    },
    drill: {
      follow: on.drill.follow.handler(async function* ({ signal }) {
        const { drill } = parts
        if (drill) yield* followLatest(() => drill.view(), [drill.changes], signal ?? endless)
      }),
      act: on.drill.act.handler(({ input }) => {
        if (!parts.drill) return failed({ code: 'not-a-demo' })
        parts.drill.act(input)
        return done(null)
      }),
    },
  })
}

function found(order: Order | undefined) {
  return order ? done(order) : failed({ code: 'order-not-found' as const })
}

function known(isKnown: boolean) {
  return isKnown ? done(null) : failed({ code: 'import-not-found' as const })
}

/** What the label printer prints on; a 4×6 inch label at 203 dpi where none is set up. */
function paperOf(parts: StationParts): Paper {
  const printer = parts.settings.current().printers.find(({ role }) => role === 'label')
  return {
    dpi: printer?.dpi ?? 203,
    widthInches: printer?.media.widthInches ?? 4,
    heightInches: printer?.media.heightInches ?? 6,
  }
}
