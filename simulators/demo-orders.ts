import type { z } from 'zod'
import type { OrderInputSchema } from '../shared/orders.ts'
import { DEMO_GOODS } from './demo-goods.ts'
import type { DemoGood } from './demo-goods.ts'

/** An order of the demo, as an order file has it. */
export type DemoOrder = z.input<typeof OrderInputSchema>
type Address = DemoOrder['shipTo']

type Goods = Partial<Record<DemoGood, number>>
type Extras = Pick<DemoOrder, 'service' | 'box' | 'note' | 'customs' | 'carrier'>

/** 40 made-up orders of two merchants; LK-20417 comes first. */
export function demoOrders(): DemoOrder[] {
  return [...LARKSPUR, ...TIDEWELL]
}

const PREPAID = { customs: { termsOfTrade: 'DDP', reasonForExport: 'merchandise' } } as const
const UNPAID = { customs: { termsOfTrade: 'DDU', reasonForExport: 'merchandise' } } as const
const GIFT = { customs: { termsOfTrade: 'DDP', reasonForExport: 'gift' } } as const

const LARKSPUR: readonly DemoOrder[] = [
  order(
    'LK-20417',
    abroad('Mairead Quinlan', '14 Castle Row', 'Galway', 'H91 XY12', 'IE', '+353915550142', {
      state: 'G',
    }),
    { pullover: 2, beanie: 1 },
    { box: 'B1', note: 'gift wrap', carrier: 'flavorcloud', service: 'STANDARD', ...PREPAID },
  ),
  order(
    'LK-20418',
    home('Tobias Renner', '915 Alder Court', 'Boise', 'ID', '83702', '+12085550163', {
      street2: 'Apt 6',
    }),
    { beanie: 1 },
  ),
  order('LK-20419', home('Adaeze Obi', '48 Larch Lane', 'Austin', 'TX', '78704', '+15125550110'), {
    beanie: 1,
  }),
  order(
    'LK-20420',
    home('Wren Castellanos', '3307 Fern Hollow Dr', 'Denver', 'CO', '80211', '+13035550127'),
    { beanie: 1 },
  ),
  order(
    'LK-20421',
    home('Hugo Lindqvist', '72 Orchard Bend', 'Duluth', 'MN', '55804', '+12185550139'),
    { beanie: 1 },
  ),
  order(
    'LK-20422',
    home('Priya Raman', '1180 Juniper Way', 'Fresno', 'CA', '93704', '+15595550104'),
    { pullover: 1, scarf: 1 },
    { box: 'B1' },
  ),
  order(
    'LK-20423',
    home('Zoë Fairweather', '6 Quarry Street', 'Burlington', 'VT', '05401', '+18025550171'),
    { socks: 12 },
    { box: 'B2' },
  ),
  order(
    'LK-20424',
    abroad('Jürgen Weißmüller', 'Lindenstraße 48', 'Göttingen', '37073', 'DE', '+495515550133'),
    { cardigan: 1, socks: 3 },
    { box: 'B2', ...PREPAID },
  ),
  order(
    'LK-20425',
    abroad('Éloïse Châtelain', '27 rue des Tisserands', 'Besançon', '25000', 'FR', '+33385550118', {
      street2: 'Bâtiment C',
    }),
    { scarf: 2, beanie: 1 },
    { box: 'B1', ...PREPAID },
  ),
  order(
    'LK-20426',
    abroad(
      'Midori Yamada 山田みどり',
      '桜町 3-12-8 Sakura-cho',
      '札幌市 Sapporo',
      '060-0042',
      'JP',
      '+81115550124',
      { state: 'Hokkaido' },
    ),
    { pullover: 1 },
    { box: 'B1', ...PREPAID },
  ),
  order(
    'LK-20427',
    home('Marcus Delacroix', '540 Bayou Road', 'Lafayette', 'LA', '70503', '+13375550182'),
    { blanket: 2, cardigan: 2, pullover: 2 },
    { note: 'Pack in two boxes' },
  ),
  order(
    'LK-20428',
    home('Ingrid Sølvberg', '88 Harbor View Ter', 'Portland', 'ME', '04101', '+12075550195'),
    { cardigan: 1 },
    { box: 'B2' },
  ),
  order(
    'LK-20429',
    abroad(
      'Ximena Núñez Ibáñez',
      'Calle del Cántaro 215',
      'Guadalajara',
      '44100',
      'MX',
      '+523355550109',
      { state: 'JAL', street2: 'Colonia Arboledas' },
    ),
    { mittens: 2, socks: 2 },
    { box: 'B1', ...UNPAID },
  ),
  order(
    'LK-20430',
    home('Beatrix Holloway', '19 Nowhere Lane', 'Nowhere', 'OK', '00000', '+19185550177'),
    { scarf: 1, socks: 1 },
    { note: 'The carrier does not know this address' },
  ),
  order(
    'LK-20431',
    abroad('Siobhan Aldridge', '5 Mill Yard', 'Hebden Bridge', 'HX7 8AD', 'GB', '+4414225550117'),
    { cardigan: 1, scarf: 1, mittens: 1 },
    { box: 'B2', ...PREPAID },
  ),
  order(
    'LK-20432',
    home('Dashiell Monroe', '2204 Prairie Ave', 'Omaha', 'NE', '68106', '+14025550146'),
    { scarf: 1 },
  ),
  order(
    'LK-20433',
    home('Leilani Kahale', '71 Plumeria St', 'Hilo', 'HI', '96720', '+18085550119'),
    { scarf: 1 },
  ),
  order(
    'LK-20434',
    abroad('Åsa Björkén', 'Kvarngatan 9', 'Växjö', '352 30', 'SE', '+464705550112'),
    { beanie: 2, mittens: 2 },
    { box: 'B1', ...PREPAID },
  ),
  order(
    'LK-20435',
    home('Camille Okafor', '433 Magnolia Row', 'Savannah', 'GA', '31401', '+19125550158'),
    { mittens: 1 },
    { note: 'Gift: "Happy birthday, Juno! Warm hands from all of us."' },
  ),
  order(
    'LK-20436',
    home('Rafael Ortiz', '1609 Mesquite Trl', 'El Paso', 'TX', '79912', '+19155550123'),
    { blanket: 1 },
    { box: 'B4' },
  ),
  order(
    'LK-20437',
    home('Noor Haddad', '3 Copperfield Ct', 'Dearborn', 'MI', '48124', '+13135550187'),
    { pullover: 2, socks: 4, beanie: 2 },
    { box: 'B3' },
  ),
  order(
    'LK-20438',
    abroad('Ελένη Παπαδάκη', 'Οδός Ελαιώνων 17', 'Χανιά', '731 00', 'GR', '+3028215550114'),
    { pullover: 1, scarf: 1 },
    { box: 'B1', ...PREPAID },
  ),
]

