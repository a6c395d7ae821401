/** What a label shows. Texts may hold anything; they are escaped here. */
export interface ShippingLabel {
  readonly carrier: string
  readonly service: string
  readonly sender: readonly string[]
  readonly recipient: readonly string[]
  /** Which order and parcel this is, as the sender calls it. */
  readonly reference: string
  readonly weight: string
  readonly barcode:
    | { readonly kind: 'plain'; readonly text: string }
    /** A USPS label: GS1-128 of 420, the five digits of the postcode, and the tracking code. */
    | { readonly kind: 'usps'; readonly zip5: string; readonly trackingCode: string }
  /** Only on labels that cross a border. */
  readonly customs?: {
    readonly terms: string
    readonly reason: string
    readonly total: string
    readonly lines: readonly {
      readonly quantity: number
      readonly description: string
      readonly hsCode: string
      readonly origin: string
      readonly value: string
    }[]
  }
}

const WIDTH_DOTS = 812
const HEIGHT_DOTS = 1218
const MARGIN_DOTS = 36
const CUSTOMS_LINES = 5

/** The label as ZPL for 4×6 inches at 203 dpi (812×1218 dots), UTF-8. */
export function shippingLabelZpl(label: ShippingLabel): string {
  const barcode = barcodeField(label)
  return [
    '^XA',
    '^CI28',
    `^PW${WIDTH_DOTS}`,
    `^LL${HEIGHT_DOTS}`,
    '^LH0,0',
    ...senderBlock(label),
    line(36, 216, 740, 3),
    ...recipientBlock(label),
    line(36, 560, 740, 3),
    ...barcode,
    line(36, 900, 740, 3),
    ...footBlock(label),
    '^XZ',
    '',
  ].join('\n')
}

/** Text that means itself inside `^FH^FD`: `^`, `~` and `_` as hex, control characters as blanks. */
export function escapeZpl(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll(/[\^~_]/g, (character) => `_${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

function senderBlock(label: ShippingLabel): string[] {
  return [
    ...label.sender
      .slice(0, 5)
      .map((line, index) => text(MARGIN_DOTS, 36 + index * 34, 28, 430, line)),
    text(490, 36, 54, 290, label.carrier),
    text(490, 100, 36, 290, label.service),
    text(490, 150, 28, 290, label.weight),
  ]
}

function recipientBlock(label: ShippingLabel): string[] {
  return [
    text(MARGIN_DOTS, 236, 26, 200, 'SHIP TO'),
    ...label.recipient
      .slice(0, 5)
      .map((line, index) =>
        text(MARGIN_DOTS + 30, 276 + index * 54, index === 0 ? 48 : 42, 700, line),
      ),
  ]
}

function barcodeField({ barcode }: ShippingLabel): string[] {
  const [data, shown, mode] =
    barcode.kind === 'usps'
      ? // Subset C all through; `>8` is FNC1. IMpb parts the postcode from the tracking code by it.
        [
          `>;>8420${barcode.zip5}>8${barcode.trackingCode}`,
          barcode.trackingCode.replaceAll(/(.{4})(?=.)/g, '$1 '),
          'N',
        ]
      : [barcode.text, barcode.text, 'A']
  // 222 modules of 3 dots with FNC1 and postcode, about 167 without: centred, quiet zones kept.
  const left = barcode.kind === 'usps' ? 73 : 155
  return [
    text(MARGIN_DOTS, 576, 30, 740, barcode.kind === 'usps' ? 'TRACKING #' : 'TRACKING'),
    `^FO${left},622^BY3^BCN,200,N,N,N,${mode}^FD${data}^FS`,
    `^FO0,842^A0N,36,36^FB${WIDTH_DOTS},1,0,C^FH^FD${escapeZpl(shown)}^FS`,
  ]
}

function footBlock(label: ShippingLabel): string[] {
  const customs = label.customs
  if (!customs) return [text(MARGIN_DOTS, 940, 60, 740, `REF ${label.reference}`)]
  const shown = customs.lines.slice(0, CUSTOMS_LINES)
  const more = customs.lines.length - shown.length
  return [
    text(MARGIN_DOTS, 916, 28, 740, `CUSTOMS  ${customs.terms}  ${customs.reason}`),
    ...shown.flatMap((item, index) => {
      const top = 956 + index * 32
      return [
        text(MARGIN_DOTS, top, 24, 390, `${item.quantity} x ${item.description}`),
        text(440, top, 24, 180, `${item.hsCode} ${item.origin}`),
        text(630, top, 24, 150, item.value),
      ]
    }),
    text(
      MARGIN_DOTS,
      1124,
      28,
      740,
      `TOTAL ${customs.total}${more > 0 ? `  (${more} more lines)` : ''}`,
    ),
    text(MARGIN_DOTS, 1168, 30, 740, `REF ${label.reference}`),
  ]
}

/** One line of text, made smaller where it would run over `widthDots`. */
function text(left: number, top: number, dots: number, widthDots: number, value: string): string {
  const clean = escapeZpl(value)
  // Font 0 is condensed: a letter takes about half its height.
  const fitting = Math.floor(widthDots / Math.max(1, value.length * 0.52))
  const size = Math.max(16, Math.min(dots, fitting))
  return `^FO${left},${top}^A0N,${size},${size}^FH^FD${clean}^FS`
}

function line(left: number, top: number, width: number, height: number): string {
  return `^FO${left},${top}^GB${width},${height},${height}^FS`
}
