import { z } from 'zod'
import { LengthUnitSchema } from './measures.ts'
import { AddressSchema, CarrierIdSchema, TermsOfTradeSchema } from './orders.ts'
import { LanguageNameSchema } from './printing.ts'
import { parseStarredCode } from './scanning.ts'
import { CarrierFailureCodeSchema } from './shipping.ts'
import { ScaleProtocolSchema } from './weighing.ts'

const id = z.string().trim().min(1).max(50)

const baseUrl = z
  .string()
  .regex(/^https?:\/\/[^\s/]+/, 'must be an address such as https://logistics-api.flexport.com')
  .transform((text) => text.replace(/\/+$/, ''))
  .refine(
    (text) =>
      text.startsWith('https:') ||
      isLoopback(/^http:\/\/(\[[^\]]+\]|[^:/]+)/.exec(text)?.[1] ?? ''),
    'must be https (plain http only on this machine)',
  )

/** Whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/** One of these forms; where it is TCP, with a port that exists. */
const connection = (forms: RegExp, words: string) =>
  z
    .string()
    .regex(forms, words)
    .refine((text) => {
      const port = /^tcp:.*:(\d{1,5})$/.exec(text)?.[1]
      return port === undefined || (Number(port) >= 1 && Number(port) <= 65_535)
    }, 'must have a port from 1 to 65535')

const printerConnection = connection(
  /^(tcp:\/\/[^\s:/]+:\d{1,5}|ipps?:\/\/[^\s]+|usb:\/.+|serial:.+|spooler:.+|file:.+|simulated:.*)$/,
  'must be tcp://host:port, usb:/dev/…, serial:PATH, spooler:NAME, ipp://host/path, file:PATH or simulated:',
)

/** `serial:PATH?baud=9600&…` as docs/scales.md lists; a scale in the demo is on TCP like any other. */
const scaleConnection = connection(
  /^(tcp:\/\/[^\s:/]+:\d{1,5}|serial:.+|hid:[0-9a-fA-F]{4}:[0-9a-fA-F]{4})$/,
  'must be tcp://host:port, serial:PATH or hid:VID:PID',
)

/** Our own ceiling: neither carrier publishes one. */
const requestsPerSecond = z.number().positive().max(100).default(5)

export const FlexportSettingsSchema = z.strictObject({
  baseUrl: baseUrl.default('https://logistics-api.flexport.com'),
  version: z
    .string()
    .regex(/^(\d{4}-\d{2}|unstable)$/)
    .default('2023-07'),
  labelFormat: z.enum(['ZPL203', 'PNG', 'PDF']).default('ZPL203'),
  serviceLevel: z.string().default('Standard'),
  /** Levels whose prices are shown side by side; each costs a call of its own for every order. */
  quoteServiceLevels: z.array(z.string().trim().min(1).max(50)).max(5).default([]),
  injectionLocation: z.string().optional(),
  /** "I tested replay on my account": a purchase whose answer was lost is asked for again under its key. */
  replayProved: z.boolean().default(false),
  requestsPerSecond,
})

export const FlavorCloudSettingsSchema = z.strictObject({
  baseUrl: baseUrl.default('https://partnerapi.flavorcloud.com'),
  labelFormat: z.enum(['ZPL', 'PDF']).default('ZPL'),
  serviceCode: z.string().default('STANDARD'),
  /** Service codes whose prices are shown side by side; one call rates them all. */
  quoteServiceCodes: z
    .array(z.string().trim().min(1).max(50))
    .max(8)
    .default(['STANDARD', 'EXPRESS']),
  termsOfTrade: TermsOfTradeSchema.default('DDP'),
  /** The carrier answers a purchase at once and makes the label afterwards. */
  async: z.boolean().default(false),
  /** Calls whose addresses are only supposed: multi-package, quotes, batches, manifests, customers. */
  unconfirmedCalls: z.boolean().default(false),
  requestsPerSecond,
})

export const PrinterSettingsSchema = z.strictObject({
  id,
  role: z.enum(['label', 'document']),
  connection: printerConnection,
  language: LanguageNameSchema.optional(),
  dpi: z.union([z.literal(203), z.literal(300), z.literal(600)]).default(203),
  media: z
    .strictObject({
      widthInches: z.number().positive().max(9),
      heightInches: z.number().positive().max(20),
      /** How far the label is turned clockwise before it prints. */
      rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]).optional(),
    })
    .default({ widthInches: 4, heightInches: 6 }),
  /** How pictures go to a ZPL printer: z64 (the least bytes) where nothing is said; acs and hex for old firmware. */
  graphics: z.enum(['z64', 'acs', 'hex']).optional(),
})
export type PrinterSettings = z.infer<typeof PrinterSettingsSchema>

