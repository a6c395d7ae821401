import type { GoodsRecord } from '../../../shared/scanning.ts'

/** A scan that GS1 or a maker has published, `^` for GS, and what it says. */
export interface Gs1Example {
  readonly scan: string
  /** Undefined where the scan has none. */
  readonly gtin?: string
  readonly goods?: Omit<GoodsRecord, 'gtin'>
}

/** GS1 Barcode Syntax Engine (github.com/gs1/gs1-syntax-engine), tests of scan data: what scanners send. */
const SCAN_DATA: readonly Gs1Example[] = [
  {
    scan: ']Q3011231231231233310ABC123^99TESTING',
    gtin: '12312312312333',
    goods: { batch: 'ABC123' },
  },
  {
    scan: ']d2011231231231233310ABC123^99TESTING',
    gtin: '12312312312333',
    goods: { batch: 'ABC123' },
  },
  {
    scan: ']C1011231231231233310ABC123^99TESTING',
    gtin: '12312312312333',
    goods: { batch: 'ABC123' },
  },
  {
    scan: ']e0011231231231233310ABC123^99TESTING^98XYZ',
    gtin: '12312312312333',
    goods: { batch: 'ABC123' },
  },
  {
    scan: ']e0011231231231233310ABC123^1199122598TESTING^97XYZ',
    gtin: '12312312312333',
    goods: { batch: 'ABC123' },
  },
  { scan: ']e0012401234567890599COMPOSITE^98XYZ', gtin: '24012345678905' },
  { scan: ']e0011501234567890799COMPOSITE^98XYZ', gtin: '15012345678907' },
  { scan: ']E02112345678900', gtin: '02112345678900' },
  { scan: ']E00416000336108', gtin: '00416000336108' },
  { scan: ']E00001234000057', gtin: '00001234000057' },
  { scan: ']E402345673', gtin: '00000002345673' },
  { scan: ']Q1TESTING' },
  { scan: ']d1^TESTING' },
  { scan: ']C1' },
  // Refused there, since a UPC-A is sent as 13 digits; scanners that leave its zero out are many.
  { scan: ']E0123456789012', gtin: '00123456789012' },
  { scan: ']E012345678901234' },
  { scan: ']E01234ABC890123' },
  { scan: ']E02112345678901' },
  { scan: ']E402345674' },
  { scan: ']E412ABC678' },
  { scan: ']Q1https://example.com/01/12312312312333?99=TEST', gtin: '12312312312333' },
  { scan: ']d1HTTPS://example.com/01/12312312312333?99=TEST', gtin: '12312312312333' },
]

/** The same, tests of element strings; `]C1` stands for the leading FNC1. */
const ELEMENT_STRINGS: readonly Gs1Example[] = [
  { scan: '(01)12345678901231(10)12345', gtin: '12345678901231', goods: { batch: '12345' } },
  { scan: '(3100)123456(10)12345', goods: { batch: '12345' } },
  { scan: '(10)12345(11)991225', goods: { batch: '12345' } },
  { scan: '(3900)12345(11)991225' },
  { scan: '(10)(11)98765' },
  { scan: '(1A)12345' },
  { scan: '(12345)12345' },
  { scan: '(01)123456789012312(10)12345', goods: { batch: '12345' } },
  { scan: '(01)95012345678903(3103)000123', gtin: '95012345678903' },
  { scan: '(01)95012345678902(3103)000123' },
  { scan: '(01)95012345678903(11)131313', gtin: '95012345678903' },
  { scan: '(21)ABC123(01)12345678901231', gtin: '12345678901231', goods: { serial: 'ABC123' } },
  {
    scan: '(01)12345678901231(21)XYZ999(250)ABC123',
    gtin: '12345678901231',
    goods: { serial: 'XYZ999' },
  },
  { scan: '(01)12345678901231(3925)12599(30)123', gtin: '12345678901231', goods: { count: 123 } },
  { scan: '(02)12345678901231(37)123(00)123456789012345675', goods: { count: 123 } },
  { scan: ']C1991234' },
  { scan: ']C1891234' },
  { scan: ']C10112345678901231', gtin: '12345678901231' },
  { scan: ']C101A2345678901231' },
  { scan: ']C10112345678901234' },
  { scan: ']C1011234567890123' },
  { scan: ']C10112345678901231^', gtin: '12345678901231' },
  { scan: ']C1011234567890123^' },
  { scan: ']C10112345678901231991234', gtin: '12345678901231' },
  { scan: ']C10112345678901231^991234', gtin: '12345678901231' },
  { scan: ']C1242123456^10ABC123', goods: { batch: 'ABC123' } },
  { scan: ']C181111234^10ABC123', goods: { batch: 'ABC123' } },
  { scan: ']C1800112341234512398^0112345678901231', gtin: '12345678901231' },
  { scan: ']C1800302112345678900^10ABC123', goods: { batch: 'ABC123' } },
]

