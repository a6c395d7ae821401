import { done, type Outcome } from '../shared/outcome.ts'
import type { FieldProblem } from '../shared/problem.ts'
import type { CredentialsInput, Settings, SettingsView } from '../shared/settings.ts'
import { createCarriers, type Carriers } from './carriers/carriers.ts'
import { exchangeMigrations, openExchangeStore } from './carriers/exchange-store.ts'
import { keepDatabase, type DatabaseKeeping } from './database/keeping.ts'
import { openStationDatabase, type DatabaseNotUsable } from './database/opening.ts'
import { restoreDatabase, type Restored, type RestoreFailure } from './database/restore.ts'
import { createDocuments, type Documents } from './documents/documents.ts'
import { documentMigrations } from './documents/schema.ts'
import { watchCarriers } from './health/carrier-watch.ts'
import { createHealth, type HealthReport } from './health/health.ts'
import { createLabels, type Labels } from './labels/labels.ts'
import { bringBackOrders } from './orders/bring-back.ts'
import { createOrders, type Orders } from './orders/orders.ts'
import { orderMigrations } from './orders/schema.ts'
import { createOutbox } from './outbox/outbox.ts'
import { createQueue, type Queue } from './outbox/queue.ts'
import { outboxMigrations } from './outbox/schema.ts'
import { createBench, type Bench } from './packing/bench.ts'
import { followCutOff } from './packing/cut-off.ts'
import { openOperatorAtBench } from './packing/operator-at-bench.ts'
import { createParkedBuying } from './packing/parked-buying.ts'
import { createRating } from './packing/rating.ts'
import { openSessionStore, packingMigrations } from './packing/session-store.ts'
import type { Drill, Log, StationPorts } from './ports.ts'
import { createPrinting, type Printing } from './printing/printing.ts'
import { printingMigrations } from './printing/schema.ts'
import { createRouter } from './router.ts'
import { openSettings, settingsMigrations, type SettingsStore } from './settings/settings.ts'
import { takeUpJournal } from './shipping/journal-recovery.ts'
import { shippingMigrations } from './shipping/schema.ts'
import { createShipping, type Shipping } from './shipping/shipping.ts'
import { createProductWeights, type ProductWeights } from './product-weights/product-weights.ts'
import { productWeightMigrations } from './product-weights/weight-store.ts'
import { createScannerLines } from './scanning/scanner-lines.ts'
import { openScanLog, scanLogMigrations, type ScanLog } from './audit/scan-log.ts'
import type { HidAccess } from './hid/hid.ts'
import { createHidAccess } from './hid/hid-process.ts'
import { createWeighing, type Weighing } from './weighing/weighing.ts'

export { lockFolder } from './database/folder-lock.ts'
export type { Restored } from './database/restore.ts'
export { storageTrouble } from './database/storage-trouble.ts'

/** What the router is made of. */
export interface StationParts {
  readonly orders: Orders
  readonly bench: Bench
  readonly shipping: Shipping
  readonly queue: Queue
  readonly health: HealthReport
  readonly settings: SettingsStore
  readonly carriers: Carriers
  readonly printing: Printing
  readonly weighing: Weighing
  readonly hid: HidAccess
  readonly productWeights: ProductWeights
  readonly scanLog: ScanLog
  readonly labels: Labels
  readonly documents: Documents
  readonly records: Pick<DatabaseKeeping, 'noteError'>
  readonly drill: Drill | undefined
  readonly log: Log
  settingsView(): SettingsView
  /** False where this host cannot keep secrets. */
  keepCredentials(input: CredentialsInput): boolean
}

export interface Station {
  readonly router: ReturnType<typeof createRouter>
  readonly orders: Orders
  readonly bench: Bench
  readonly shipments: Shipping
  readonly documents: Documents
  readonly queue: Queue
  readonly health: HealthReport
  readonly scanLog: Pick<ScanLog, 'search' | 'newest'>
  readonly settings: SettingsStore
  readonly printing: Pick<Printing, 'printTest' | 'testProofs'>
  /** The care for the database: its check after an unclean stop, its backups. */
  readonly records: Pick<DatabaseKeeping, 'isDamaged' | 'noteError' | 'idle'>
  /** Ends what runs, in order, and closes the database. */
  stop(): Promise<void>
}