/** Papers beside the label, out of the first printer with the role `document`. */
export const DocumentSettingsSchema = z.strictObject({
  /** The account sends customs papers electronically: no commercial invoice is printed or waited for. */
  paperless: z.boolean().default(false),
  /** A packing slip for every box, in the order's language. */
  packingSlip: z.boolean().default(false),
  /** Of the commercial invoice; for a country of destination where it differs. */
  invoiceCopies: z.int().min(1).max(9).default(3),
  invoiceCopiesTo: z.record(z.string().regex(/^[A-Z]{2}$/), z.int().min(0).max(9)).default({}),
})

export const ScaleSettingsSchema = z.strictObject({
  connection: scaleConnection,
  protocol: ScaleProtocolSchema,
})
export type ScaleSettings = z.infer<typeof ScaleSettingsSchema>

const scannerConnection = connection(
  /^(serial:.+|hid:[0-9a-fA-F]{4}:[0-9a-fA-F]{4})$/,
  'must be serial:PATH or hid:VID:PID',
)

/** How scans come. Nothing needs to be set for a scanner that types like a keyboard and ends with Enter or Tab. */
export const ScannerSettingsSchema = z.strictObject({
  /** What the scanner sends before each scan, taken off; a burst without it is a person's. */
  prefix: z.string().max(5).default(''),
  /** key: Enter or Tab ends a scan · silence: the scanner sends nothing behind a scan. */
  end: z.enum(['key', 'silence']).default('key'),
  /** us: the scanner types as if this were a US keyboard, whatever the computer's layout is. */
  keyboard: z.enum(['as-typed', 'us']).default('as-typed'),
  /** Milliseconds between two characters: the largest gap, and the mean of a scan, that are not a person's. */
  largestGapMs: z.int().min(10).max(300).default(80),
  meanGapMs: z.int().min(5).max(150).default(35),
  /** The same barcode within this time is one scan, unless the order needs more of it. 0: each counts. */
  repeatMs: z.int().min(0).max(5000).default(300),
  /** Scanners that the station reads by itself. */
  lines: z
    .array(z.strictObject({ connection: scannerConnection }))
    .max(4)
    .default([]),
})
export type ScannerSettings = z.infer<typeof ScannerSettingsSchema>

/** A barcode that whoever sets the station up may choose. */
const ownBarcode = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine(
    (text) => parseStarredCode(text) === undefined,
    'must not look like *SB-…* or *SP-…*, which are the station’s own',
  )

export const BoxSchema = z.strictObject({
  id,
  name: z.string().trim().min(1).max(100),
  barcode: ownBarcode,
  length: z.number().positive(),
  width: z.number().positive(),
  height: z.number().positive(),
  unit: LengthUnitSchema.default('in'),
  tareGrams: z.int().min(0).default(0),
})
export type Box = z.infer<typeof BoxSchema>

export const PackingSettingsSchema = z.strictObject({
  requireItemScans: z.boolean().default(true),
  requireScanBack: z.boolean().default(true),
  shipOnLastScan: z.boolean().default(true),
  weightToleranceGrams: z.int().min(0).default(50),
  /** How much dearer than at checkout a label may be before a supervisor is asked. */
  rateIncreasePercent: z.number().min(0).max(1000).default(5),
  /** What the supervisor's APPROVE card carries; without one any APPROVE card counts. */
  supervisorCode: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{4,20}$/, 'must be 4 to 20 letters and digits')
    .optional(),
  /** Local time of day after which labels of today that never were proved on a box are listed for void. */
  cutOff: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 17:30')
    .optional(),
})

/** Someone who packs, known by the badge. */
export const OperatorSchema = z.strictObject({
  id,
  name: z.string().trim().min(1).max(100),
  /** What a scanner reads off the badge. */
  badge: ownBarcode,
})
export type Operator = z.infer<typeof OperatorSchema>

export const NetworkSettingsSchema = z.strictObject({
  /** PEM file of certificate authorities to trust beside the usual ones. */
  caFile: z.string().trim().min(1).optional(),
  /** Used for carriers in place of HTTPS_PROXY and HTTP_PROXY. */
  proxy: z
    .string()
    .regex(/^https?:\/\/[^\s/]+\/?$/, 'must be an address such as http://proxy.example:3128')
    .optional(),
})
export type NetworkSettings = z.infer<typeof NetworkSettingsSchema>

export const TrackingSettingsSchema = z.strictObject({
  /** Hours between two looks at a parcel on its way; 0 asks only when a person does. */
  everyHours: z.number().min(0).max(168).default(6),
})

type Entry = Partial<Readonly<Record<'id' | 'name' | 'barcode' | 'badge', string>>>