/** The same, tests of GS1 Digital Links; the last part are the examples of the GS1 Digital Link standard. */
const LINKS: readonly Gs1Example[] = [
  { scan: 'http://a' },
  { scan: 'http://a/b/' },
  { scan: 'https://a/00/006141411234567890' },
  { scan: 'https://a:65535/01/12312312312333', gtin: '12312312312333' },
  { scan: 'https://[2001:db8::1]/01/12312312312333', gtin: '12312312312333' },
  {
    scan: 'https://a/01/12312312312333/22/TEST/10/ABC/21/XYZ',
    gtin: '12312312312333',
    goods: { batch: 'ABC', serial: 'XYZ' },
  },
  { scan: 'https://a/01/12312312312333/235/TEST', gtin: '12312312312333' },
  {
    scan: 'https://a/01/12312312312333?&&&99=ABC&&&&&&98=XYZ&&&',
    gtin: '12312312312333',
  },
  { scan: 'https://a/01/12312312312333/22/ABC%2d123?99=ABC', gtin: '12312312312333' },
  {
    scan: 'https://a/01/12312312312333/22/test/10/abc/21/xyz#fragment',
    gtin: '12312312312333',
    goods: { batch: 'abc', serial: 'xyz' },
  },
  // The rightmost key counts, there shown with a fake 00 in the stem.
  { scan: 'https://a/01/faux/01/12312312312333', gtin: '12312312312333' },
  { scan: 'https://a/01/2112345678900', gtin: '02112345678900' },
  { scan: 'https://a/01/416000336108', gtin: '00416000336108' },
  { scan: 'https://a/01/02345673', gtin: '00000002345673' },
  { scan: 'https://id.gs1.org/01/09520123456788', gtin: '09520123456788' },
  {
    scan: 'https://brand.example.com/some-extra/pathinfo/01/9520123456788',
    gtin: '09520123456788',
  },
  { scan: 'https://id.gs1.org/01/09520123456788/22/2A', gtin: '09520123456788' },
  {
    scan: 'https://id.gs1.org/01/09520123456788/10/ABC123',
    gtin: '09520123456788',
    goods: { batch: 'ABC123' },
  },
  {
    scan: 'https://id.gs1.org/01/09520123456788/21/12345',
    gtin: '09520123456788',
    goods: { serial: '12345' },
  },
  {
    scan: 'https://id.gs1.org/01/09520123456788/10/ABC1/21/12345?17=180426',
    gtin: '09520123456788',
    goods: { batch: 'ABC1', serial: '12345', expiry: '2018-04-26' },
  },
  {
    scan: 'https://example.com/01/9520123456788?3103=000195&3922=0299&17=201225',
    gtin: '09520123456788',
    goods: { expiry: '2020-12-25' },
  },
  { scan: 'https://id.gs1.org/00/952012345678912345?02=09520123456788&37=25&10=ABC123' },
  { scan: 'https://id.gs1.org/414/9520123456788/254/32a%2Fb' },
]

