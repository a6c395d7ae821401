import { z } from 'zod'
import { MoneySchema, WeightUnitSchema } from './measures.ts'
import { FieldProblemSchema } from './problem.ts'

/** Countries whose addresses always have a state; the others are left to the carrier. */
const WITH_STATE = new Set(['US', 'CA', 'AU', 'MX', 'BR', 'IN'])

/**
 * Countries where every address has a postcode and no parcel goes without. All others are left to the carrier:
 * some sixty have no postcodes at all, and in many more they are on the books and hardly anybody writes them, so
 * that demanding one would refuse good orders.
 */
const WITH_ZIP = new Set(
  [
    'US PR CA MX BR',
    'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IT LT LU LV MT NL PL PT RO SE SI SK',
    'GB CH LI NO IS UA RS TR IL',
    'AU NZ JP KR CN TW IN SG MY TH PH ID',
  ].flatMap((line) => line.split(' ')),
)

const text = (max: number) => z.string().trim().min(1, 'must not be empty').max(max)
/** An empty text counts as none given. */
const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .transform((value) => (value === '' ? undefined : value))
    .optional()

export const CarrierIdSchema = z.enum(['flexport', 'flavorcloud'])
export type CarrierId = z.infer<typeof CarrierIdSchema>

export const AddressSchema = z.object({
  name: text(100),
  company: optionalText(100),
  street1: text(200),
  street2: optionalText(200),
  city: text(100),
  state: optionalText(50),
  zip: optionalText(20),
  country: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as US'),
  phone: optionalText(40),
  email: optionalText(200),
  residential: z.boolean().optional(),
})
export type Address = z.infer<typeof AddressSchema>

export const ShipToSchema = AddressSchema.superRefine((address, context) => {
  if (!address.state && WITH_STATE.has(address.country))
    context.addIssue({
      code: 'custom',
      path: ['state'],
      message: `is needed for ${address.country}`,
    })
  if (!address.zip && WITH_ZIP.has(address.country))
    context.addIssue({ code: 'custom', path: ['zip'], message: `is needed for ${address.country}` })
})

const DecimalSchema = z
  .union([z.string().trim(), z.number().transform(String)])
  .refine((value) => /^\d+(\.\d+)?$/.test(value), 'must be an amount such as "64.00"')

export const WeightInputSchema = z.object({ value: z.number().positive(), unit: WeightUnitSchema })

const PriceInputSchema = z.object({
  amount: DecimalSchema,
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code such as USD'),
})

/** Only what is given is compared. */
const RatedAddressSchema = z.object({
  street1: optionalText(200),
  street2: optionalText(200),
  city: optionalText(100),
  state: optionalText(50),
  zip: optionalText(20),
  country: optionalText(2),
})

export const OrderItemInputSchema = z.object({
  sku: optionalText(100),
  barcodes: z.array(text(200)).max(50).optional(),
  description: text(500),
  quantity: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(100_000, 'must be at most 100000'),
  weight: WeightInputSchema.optional(),
  price: PriceInputSchema.optional(),
  hsCode: z
    .string()
    .trim()
    .transform((code) => code.replaceAll('.', ''))
    .pipe(z.string().regex(/^\d{6,12}$/, 'must be 6 to 12 digits'))
    .optional(),
  originCountry: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as PT')
    .optional(),
  material: optionalText(200),
})
export type OrderItemInput = z.infer<typeof OrderItemInputSchema>

export const TermsOfTradeSchema = z.enum(['DDP', 'DDU'])

/** What was rated at checkout: what the shop asked a price for. All that is not given is not compared. */
export const RatedInputSchema = z.object({
  /** Of the whole parcel. */
  weight: WeightInputSchema.optional(),
  serviceCode: optionalText(50),
  termsOfTrade: TermsOfTradeSchema.optional(),
  carrier: optionalText(100),
  price: PriceInputSchema.optional(),
  shipFrom: RatedAddressSchema.optional(),
  shipTo: RatedAddressSchema.optional(),
  pieces: z
    .array(
      z.object({
        sku: optionalText(100),
        quantity: z.int().min(1),
        weight: WeightInputSchema.optional(),
      }),
    )
    .max(1000)
    .optional(),
})
export type RatedInput = z.infer<typeof RatedInputSchema>

