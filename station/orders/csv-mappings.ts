import type { ImportProgress } from '../../shared/orders.ts'

/**
 * Columns that may hold a field, the first one that is not empty wins; an array of columns is joined with
 * blanks. `{n}` stands for a number where a row holds several items. Names are compared without regard to
 * case, blanks and signs (columnKey), so "Ship To - Name" is also "Ship To Name".
 */
export type Sources = readonly (string | readonly string[])[]

export interface CsvMapping {
  readonly format: Exclude<ImportProgress['format'], 'json' | undefined>
  /** The file is of this format when each of these has one of its columns. */
  readonly marks: readonly Sources[]
  readonly order: Readonly<Record<string, Sources>>
  readonly item: Readonly<Record<string, Sources>>
  /** What this format leaves unsaid; kept only where the field it explains is there. */
  readonly itemConstants?: Readonly<Record<string, string>>
  /** Columns whose value tells that the order is not to be packed (any more). */
  readonly closed: readonly {
    readonly column: string
    readonly values: readonly string[] | 'any'
  }[]
  /** Columns whose value tells that this row's item is not to be packed. */
  readonly skipItem: readonly { readonly column: string; readonly value: string }[]
}

/** What every file must have a column for, whatever else it holds. */
export const NEEDED_ORDER_FIELDS = [
  'reference',
  'shipTo.name',
  'shipTo.street1',
  'shipTo.city',
  'shipTo.country',
]
export const NEEDED_ITEM_FIELDS = ['description', 'quantity']

export function columnKey(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}#.{}]/gu, '')
}

const OWN_ORDER_FIELDS = [
  'reference',
  'merchant',
  ...['name', 'company', 'street1', 'street2', 'city', 'state', 'zip', 'country'].map(
    (field) => `shipTo.${field}`,
  ),
  ...['phone', 'email', 'residential'].map((field) => `shipTo.${field}`),
  'carrier',
  'service',
  'box',
  'note',
  'language',
  ...['termsOfTrade', 'reasonForExport', 'hashKey', 'dutyHashKey'].map(
    (field) => `customs.${field}`,
  ),
  // Pieces, of which there are several, only in JSON.
  ...['weight.value', 'weight.unit', 'serviceCode', 'termsOfTrade', 'carrier'].map(
    (field) => `customs.rated.${field}`,
  ),
  ...['price.amount', 'price.currency'].map((field) => `customs.rated.${field}`),
  ...['shipFrom', 'shipTo'].flatMap((address) =>
    ['street1', 'street2', 'city', 'state', 'zip', 'country'].map(
      (field) => `customs.rated.${address}.${field}`,
    ),
  ),
]

const OWN_ITEM_FIELDS = [
  'sku',
  'barcodes',
  'description',
  'quantity',
  'weight.value',
  'weight.unit',
  'price.amount',
  'price.currency',
  'hsCode',
  'originCountry',
  'material',
]

const SHIPBENCH: CsvMapping = {
  format: 'shipbench',
  marks: [['reference']],
  order: Object.fromEntries(OWN_ORDER_FIELDS.map((field) => [field, [field]])),
  item: Object.fromEntries(
    OWN_ITEM_FIELDS.map((field) => [
      field,
      [`item.${field}`, `items.${field}`, `items.{n}.${field}`, field],
    ]),
  ),
  closed: [],
  skipItem: [],
}

const SHOPIFY: CsvMapping = {
  format: 'shopify',
  marks: [['Name'], ['Lineitem name'], ['Lineitem quantity']],
  order: {
    reference: ['Name'],
    'shipTo.name': ['Shipping Name'],
    'shipTo.company': ['Shipping Company'],
    'shipTo.street1': ['Shipping Address1', 'Shipping Street'],
    'shipTo.street2': ['Shipping Address2'],
    'shipTo.city': ['Shipping City'],
    'shipTo.state': ['Shipping Province'],
    'shipTo.zip': ['Shipping Zip'],
    'shipTo.country': ['Shipping Country'],
    'shipTo.phone': ['Shipping Phone', 'Phone'],
    'shipTo.email': ['Email'],
    note: ['Notes'],
    currency: ['Currency'],
  },
  item: {
    sku: ['Lineitem sku'],
    description: ['Lineitem name'],
    quantity: ['Lineitem quantity'],
    'price.amount': ['Lineitem price'],
  },
  closed: [
    { column: 'Cancelled at', values: 'any' },
    { column: 'Canceled at', values: 'any' },
    { column: 'Fulfillment Status', values: ['fulfilled'] },
  ],
  skipItem: [
    { column: 'Lineitem requires shipping', value: 'false' },
    { column: 'Lineitem fulfillment status', value: 'fulfilled' },
  ],
}