const TIDEWELL: readonly DemoOrder[] = [
  order(
    'TW-3101',
    home('Felix Abernathy', '27 Canal Street', 'Providence', 'RI', '02903', '+14015550132'),
    { candle: 1 },
  ),
  order(
    'TW-3102',
    home('Yolanda Pruitt', '810 Cedar Falls Rd', 'Asheville', 'NC', '28801', '+18285550115'),
    { candle: 1 },
  ),
  order(
    'TW-3103',
    home('Emre Demirci', '1452 Lakeshore Blvd', 'Madison', 'WI', '53703', '+16085550168'),
    { candle: 1 },
  ),
  order(
    'TW-3104',
    home('Saoirse McKenna', '66 Gallery Row', 'Santa Fe', 'NM', '87501', '+15055550141'),
    { mug: 4 },
    { box: 'B3' },
  ),
  order(
    'TW-3105',
    abroad('Łucja Wiśniewska-Żak', 'ul. Garncarska 31/4', 'Łódź', '90-001', 'PL', '+48425550126'),
    { mug: 2, bowl: 2 },
    { box: 'B3', ...PREPAID },
  ),
  order(
    'TW-3106',
    home('Gideon Marsh', '912 Bluff Street', 'St. George', 'UT', '84770', '+14355550199'),
    { board: 1, teaTowel: 2 },
    { box: 'B4' },
  ),
  order(
    'TW-3107',
    abroad(
      'Thijs van der Molenbeek',
      'Pottenbakkersgracht 112',
      'Delft',
      '2611 AB',
      'NL',
      '+31155550113',
    ),
    { brush: 2, teaTowel: 1 },
    { box: 'B1', note: 'One item has no customs code yet', ...PREPAID },
  ),
  order(
    'TW-3108',
    home('Odalys Ferreira', '205 Citrus Grove', 'Orlando', 'FL', '32801', '+14075550136'),
    { apron: 1 },
  ),
  order(
    'TW-3109',
    home('Bartholomew Quill', '14 Lighthouse Point', 'Astoria', 'OR', '97103', '+15035550164'),
    { teaTowel: 3, brush: 2, candle: 1 },
    { box: 'B2' },
  ),
  order(
    'TW-3110',
    abroad('Оксана Бондаренко', 'вул. Гончарна 22', 'Полтава', '36000', 'UA', '+3805325550119'),
    { teaTowel: 2, apron: 1 },
    { box: 'B1', ...GIFT, note: 'Gift: "Дякую за все!"' },
  ),
  order(
    'TW-3111',
    home('Juniper Castle', '3811 Sagebrush Ln', 'Reno', 'NV', '89502', '+17755550107'),
    { bowl: 2 },
    { service: 'Expedited', box: 'B3' },
  ),
  order(
    'TW-3112',
    abroad(
      'Geneviève Tremblay-Roy',
      '480 rang du Moulin',
      'Trois-Rivières',
      'G9A 1A1',
      'CA',
      '+18195550128',
      { state: 'QC' },
    ),
    { board: 1 },
    { box: 'B4', ...PREPAID },
  ),
  order(
    'TW-3113',
    home('Atticus Boone', '57 Depot Street', 'Bozeman', 'MT', '59715', '+14065550151'),
    { mug: 1 },
  ),
  order(
    'TW-3114',
    home('Marisol Vega', '1020 Camino Alto', 'Tucson', 'AZ', '85701', '+15205550173'),
    { mug: 1 },
  ),
  order(
    'TW-3115',
    home('Percival Thorne', '8 Foundry Sq', 'Pittsburgh', 'PA', '15222', '+14125550114', {
      company: 'Thorne & Daughters',
    }),
    { mug: 6, bowl: 2 },
    { box: 'B4' },
  ),
  order(
    'TW-3116',
    abroad(
      'Kaito Hoshino 星野 海斗',
      '青葉通り 5-3 Aoba-dori',
      '仙台市 Sendai',
      '980-0803',
      'JP',
      '+81225550157',
      { state: 'Miyagi' },
    ),
    { bowl: 1, candle: 1 },
    { box: 'B2', ...PREPAID, service: 'EXPRESS' },
  ),
  order(
    'TW-3117',
    home('Winifred Gale', '330 Tamarack Dr', 'Anchorage', 'AK', '99503', '+19075550185'),
    { candle: 3, teaTowel: 1 },
    { box: 'B2' },
  ),
  order(
    'TW-3118',
    home('Solomon Reyes', '76 Union Mills Rd', 'Troy', 'NY', '12180', '+15185550148'),
    { apron: 1, board: 1, brush: 1 },
    { box: 'B4' },
  ),
]

