/** How a carrier's label may be wrong. */
export const LABEL_FAULTS = [
  'none',
  'of-another-parcel',
  'without-barcode',
  'with-a-command',
] as const
export type LabelFault = (typeof LABEL_FAULTS)[number]

const BARCODE = /(\^FO\d+,622\^BY3\^BCN,200,N,N,N,[AN]\^FD)(>;>8420\d{5}>8)?([^^]*)(\^FS)/

/** A label of ours, spoiled: with the barcode `other`, with none at all, or with a command that restarts the printer. */
export function spoiledLabel(zpl: string, fault: LabelFault, other: string): string {
  switch (fault) {
    case 'none':
      return zpl
    case 'of-another-parcel':
      return zpl.replace(BARCODE, (_, start: string, postcode = '', _code, end: string) =>
        [start, postcode, other, end].join(''),
      )
    case 'without-barcode':
      return zpl.replace(BARCODE, '')
    case 'with-a-command':
      return zpl.replace('^XZ', '~JR^XZ')
  }
}