const SHIPSTATION: CsvMapping = {
  format: 'shipstation',
  marks: [
    ['Order - Number', 'Order #'],
    ['Ship To - Name', 'Recipient Full Name', 'Recipient Name', 'Recipient'],
    ['Item - SKU', 'Item - Name'],
  ],
  order: {
    reference: ['Order - Number', 'Order #'],
    'shipTo.name': ['Ship To - Name', 'Recipient Full Name', 'Recipient Name', 'Recipient'],
    'shipTo.company': ['Ship To - Company', 'Recipient Company'],
    'shipTo.street1': ['Ship To - Address 1', 'Address Line 1'],
    'shipTo.street2': [
      ['Ship To - Address 2', 'Ship To - Address 3'],
      ['Address Line 2', 'Address Line 3'],
    ],
    'shipTo.city': ['Ship To - City', 'City'],
    'shipTo.state': ['Ship To - State', 'Ship To - State/Province', 'State'],
    'shipTo.zip': ['Ship To - Postal Code', 'Ship To - Zip', 'Postal Code', 'Zip'],
    'shipTo.country': ['Ship To - Country', 'Ship To - Country Code', 'Country Code', 'Country'],
    'shipTo.phone': ['Ship To - Phone', 'Recipient Phone', 'Buyer Phone'],
    'shipTo.email': ['Ship To - Email', 'Customer Email', 'Customer - Email', 'Buyer Email'],
    note: [
      'Notes - Internal',
      'Order Internal Notes',
      'Notes - From Buyer',
      'Order Notes from Buyer',
    ],
  },
  item: {
    sku: ['Item - SKU'],
    barcodes: ['Item - UPC'],
    description: ['Item - Name'],
    quantity: ['Item - Qty', 'Item - Quantity', 'Quantity'],
    'weight.value': ['Item - Weight (oz)'],
  },
  itemConstants: { 'weight.unit': 'oz' },
  closed: [{ column: 'Order - Status', values: ['shipped', 'cancelled', 'canceled'] }],
  skipItem: [],
}

const WOOCOMMERCE: CsvMapping = {
  format: 'woocommerce',
  marks: [
    ['order_number', 'order_id'],
    [
      'shipping_first_name',
      'shipping_full_name',
      'shipping_name',
      'First Name (Shipping)',
      'Full Name (Shipping)',
    ],
  ],
  order: {
    reference: ['order_number', 'order_id'],
    'shipTo.name': [
      'shipping_full_name',
      'shipping_name',
      'Full Name (Shipping)',
      ['shipping_first_name', 'shipping_last_name'],
      ['First Name (Shipping)', 'Last Name (Shipping)'],
    ],
    'shipTo.company': ['shipping_company', 'Company (Shipping)'],
    'shipTo.street1': [
      'shipping_address_1',
      'shipping_address',
      'Address 1 (Shipping)',
      'Address 1&2 (Shipping)',
    ],
    'shipTo.street2': ['shipping_address_2', 'Address 2 (Shipping)'],
    'shipTo.city': ['shipping_city', 'City (Shipping)'],
    'shipTo.state': ['shipping_state_code', 'shipping_state', 'State Code (Shipping)'],
    'shipTo.zip': ['shipping_postcode', 'Postcode (Shipping)'],
    'shipTo.country': ['shipping_country_code', 'shipping_country', 'Country Code (Shipping)'],
    'shipTo.phone': ['shipping_phone', 'Phone (Shipping)', 'billing_phone', 'Phone (Billing)'],
    'shipTo.email': ['billing_email', 'Email (Billing)', 'customer_email'],
    note: ['customer_note'],
    currency: ['order_currency', 'currency'],
  },
  item: {
    sku: ['item_sku', 'product_sku', 'SKU', 'Product Item {n} SKU'],
    description: ['item_name', 'product_name', 'Product Name', 'Product Item {n} Name'],
    quantity: [
      'item_quantity',
      'product_quantity',
      'quantity',
      'Quantity (- Refund)',
      'Product Item {n} Quantity',
    ],
    'price.amount': ['item_price', 'Item Cost'],
  },
  closed: [
    {
      column: 'status',
      values: ['completed', 'cancelled', 'refunded', 'failed', 'trash'].flatMap((status) => [
        status,
        `wc-${status}`,
      ]),
    },
    { column: 'order_status', values: ['completed', 'cancelled', 'refunded', 'failed', 'trash'] },
  ],
  skipItem: [{ column: 'Quantity (- Refund)', value: '0' }],
}

/** Our own format comes last: "reference" is a word that another shop's export may hold too. */
export const CSV_MAPPINGS = [SHOPIFY, SHIPSTATION, WOOCOMMERCE, SHIPBENCH]
