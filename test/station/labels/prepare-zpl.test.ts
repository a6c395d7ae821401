import { describe, expect, test } from 'vitest'
import { shippingLabelZpl } from '../../../simulators/labels/shipping-label.ts'
import type { Head } from '../../../station/labels/head.ts'
import { prepareLabel } from '../../../station/labels/prepare-label.ts'
import { planZpl } from '../../../station/labels/prepare-zpl.ts'
import { PrinterSettingsSchema } from '../../../shared/settings.ts'
import { zpl as zplLanguage } from '../../../station/printing/languages/zpl.ts'
import { dotsWhere, linesOf } from './picture-of-dots.ts'

const CODE = '9205590303190000000000'
const SCANNED = `42078701\u001D${CODE}`
const label = shippingLabelZpl({
  carrier: 'USPS',
  service: 'Ground',
  sender: ['Harbor & Pine', 'Tacoma WA 98421'],
  recipient: ['Ann Lee', 'Austin TX 78701'],
  reference: 'A-1',
  weight: '2.1 lb',
  barcode: { kind: 'usps', zip5: '78701', trackingCode: CODE },
})
const head: Head = { dpi: 203, widthDots: 812, heightDots: 1218, rotation: 0, takesZpl: true }
const at300 = { dpi: 300, widthDots: 1200, heightDots: 1800 } as const

async function prepare(zpl: string, more: Partial<Head> = {}, wanted = [CODE]) {
  const bytes = Buffer.from(zpl, 'latin1')
  const prepared = await prepareLabel({ kind: 'zpl', bytes }, { ...head, ...more }, wanted)
  return prepared.ok ? { ...prepared.value.print, ...prepared.value.reading } : prepared.failure
}

function planOf(zpl: string, more: Partial<Head> = {}, knownDpi?: Head['dpi']) {
  const plan = planZpl(Buffer.from(zpl), { ...head, ...more }, [], knownDpi)
  if (!plan.ok) return plan.failure.code
  return plan.value.passing ? 'passes' : plan.value.canvas
}

describe('ZPL passes', () => {
  test('a head that takes it, byte for byte, read by its fields', async () => {
    expect(await prepare(label)).toMatchObject({
      kind: 'zpl',
      bytes: Buffer.from(label),
      codes: [SCANNED],
      texts: expect.arrayContaining(['Ann Lee', 'Austin TX 78701']),
    })
  })

  test.each([
    ['without a size', '^XA^FDx^FS^XZ', {}],
    ['as wide as the head, not the paper', '^XA^PW832^FDx^FS^XZ', {}],
    ['smaller than the paper', '^XA^PW400^LL300^FDx^FS^XZ', {}],
    ['on longer paper', '^XA^PW812^FDx^FS^XZ', { heightDots: 1624 }],
    ['of 300 dpi', '^XA^PW1200^FDx^FS^XZ', at300],
    ['of 300 dpi that only tells its length', '^XA^LL1800^FDx^FS^XZ', at300],
    ['of 300 dpi on small paper', '^XA^PW600^FDx^FS^XZ', { ...at300, widthDots: 600 }],
    ['of 600 dpi', '^XA^PW2400^FDx^FS^XZ', { dpi: 600, widthDots: 2400, heightDots: 3600 }],
  ] as const)('%s', (_, zpl, more) => {
    expect(planOf(zpl, more)).toBe('passes')
  })

  test('of the dpi that is known, whatever its size looks like', () => {
    const narrow = '^XA^PW400^FDx^FS^XZ'
    expect(planOf(narrow, at300)).not.toBe('passes')
    expect(planOf(narrow, at300, 300)).toBe('passes')
  })
})