function order(reference: string, shipTo: Address, goods: Goods, extras: Extras = {}): DemoOrder {
  const items = Object.entries(goods).map(([good, quantity]) => {
    const { barcodes, weight, ...rest } = DEMO_GOODS[good as DemoGood]
    return { ...rest, barcodes: [...(barcodes ?? [])], weight: { ...weight }, quantity }
  })
  const merchant = reference.startsWith('LK') ? 'larkspur' : 'tidewell'
  const isSingle = items.length === 1 && items[0]?.quantity === 1
  // The box of a single is known beforehand: two scans are all it takes.
  return { reference, merchant, shipTo, items, ...(isSingle && { box: 'B1' }), ...extras }
}

function home(
  name: string,
  street1: string,
  city: string,
  state: string,
  zip: string,
  phone: string,
  more: Partial<Address> = {},
): Address {
  return { ...abroad(name, street1, city, zip, 'US', phone), state, residential: true, ...more }
}

function abroad(
  name: string,
  street1: string,
  city: string,
  zip: string,
  country: string,
  phone: string,
  more: Partial<Address> = {},
): Address {
  return { name, street1, city, zip, country, phone, email: mailOf(name, phone), ...more }
}

/** Letters of the name where it has Latin ones, otherwise the number: never anybody's address. */
function mailOf(name: string, phone: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z ]/g, '')
    .trim()
    .toLowerCase()
  const box = plain === '' ? `customer.${phone.slice(-4)}` : plain.replaceAll(/ +/g, '.')
  return `${box}@mail.example`
}