/** An order as files and REST bring it (docs/orders.md). Members we do not know are left out. */
export const OrderInputSchema = z.object({
  reference: text(100),
  merchant: z.string().trim().max(100).default(''),
  shipTo: ShipToSchema,
  carrier: CarrierIdSchema.optional(),
  service: optionalText(50),
  box: optionalText(50),
  note: optionalText(2000),
  /** Of whoever gets the parcel, for the papers in it: `es`, `pt-BR`. No order is refused over it. */
  language: optionalText(50).catch(undefined),
  items: z.array(OrderItemInputSchema).min(1, 'must have at least one item').max(1000),
  customs: z
    .object({
      termsOfTrade: TermsOfTradeSchema.optional(),
      reasonForExport: optionalText(50),
      hashKey: optionalText(200),
      dutyHashKey: optionalText(200),
      rated: RatedInputSchema.optional(),
    })
    .optional(),
})
export type OrderInput = z.infer<typeof OrderInputSchema>

/**
 * ready: can be packed · packing: open at the bench · held: set aside, by a person or with a box that waits for its
 * label · shipped: all parcels closed.
 */
export const OrderStateSchema = z.enum(['ready', 'packing', 'held', 'shipped'])
export type OrderState = z.infer<typeof OrderStateSchema>

/** An item of a stored order. `line` counts from 1 and never changes; weights are grams of one unit. */
export const OrderItemSchema = z.object({
  line: z.int(),
  sku: z.string(),
  barcodes: z.array(z.string()),
  description: z.string(),
  quantity: z.int(),
  unitGrams: z.int().optional(),
  unitPrice: MoneySchema.optional(),
  hsCode: z.string().optional(),
  originCountry: z.string().optional(),
  material: z.string().optional(),
})
export type OrderItem = z.infer<typeof OrderItemSchema>

/** What was corrected at the bench, with what the order said before. */
export const OrderCorrectionSchema = z.object({
  at: z.iso.datetime(),
  /** As the order file had it. */
  original: z.object({ shipTo: AddressSchema, service: z.string().optional() }),
  /** A person takes the address as it is although the carrier cannot verify it. */
  trustAddress: z.boolean(),
})
export type OrderCorrection = z.infer<typeof OrderCorrectionSchema>

export const OrderSchema = z.object({
  id: z.int(),
  reference: z.string(),
  merchant: z.string(),
  state: OrderStateSchema,
  shipTo: AddressSchema,
  carrier: CarrierIdSchema.optional(),
  service: z.string().optional(),
  box: z.string().optional(),
  note: z.string().optional(),
  language: z.string().optional(),
  items: z.array(OrderItemSchema),
  customs: OrderInputSchema.shape.customs,
  /** Address and service above are the corrected ones. */
  correction: OrderCorrectionSchema.optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  shippedAt: z.iso.datetime().nullable(),
})
export type Order = z.infer<typeof OrderSchema>

/** A row of the Orders screen: what a list needs and no more. */
export const OrderRowSchema = z.object({
  id: z.int(),
  reference: z.string(),
  merchant: z.string(),
  state: OrderStateSchema,
  recipient: z.string(),
  city: z.string(),
  country: z.string(),
  units: z.int(),
  createdAt: z.iso.datetime(),
  shippedAt: z.iso.datetime().nullable(),
})
export type OrderRow = z.infer<typeof OrderRowSchema>

/** Where the next page of a list begins. */
export const CursorSchema = z
  .string()
  .regex(/^\d{1,15}$/, 'must be the nextCursor of an earlier answer')

export const OrderSearchSchema = z.object({
  search: z.string().max(200).optional(),
  state: OrderStateSchema.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: CursorSchema.optional(),
})
export type OrderSearch = z.infer<typeof OrderSearchSchema>

/** What became of one order that was given to us. */
export const IntakeResultSchema = z.object({
  reference: z.string(),
  merchant: z.string(),
  status: z.enum(['created', 'updated', 'unchanged', 'refused']),
  problems: z.array(FieldProblemSchema),
})
export type IntakeResult = z.infer<typeof IntakeResultSchema>

/** A file on its way in, or what became of it. Counts are orders; `refused` keeps the first 1,000 reports. */
export const ImportProgressSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  /** Which mapping read it; undefined until the header has been seen. */
  format: z.enum(['json', 'shipbench', 'shopify', 'shipstation', 'woocommerce']).optional(),
  state: z.enum(['reading', 'done', 'stopped', 'failed']),
  bytesRead: z.int(),
  bytesTotal: z.int(),
  rows: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refusedCount: z.int(),
  refused: z.array(IntakeResultSchema),
  /** Set when the file as a whole could not be read. */
  problem: FieldProblemSchema.optional(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
})
export type ImportProgress = z.infer<typeof ImportProgressSchema>