export type StationFailure =
  | { readonly code: 'settings-not-valid'; readonly problems: FieldProblem[] }
  | DatabaseNotUsable

const MIGRATIONS = [
  ...settingsMigrations,
  ...orderMigrations,
  ...shippingMigrations,
  ...printingMigrations,
  ...packingMigrations,
  ...outboxMigrations,
  ...exchangeMigrations,
  ...documentMigrations,
  ...productWeightMigrations,
  ...scanLogMigrations,
]

/** Later than the page and the first scan, so that nothing slow stands before them; long before a first label. */
const WARM_UP_AFTER_MS = 10_000

/** Puts a backup in place of a station's database. The folder must be locked, and no station run on it. */
export function restoreBackup(
  dataDir: string,
  backup: string,
  now: Date,
): Outcome<Restored, RestoreFailure> {
  return restoreDatabase(dataDir, backup, MIGRATIONS, now)
}

/** Puts the station together: the only place that knows every feature. Ready to take a scan when it resolves. */
export function createStation(ports: StationPorts): Outcome<Station, StationFailure> {
  const opened = openStationDatabase(ports.dataDir, MIGRATIONS, ports.clock.now())
  if (!opened.ok) return opened
  const { database } = opened.value
  const settingsOpened = openSettings(database, ports.settingsFile)
  if (!settingsOpened.ok) {
    opened.value.close(opened.value.lastStop === undefined)
    return settingsOpened
  }
  const settings = settingsOpened.value
  const { clock, log, credentials } = ports
  const journal = takeUpJournal({
    database,
    dataDir: ports.dataDir,
    orderIdOf: bringBackOrders(database, clock),
    clock,
    log,
  })
  if (!journal.ok) {
    opened.value.close(opened.value.lastStop === undefined)
    return journal
  }
  const current = () => settings.current()
  const records = keepDatabase({
    opened: opened.value,
    dataDir: ports.dataDir,
    helper: ports.databaseHelper,
    backups: ports.drill === undefined,
    clock,
    log,
  })
  const { writes } = records

  const exchanges = openExchangeStore({ database, clock, log })
  const watch = watchCarriers(
    createCarriers({
      settings: current,
      credentials,
      log,
      version: ports.version,
      clock,
      exchanges,
    }),
    clock,
  )
  const { carriers } = watch
  const labels = createLabels({ worker: ports.labelWorker, log })
  const printing = createPrinting({
    database,
    labels,
    printers: () => current().printers.filter(({ role }) => role === 'label'),
    clock,
    log,
  })
  const mayBuy = () => !records.isDamaged()
  const shipping = createShipping({
    database,
    postcodes: (orderId) => ({
      to: orders.find(orderId)?.shipTo.zip ?? null,
      from: current().shipFrom?.zip ?? null,
    }),
    carriers,
    printing,
    journal: journal.value,
    writes,
    exchanges,
    mayBuy,
    isReplayProved: () => current().carriers.flexport.replayProved,
    trackingEveryHours: () => current().tracking.everyHours,
    clock,
    log,
  })
  const orders = createOrders({
    database,
    clock,
    log,
    isFixed: (orderId) =>
      shipping.fixedBecause(orderId) ??
      (outbox.ofOrder(orderId).length > 0 ? 'a box of it is parked' : undefined),
    watchFolder: () => current().watchFolder,
  })
  const documents = createDocuments({
    database,
    worker: ports.labelWorker,
    shipping,
    orders,
    carriers,
    settings: current,
    writes,
    clock,
    log,
  })
  const productWeights = createProductWeights({ database, writes, clock })
  const rating = createRating({ carriers, shipping, productWeights, settings: current })
  const outbox = createOutbox({
    database,
    carriers,
    work: createParkedBuying({ orders, shipping, rating, settings: current, mayBuy }),
    writes,
    clock,
    log,
  })
  const hid = createHidAccess({ helper: ports.hidHelper, log })
  const weighing = createWeighing({ scale: () => current().scale, hid, clock, log })
  const scanLog = openScanLog({ database, clock, log })
  const bench = createBench({
    orders,
    sessions: openSessionStore(
      database,
      () => clock.now(),
      (id) => orders.find(id),
    ),
    operators: openOperatorAtBench(database, () => current().operators),
    carriers,
    shipping,
    outbox,
    printing,
    documents,
    rating,
    weighing,
    productWeights,
    scanLog,
    settings: current,
    clock,
    log,
    writes,
    mayBuy,
    demo: ports.drill !== undefined,
  })
  const scanners = createScannerLines({
    settings: () => current().scanner,
    hid,
    onScan: (text, source) => void bench.scan(text, source),
    log,
  })
  const cutOff = followCutOff({ cutOff: () => current().packing.cutOff, clock })
  const queue = createQueue({
    database,
    shipping,
    outbox,
    carriers,
    cutOffAt: () => cutOff.at(),
    cutOffs: cutOff.changes,
    printSticker: (stickerId) => bench.printSticker(stickerId),
    takeBack: (stickerId) => bench.takeBack(stickerId),
    settings: current,
    shipmentAtBench: () => bench.shipmentId(),
  })
  const health = createHealth({
    carriers: watch,
    credentials,
    printing,
    documents,
    weighing,
    scanners,
    queue,
    records,
  })
  const warming = setTimeout(() => labels.warmUp(convertsLabels(current())), WARM_UP_AFTER_MS)
  warming.unref()
  const stopFollowingSettings = settings.changes.subscribe(() => {
    printing.reconfigure()
    documents.reconfigure()
    weighing.reconfigure()
    scanners.reconfigure()
    carriers.reconfigure()
    orders.watch()
    cutOff.reconfigure()
    // What a weight is compared with may be another now.
    bench.changes.publish()
  })

  const router = createRouter({
    orders,
    bench,
    shipping,
    queue,
    health,
    settings,
    carriers,
    printing,
    weighing,
    hid,
    productWeights,
    scanLog,
    labels,
    documents,
    records,
    drill: ports.drill,
    log,
    settingsView: () => ({
      settings: current(),
      fixed: [...settings.fixed],
      credentials: {
        flexportToken: credentials.origin('flexportToken'),
        flavorcloudKeys: credentials.origin('flavorcloudRestApiKey'),
        canKeep: credentials.keep !== undefined,
      },
    }),
    keepCredentials(input) {
      if (!credentials.keep) return false
      credentials.keep(
        input.carrier === 'flexport'
          ? { flexportToken: input.token }
          : { flavorcloudAppId: input.appId, flavorcloudRestApiKey: input.restApiKey },
      )
      settings.changes.publish()
      return true
    },
  })

  return done({
    router,
    orders,
    bench,
    shipments: shipping,
    documents,
    queue,
    health,
    scanLog,
    settings,
    printing,
    records,
    async stop() {
      clearTimeout(warming)
      writes.giveUp()
      stopFollowingSettings()
      await scanners.stop()
      health.stop()
      cutOff.stop()
      await bench.stop()
      await outbox.stop()
      await documents.stop()
      shipping.stop()
      await Promise.all([orders.stop(), weighing.stop(), printing.stop(), labels.stop()])
      await hid.stop()
      scanLog.stop()
      await carriers.stop()
      exchanges.stop()
      await records.close()
      journal.value.close()
    },
  })
}

/** Whether labels become dots before they print: they come as pictures, or the printer wants something else than ZPL. */
function convertsLabels({ carriers, printers }: Settings): boolean {
  return (
    carriers.flexport.labelFormat !== 'ZPL203' ||
    carriers.flavorcloud.labelFormat !== 'ZPL' ||
    printers.some(({ role, language = 'zpl' }) => role === 'label' && language !== 'zpl')
  )
}
