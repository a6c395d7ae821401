export interface SlipWords {
  readonly title: string
  readonly order: string
  readonly shipTo: string
  readonly box: (number: number, of: number) => string
  /** Items of the order are not in boxes yet. */
  readonly boxAndMore: (number: number) => string
  readonly sku: string
  readonly description: string
  readonly inThisBox: string
  readonly ofOrder: string
  readonly page: (number: number, of: number) => string
}

const WORDS = {
  en: {
    title: 'Packing slip',
    order: 'Order',
    shipTo: 'Ship to',
    box: (number, of) => `Box ${number} of ${of}`,
    boxAndMore: (number) => `Box ${number}, more boxes follow`,
    sku: 'SKU',
    description: 'Item',
    inThisBox: 'In this box',
    ofOrder: 'Ordered',
    page: (number, of) => `Page ${number} of ${of}`,
  },
  es: {
    title: 'Lista de contenido',
    order: 'Pedido',
    shipTo: 'Destinatario',
    box: (number, of) => `Caja ${number} de ${of}`,
    boxAndMore: (number) => `Caja ${number}, siguen más cajas`,
    sku: 'SKU',
    description: 'Artículo',
    inThisBox: 'En esta caja',
    ofOrder: 'Pedidos',
    page: (number, of) => `Página ${number} de ${of}`,
  },
  de: {
    title: 'Packzettel',
    order: 'Bestellung',
    shipTo: 'Empfänger',
    box: (number, of) => `Paket ${number} von ${of}`,
    boxAndMore: (number) => `Paket ${number}, weitere Pakete folgen`,
    sku: 'Artikelnr.',
    description: 'Artikel',
    inThisBox: 'In diesem Paket',
    ofOrder: 'Bestellt',
    page: (number, of) => `Seite ${number} von ${of}`,
  },
  fr: {
    title: 'Bon de colisage',
    order: 'Commande',
    shipTo: 'Destinataire',
    box: (number, of) => `Colis ${number} sur ${of}`,
    boxAndMore: (number) => `Colis ${number}, d’autres colis suivent`,
    sku: 'Réf.',
    description: 'Article',
    inThisBox: 'Dans ce colis',
    ofOrder: 'Commandé',
    page: (number, of) => `Page ${number} sur ${of}`,
  },
  it: {
    title: 'Distinta di imballaggio',
    order: 'Ordine',
    shipTo: 'Destinatario',
    box: (number, of) => `Collo ${number} di ${of}`,
    boxAndMore: (number) => `Collo ${number}, seguono altri colli`,
    sku: 'Codice',
    description: 'Articolo',
    inThisBox: 'In questo collo',
    ofOrder: 'Ordinati',
    page: (number, of) => `Pagina ${number} di ${of}`,
  },
  pt: {
    title: 'Lista de embalagem',
    order: 'Encomenda',
    shipTo: 'Destinatário',
    box: (number, of) => `Caixa ${number} de ${of}`,
    boxAndMore: (number) => `Caixa ${number}, seguem mais caixas`,
    sku: 'SKU',
    description: 'Artigo',
    inThisBox: 'Nesta caixa',
    ofOrder: 'Pedido',
    page: (number, of) => `Página ${number} de ${of}`,
  },
  nl: {
    title: 'Paklijst',
    order: 'Bestelling',
    shipTo: 'Ontvanger',
    box: (number, of) => `Doos ${number} van ${of}`,
    boxAndMore: (number) => `Doos ${number}, er volgen meer dozen`,
    sku: 'Artikelnr.',
    description: 'Artikel',
    inThisBox: 'In deze doos',
    ofOrder: 'Besteld',
    page: (number, of) => `Pagina ${number} van ${of}`,
  },
} as const satisfies Record<string, SlipWords>

/** Where most people read it; all other countries get English. */
const COUNTRIES: Readonly<Record<Exclude<keyof typeof WORDS, 'en'>, string>> = {
  es: 'ES MX AR BO CL CO CR CU DO EC GT HN NI PA PE PR PY SV UY VE',
  de: 'DE AT CH LI',
  fr: 'FR MC LU',
  it: 'IT SM VA',
  pt: 'PT BR AO MZ',
  nl: 'NL BE SR',
}

/** The words of a slip: in the order's own language where it names one that is here, else in that of the country. */
export function slipWords(language: string | undefined, country: string): SlipWords {
  const asked = /^([a-z]{2})([-_].*)?$/i.exec(language ?? '')?.[1]?.toLowerCase()
  if (asked !== undefined && isKnown(asked)) return WORDS[asked]
  const found = Object.entries(COUNTRIES).find(([, countries]) =>
    countries.split(' ').includes(country),
  )
  return WORDS[found && isKnown(found[0]) ? found[0] : 'en']
}

function isKnown(language: string): language is keyof typeof WORDS {
  return Object.hasOwn(WORDS, language)
}
