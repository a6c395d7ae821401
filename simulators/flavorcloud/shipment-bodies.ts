import { z } from 'zod'

const text = z.string().min(1)
const country = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code')
const measure = z.number().positive()
const YesNoSchema = z.enum(['Y', 'N'])
const WeightUnitSchema = z.enum(['LB', 'KG'])
const CurrencySchema = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code')
const TermsSchema = z.enum(['DDP', 'DDU'])
export type Terms = z.infer<typeof TermsSchema>
const ServiceSchema = z.enum(['STANDARD', 'EXPRESS', 'STANDARD-ECONOMY', 'EXPRESS-ECONOMY'])
export type ServiceCode = z.infer<typeof ServiceSchema>

const FromSchema = z.object({
  Name: z.string().optional(),
  AttentionName: z.string().optional(),
  AddressLine1: text,
  AddressLine2: z.string().optional(),
  AddressLine3: z.string().optional(),
  City: text,
  State: z.string().optional(),
  Country: country,
  Zip: z.string().optional(),
  Phone: text,
  Email: text,
})
const ToSchema = FromSchema.extend({ Name: text })
export type FlavorCloudAddress = z.infer<typeof FromSchema>

const PieceSchema = z.object({
  Quantity: measure,
  Weight: z.number().min(0),
  Length: measure.optional(),
  Width: measure.optional(),
  Height: measure.optional(),
  SalePrice: z.number().min(0),
  HSCode: z.string().regex(/^\d{6,12}$/, 'must be an HS code of at least six digits'),
  OriginCountryCode: country.optional(),
  Description: text,
  SKU: z.string().optional(),
  Material: z.string().optional(),
  Category: z.array(z.string()).optional(),
})
export type Piece = z.infer<typeof PieceSchema>

const addresses = { ShipFromAddress: FromSchema, ShipToAddress: ToSchema }

export const RateBodySchema = z.object({
  CustomerKey: z.string().optional(),
  Reference: text.max(30),
  LabelFormat: z.enum(['PDF', 'ZPL']).optional(),
  WeightUnit: WeightUnitSchema,
  DimensionUnit: z.enum(['IN', 'CM']),
  Currency: CurrencySchema,
  Insurance: YesNoSchema,
  ServiceCode: z
    .array(z.enum([...ServiceSchema.options, 'ECONOMY']))
    .default(['STANDARD', 'EXPRESS']),
  TermsOfTrade: z.array(TermsSchema).default(['DDP', 'DDU']),
  IsReturn: YesNoSchema.optional(),
  IncludeLandedCost: z.boolean().default(true),
  ...addresses,
  ReasonForExport: text,
  Pieces: z.array(PieceSchema).min(1),
  Package: z.object({
    Weight: measure,
    Length: measure.optional(),
    Width: measure.optional(),
    Height: measure.optional(),
  }),
})
export type RateBody = z.infer<typeof RateBodySchema>

export const ShipmentBodySchema = z.object({
  CustomerKey: z.string().optional(),
  HashKey: text.optional(),
  DutyHashKey: text.optional(),
  PickUpDate: z.string().optional(),
  Async: z.boolean().default(false),
  Reference: text,
  LabelFormat: z.enum(['PDF', 'ZPL']).default('PDF'),
  WeightUnit: WeightUnitSchema.default('KG'),
  DimensionUnit: z.enum(['IN', 'CM']).default('IN'),
  Currency: CurrencySchema.default('USD'),
  Insurance: YesNoSchema.default('N'),
  ServiceCode: ServiceSchema.optional(),
  TermsOfTrade: TermsSchema.optional(),
  IsReturn: YesNoSchema.default('N'),
  ReasonForExport: z.string().optional(),
  ...addresses,
  Shipments: z
    .array(
      z.object({
        Piece: z.array(PieceSchema).min(1),
        Package: z.object({
          Weight: measure,
          Length: measure,
          Width: measure,
          Height: measure,
          Reference: z.string().optional(),
        }),
      }),
    )
    .min(1),
})
export type ShipmentBody = z.infer<typeof ShipmentBodySchema>

export const AuthBodySchema = z.object({ AppID: text, RestApiKey: text })
export const CancelBodySchema = z.object({ ShipmentID: text })

const LandedCostAddressSchema = ToSchema.extend({ AttentionName: text })
export const LandedCostBodySchema = z.object({
  Reference: text,
  Currency: CurrencySchema,
  WeightUnit: WeightUnitSchema,
  Pieces: z.array(PieceSchema).min(1).max(20),
  ShipFromAddress: LandedCostAddressSchema,
  ShipToAddress: LandedCostAddressSchema,
  ShippingCost: z.number().min(0).default(0),
  RateHashKey: z.string().optional(),
})

export const ClassificationBodySchema = z.object({
  Reference: z.string().optional(),
  Products: z
    .array(z.looseObject({ Title: z.string().optional(), Description: z.string().optional() }))
    .min(1),
})

export const SubscribeBodySchema = z.object({
  Reference: text.max(30).optional(),
  WebHooksList: z.array(z.object({ EventName: text, URL: z.url() })).min(1),
})
export const UnSubscribeBodySchema = z.object({
  Reference: text.max(30).optional(),
  Events: z.array(text).min(1),
})

export const InvoicesQuerySchema = z.object({
  FromDate: z.iso.date(),
  ToDate: z.iso.date(),
  InvoiceType: text,
})
