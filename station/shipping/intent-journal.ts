import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { CarrierIdSchema, OrderSchema, type Order } from '../../shared/orders.ts'
import {
  CarrierFailureSchema,
  PackedGoodsSchema,
  ShipmentStateSchema,
} from '../../shared/shipping.ts'
import { flushFolder } from '../database/flush.ts'
import { isStorageTrouble, storageTrouble } from '../database/storage-trouble.ts'
import type { Clock, Log } from '../ports.ts'
import type { LedgerEntry } from './ledger-entry.ts'

/*
 * A second memory of what may have cost money, beside the database and not in it: a database that comes back from a
 * backup does not know what was bought after it (P-18).
 */

const IntendedSchema = z.object({
  event: z.literal('intended'),
  id: z.string(),
  at: z.string(),
  /** As it was bought: a restored database may not know it at all. */
  order: OrderSchema,
  parcel: z.int(),
  attempt: z.int(),
  carrier: CarrierIdSchema,
  serviceLevel: z.string(),
  reference: z.string(),
  requestBody: z.string(),
  contents: z.array(
    z.object({
      line: z.int(),
      quantity: z.int(),
      goods: z.array(PackedGoodsSchema).readonly().optional(),
    }),
  ),
  weightGrams: z.int(),
  weightLineage: z.string(),
  box: z.string().nullable(),
  operator: z.string().nullable(),
})
export type JournalledIntent = z.infer<typeof IntendedSchema>

/** An end after which the purchase costs nothing, or nobody waits for it. */
const EndedSchema = z.object({
  event: z.literal('ended'),
  id: z.string(),
  at: z.string(),
  state: ShipmentStateSchema,
  failure: CarrierFailureSchema.nullable(),
})
export type JournalledEnd = z.infer<typeof EndedSchema>

const LineSchema = z.discriminatedUnion('event', [IntendedSchema, EndedSchema])
export type JournalLine = z.infer<typeof LineSchema>

export interface IntentJournal {
  /** On disk when this returns. Throws where that cannot be, and then no call may leave. */
  intended(entry: LedgerEntry, order: Order, weightLineage: string): void
  /** A purchase has ended. That this is lost costs a look-up and no money, so it never throws. */
  ended(entry: LedgerEntry): void
  /** The newest line that is whole. */
  newest(): JournalLine | undefined
  /** Every line that is whole, oldest first. */
  lines(): JournalLine[]
  close(): void
}

const NAME = 'purchases.journal'
/** Backups are kept for seven days; a journal that is put aside has at least these days in it. */
const FILE_DAYS = 8
const DAY_MS = 86_400_000
/** One line is an order and the body of one call. */
const TAIL_BYTES = 256 * 1024
const NEW_LINE = 10

/** Opens the journal of a data folder. Throws where it cannot be read and written. */
export function openIntentJournal(dataDir: string, clock: Clock, log: Log): IntentJournal {
  const file = join(dataDir, NAME)
  const former = `${file}.former`
  let handle = open(file)
  // What a crash or a full disk cut off must not take the next line with it.
  let isTorn = !endsWhole(handle)
  let begunMs = begunAt()

  function begunAt(): number | undefined {
    const text = readHead(handle)
    const first = text === undefined ? undefined : parseLine(text)
    return first && Date.parse(first.at)
  }

  /** Puts the file aside once it holds enough days, so that two of them hold them always. */
  function turn(): void {
    const nowMs = clock.now().getTime()
    begunMs ??= nowMs
    if (nowMs - begunMs < FILE_DAYS * DAY_MS) return
    closeSync(handle)
    renameSync(file, former)
    handle = open(file)
    flushFolder(dataDir)
    isTorn = false
    begunMs = nowMs
  }

  function append(line: JournalLine): void {
    const text = `${isTorn ? '\n' : ''}${JSON.stringify(line)}\n`
    isTorn = true
    writeFileSync(handle, text)
    isTorn = false
  }

  return {
    intended(entry, order, weightLineage) {
      turn()
      const { id, parcel, attempt, carrier, serviceLevel, reference, requestBody } = entry
      append({
        event: 'intended',
        id,
        at: entry.intendedAt,
        order,
        parcel,
        attempt,
        carrier,
        serviceLevel,
        reference,
        requestBody,
        contents: [...entry.contents],
        weightGrams: entry.weightGrams,
        weightLineage,
        box: entry.box,
        operator: entry.operator,
      })
      fsyncSync(handle)
    },
    ended({ id, state, failure }) {
      try {
        append({ event: 'ended', id, at: clock.now().toISOString(), state, failure })
      } catch (error) {
        if (!isStorageTrouble(error)) throw error
        log.warn({ shipment: id, reason: storageTrouble(error).words }, 'An end was not journalled')
      }
    },
    newest() {
      const lines = readTail(handle).split('\n').slice(0, -1)
      return lines.reduceRight<JournalLine | undefined>(
        (found, line) => found ?? parseLine(line),
        undefined,
      )
    },
    lines() {
      const texts = [former, file].filter(existsSync).map((each) => readFileSync(each, 'utf8'))
      return texts.flatMap((text) =>
        // What stands after the last line break was never whole, so its call never left.
        text
          .split('\n')
          .slice(0, -1)
          .flatMap((line) => parseLine(line) ?? []),
      )
    },
    close: () => closeSync(handle),
  }
}

const open = (file: string) => openSync(file, 'a+', 0o600)

function parseLine(text: string): JournalLine | undefined {
  try {
    return LineSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function endsWhole(handle: number): boolean {
  const { size } = fstatSync(handle)
  if (size === 0) return true
  return readAt(handle, size - 1, 1)[0] === NEW_LINE
}

function readHead(handle: number): string | undefined {
  return readAt(handle, 0, TAIL_BYTES).toString('utf8').split('\n')[0]
}

function readTail(handle: number): string {
  const { size } = fstatSync(handle)
  return readAt(handle, Math.max(0, size - TAIL_BYTES), TAIL_BYTES).toString('utf8')
}

function readAt(handle: number, from: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  return buffer.subarray(0, readSync(handle, buffer, 0, bytes, from))
}