describe('ZPL is drawn', () => {
  test.each([
    ['for a head that does not take it', '^XA^FDx^FS^XZ', { takesZpl: false }, 812, 1218],
    ['turned', '^XA^FDx^FS^XZ', { rotation: 90, widthDots: 1218, heightDots: 812 }, 812, 1218],
    ['for paper that is narrower', '^XA^PW812^FDx^FS^XZ', { widthDots: 609 }, 812, 1218],
    ['for paper that is shorter', '^XA^LL1624^FDx^FS^XZ', {}, 812, 1624],
    ['for small paper, where it tells no size', '^XA^FDx^FS^XZ', { heightDots: 609 }, 812, 1218],
    ['for a finer head', '^XA^PW812^LL1218^FDx^FS^XZ', at300, 1200, 1800],
    ['for a coarser head', '^XA^PW1200^LL1800^FDx^FS^XZ', {}, 812, 1218],
  ] as const)('%s', (_, zpl, more, widthDots, heightDots) => {
    expect(planOf(zpl, more)).toMatchObject({ widthDots, heightDots })
  })

  test.each([
    ['a printer of dots', { takesZpl: false }, 812, 1218],
    ['a head of 300 dpi', at300, 1200, 1800],
    ['a head of 600 dpi', { dpi: 600, widthDots: 2400, heightDots: 3600 }, 2400, 3600],
    ['paper across', { rotation: 90, widthDots: 1218, heightDots: 812 }, 1218, 812],
  ] as const)('and its barcode reads on %s', async (_, more, width, height) => {
    expect(await prepare(label, more)).toMatchObject({
      kind: 'dots',
      dots: { width, height },
      codes: [SCANNED],
      texts: expect.arrayContaining(['Ann Lee']),
    })
  })

  test('with its own dots where its dpi is known to be that of the head', async () => {
    const box = '^XA^PW400^LL300^FO10,20^GB30,40,30^FS^XZ'
    const drawn = async (dpi?: Head['dpi']) => {
      const prepared = await prepareLabel(
        { kind: 'zpl', bytes: Buffer.from(box), ...(dpi && { dpi }) },
        { ...head, ...at300, takesZpl: false },
        [],
      )
      if (!prepared.ok || prepared.value.print.kind !== 'dots') throw new Error('Not drawn')
      return linesOf(prepared.value.print.dots).filter((line) => line.includes('#')).length
    }
    expect(await drawn(300)).toBe(40)
    expect(await drawn()).toBe(59)
  })

  test('of several formats, the one that carries the wanted code', async () => {
    const other = label.replaceAll(CODE, '9205590303190000000017')
    const dots = await prepare(`${other}${label}`, {
      takesZpl: false,
    })
    expect(dots).toMatchObject({ codes: [SCANNED] })
  })

  test('what cannot be drawn is refused in words', async () => {
    expect(await prepare('^XA^GFA,8,8,1,:Z64:!!!:0000^FS^XZ', { takesZpl: false })).toEqual({
      code: 'label-not-readable',
      detail: expect.stringMatching(/^The ZPL cannot be drawn: \w/),
    })
  })
})

describe('a passing label with pictures', () => {
  const printer = PrinterSettingsSchema.parse({ id: 'p', role: 'label', connection: 'simulated:' })
  async function pictureLabel() {
    const drawn = await prepare(label, { takesZpl: false })
    if (!('dots' in drawn)) throw new Error('Not drawn')
    return Buffer.from(await zplLanguage.encode(drawn.dots, printer)).toString('latin1')
  }

  test('is drawn to be read where its fields lack the wanted code', async () => {
    const zpl = await pictureLabel()
    expect(await prepare(zpl)).toMatchObject({ kind: 'zpl', codes: [SCANNED] })
    expect(await prepare(zpl, {}, [])).toMatchObject({ kind: 'zpl', codes: [SCANNED] })
  })

  test('is not where they have it, and passes where its picture cannot be drawn', async () => {
    const broken = '^GFA,8,8,1,:Z64:!!!:0000^FS^XZ'
    const withFields = label.replace('^XZ', broken)
    expect(planOf(withFields)).toBe('passes')
    expect(await prepare(`^XA${broken}`)).toMatchObject({ kind: 'zpl', codes: [] })
  })
})

test('a drawn picture has the dots of its picture field', async () => {
  const picture = dotsWhere(80, 41, (x, y) => (x * y) % 3 === 1)
  const hex = Buffer.from(picture.bits).toString('hex').toUpperCase()
  const drawn = await prepare(
    `^XA^FO16,8^GFA,410,410,10,${hex}^FS^XZ`,
    { takesZpl: false, widthDots: 100, heightDots: 60 },
    [],
  )
  if (!('dots' in drawn)) throw new Error('Not drawn')
  const lines = linesOf(picture)
  const inked = lines.map((line) => line.slice(1)).slice(1)
  expect(linesOf(drawn.dots).map((line) => line.slice(0, inked[0]!.length))).toEqual(inked)
})
