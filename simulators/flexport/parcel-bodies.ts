import { z } from 'zod'

const text = z.string().min(1)

const AddressSchema = z.object({
  name: text,
  company: z.string().optional(),
  street1: text,
  street2: z.string().optional(),
  city: text,
  zip: text,
  state: text.regex(/^[A-Za-z]{2}$/, 'must be two letters'),
  country: text.regex(/^[A-Z]{2}$/, 'must be two letters'),
  phone: z.string().optional(),
  email: z.string().optional(),
  isResidential: z.boolean().optional(),
})

const DimensionsSchema = z.object({
  height: z.number().positive(),
  length: z.number().positive(),
  width: z.number().positive(),
  lengthUnit: z.enum(['in', 'cm', 'mm', 'm']),
  weight: z.number().positive(),
  weightUnit: z.enum(['oz', 'kg', 'lb', 'g']),
})
export type ParcelDimensions = z.infer<typeof DimensionsSchema>

export const QuoteBodySchema = z.object({
  serviceLevel: text,
  shipToAddress: AddressSchema,
  dimensions: DimensionsSchema,
  injectionLocation: z.string().optional(),
})
export type QuoteBody = z.infer<typeof QuoteBodySchema>

export const CreateBodySchema = QuoteBodySchema.extend({
  customerParcelId: z.string().optional(),
  returnAddress: AddressSchema.optional(),
  skipAddressValidation: z.boolean().optional(),
  pickupDateTime: z.iso.datetime().optional(),
  customerCustomField: z.string().optional(),
  labelFormat: z.enum(['PNG', 'ZPL203', 'ZPL', 'PDF']).default('ZPL203'),
})
export type CreateBody = z.infer<typeof CreateBodySchema>

export const CancelBodySchema = z.object({ parcelId: text })