function noDuplicates(field: keyof Entry) {
  return (entries: readonly Entry[], context: z.RefinementCtx) => {
    const seen = new Set<string | undefined>()
    entries.forEach((entry, index) => {
      // A badge is known in any case.
      const text = field === 'badge' ? entry[field]?.toUpperCase() : entry[field]
      if (seen.has(text))
        context.addIssue({
          code: 'custom',
          path: [index, field],
          message: `"${entry[field]}" is used twice`,
        })
      seen.add(text)
    })
  }
}

const BarcodesSchema = z.object({
  boxes: z.array(z.object({ barcode: z.string() })),
  operators: z.array(z.object({ badge: z.string() })),
})

/** One scan must not mean a person and a box. Told at both, since either page of the settings may be open. */
function badgesAreNoBoxes(value: z.infer<typeof BarcodesSchema>, context: z.RefinementCtx) {
  const boxAt = new Map(value.boxes.map(({ barcode }, at) => [barcode.toUpperCase(), at]))
  value.operators.forEach(({ badge }, index) => {
    const box = boxAt.get(badge.toUpperCase())
    if (box === undefined) return
    const message = `"${badge}" is used for a badge and for a box`
    context.addIssue({ code: 'custom', path: ['operators', index, 'badge'], message })
    context.addIssue({ code: 'custom', path: ['boxes', box, 'barcode'], message })
  })
}

/** The settings of a station, every member with its default: what the station runs on. */
export const SettingsSchema = z
  .strictObject({
    station: z
      .strictObject({ id: id.default('bench-1'), name: z.string().default('Bench 1') })
      .prefault({}),
    /** Whence parcels leave; without it nothing can be bought. */
    shipFrom: z.strictObject(AddressSchema.shape).optional(),
    carriers: z
      .strictObject({
        flexport: FlexportSettingsSchema.prefault({}),
        flavorcloud: FlavorCloudSettingsSchema.prefault({}),
      })
      .prefault({}),
    printers: z.array(PrinterSettingsSchema).default([]).superRefine(noDuplicates('id')),
    scale: ScaleSettingsSchema.optional(),
    scanner: ScannerSettingsSchema.prefault({}),
    boxes: z
      .array(BoxSchema)
      .default([])
      .superRefine(noDuplicates('id'))
      .superRefine(noDuplicates('barcode')),
    packing: PackingSettingsSchema.prefault({}),
    operators: z
      .array(OperatorSchema)
      .max(500)
      .default([])
      .superRefine(noDuplicates('id'))
      // Purchases are kept and counted by name.
      .superRefine(noDuplicates('name'))
      .superRefine(noDuplicates('badge')),
    network: NetworkSettingsSchema.prefault({}),
    tracking: TrackingSettingsSchema.prefault({}),
    documents: DocumentSettingsSchema.prefault({}),
    /** Files dropped into this folder are imported, then moved to its `done` or `refused` folder. */
    watchFolder: z.string().trim().min(1).optional(),
    rest: z.strictObject({ desktop: z.boolean().default(false) }).prefault({}),
  })
  .superRefine(badgesAreNoBoxes, {
    when: ({ value }) => BarcodesSchema.safeParse(value).success,
  })
export type Settings = z.infer<typeof SettingsSchema>
export type SettingsKey = keyof Settings

export const SettingsViewSchema = z.object({
  settings: SettingsSchema,
  /** Top-level keys that the settings file names: shown as fixed on the screen. */
  fixed: z.array(z.string()),
  credentials: z.object({
    flexportToken: z.enum(['missing', 'environment', 'kept']),
    flavorcloudKeys: z.enum(['missing', 'environment', 'kept']),
    /** Whether this host can keep credentials (the desktop can; a browser host takes the environment). */
    canKeep: z.boolean(),
  }),
})
export type SettingsView = z.infer<typeof SettingsViewSchema>

export const CredentialsInputSchema = z.discriminatedUnion('carrier', [
  z.object({ carrier: z.literal('flexport'), token: z.string().trim().min(1).max(5000) }),
  z.object({
    carrier: z.literal('flavorcloud'),
    appId: z.string().trim().min(1).max(500),
    restApiKey: z.string().trim().min(1).max(500),
  }),
])
export type CredentialsInput = z.infer<typeof CredentialsInputSchema>

export const ConnectionTestSchema = z.object({
  carrier: CarrierIdSchema,
  result: z.enum(['works', 'failed']),
  /** What failed, as ours; absent where it works. */
  code: CarrierFailureCodeSchema.optional(),
  /** The carrier's own words; empty where it has none. */
  message: z.string(),
  tookMs: z.int(),
})