/** What GS1 and its members print in guides, as cited by makers of barcode software. */
const GUIDES: readonly Gs1Example[] = [
  // Morovia, "Input format: creating GS1 DataMatrix"
  {
    scan: ']d201034531200000111712050810ABCD1234^4109501101020917',
    gtin: '03453120000011',
    goods: { expiry: '2012-05-08', batch: 'ABCD1234' },
  },
  // pdfme and others, after the GS1 DataMatrix guideline
  {
    scan: '(01)03453120000011(17)191125(10)ABCD1234(21)10',
    gtin: '03453120000011',
    goods: { expiry: '2019-11-25', batch: 'ABCD1234', serial: '10' },
  },
  // BWIPP, "GS1 Digital Link URIs"
  {
    scan: 'https://id.gs1.org/01/09521234543213/10/ABC123?17=261231',
    gtin: '09521234543213',
    goods: { batch: 'ABC123', expiry: '2026-12-31' },
  },
]

export const GS1_EXAMPLES: readonly Gs1Example[] = [
  ...SCAN_DATA,
  ...ELEMENT_STRINGS,
  ...LINKS,
  ...GUIDES,
]

/**
 * Dates of AI 17 read in 2021: tests of GS1's linter yymmd0 (github.com/gs1/gs1-syntax-dictionary), whose horizon is
 * that of the General Specifications. Null is none.
 */
export const GS1_DATES: readonly (readonly [scanned: string, date: string | null])[] = [
  ['000606', '2000-06-06'],
  ['250606', '2025-06-06'],
  ['500606', '2050-06-06'],
  ['750606', '1975-06-06'],
  ['990606', '1999-06-06'],
  ['710101', '2071-01-01'],
  ['720101', '1972-01-01'],
  ['200131', '2020-01-31'],
  ['200132', null],
  ['200229', '2020-02-29'],
  ['210229', null],
  ['240229', '2024-02-29'],
  ['960229', '1996-02-29'],
  ['200431', null],
  ['200010', null],
  ['201310', null],
  ['200600', '2020-06-30'],
  ['240200', '2024-02-29'],
  ['230200', '2023-02-28'],
]

/** UPC-E as number system and six digits, and its UPC-A without check digit: Printronix, "Six-digit zero expansion". */
export const UPC_E: readonly (readonly [short: string, long: string])[] = [
  ['0124560', '01200000456'],
  ['0275831', '02710000583'],
  ['0412022', '04120000202'],
  ['0876543', '08760000054'],
  ['0753774', '07537000007'],
  ['0213756', '02137500006'],
  ['0517019', '05170100009'],
]

/**
 * Identifiers with the most characters of their data, `*` where the length is predefined and no separator follows: GS1
 * Barcode Syntax Dictionary (github.com/gs1/gs1-syntax-dictionary).
 */
export const GS1_IDENTIFIERS = `
  00*18 01*14 02*14 10:20 11*6 12*6 13*6 15*6 16*6 17*6 20*2 21:20 22:20 235:28 240:30 241:30 242:6 243:20 250:30 251:30
  253:30 254:20 255:25 30:8 3100*6 3165*6 3202*6 3295*6 3303*6 3375*6 3402*6 3495*6 3500*6 3575*6 3600*6 3695*6 37:8
  3900:15 3919:18 3922:15 3939:18 3943:4 3950:6 400:30 401:30 402:17 403:30 410*13 411*13 412*13 413*13 414*13 415*13
  416*13 417*13 420:20 421:12 422:3 423:15 427:3 4300:35 4302:70 4309:20 4324:10 4333:7 7001:13 7002:30 7003:10 7007:12
  7011:10 7023:30 7030:30 7040:4 710:20 715:20 7230:30 7240:20 7242:25 8001:14 8003:30 8006:18 8008:12 8009:50 8017:18
  8026:18 8030:90 8110:70 8112:70 8200:70 90:30 91:90 99:90`
  .trim()
  .split(/\s+/)
  .map((row) => {
    const [identifier = '', length = ''] = row.split(/[*:]/)
    return { identifier, length: Number(length), isPredefined: row.includes('*') }
  })
