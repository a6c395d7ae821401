import { describe, expect, test } from 'vitest'
import { safeZpl } from '../../../station/labels/safe-zpl.ts'
import { shippingLabelZpl } from '../../../simulators/labels/shipping-label.ts'
import { CARRIER_LABELS } from './carrier-labels.ts'

const format = (command: string) => `^XA^FO10,10^A0N,30^FDhello^FS${command}^XZ`

function refusal(zpl: string | Uint8Array) {
  const safe = safeZpl(Buffer.from(zpl))
  return safe.ok ? undefined : safe.failure
}

describe('a label comes back byte for byte', () => {
  const simulated = shippingLabelZpl({
    carrier: 'Parcel Post',
    service: 'Standard ~JR ^JUS',
    sender: ['Harbor & Pine'],
    recipient: ['Máiréad Quinlan', '14 Castle Row'],
    reference: 'LK-20417',
    weight: '2 lb',
    barcode: { kind: 'usps', zip5: '98421', trackingCode: '9205590301234567890127' },
  })

  test.each<[string, string]>([
    ...Object.entries(CARRIER_LABELS).map(
      ([carrier, { zpl }]) => [carrier, zpl] satisfies [string, string],
    ),
    ['of the simulated carrier, with commands in its address', simulated],
    ['in lower case', '^xa^fo10,10^a0n,30^fdhello^fs^xz'],
    ['with a set-up of its own before it', `^XA^MMT^PR4,4~SD15^MD10^XZ\n${format('')}`],
    ['with ^XA twice before anything is drawn', '^XA^LL1520^CI28^XA^FDa^FS^XZ'],
    ['with a quantity of one', format('^PQ1,0,1,Y')],
    ['with a letter of its own for a font', format('^CWW,E:ARIAL.TTF')],
    ['behind a mark of UTF-8', `\ufeff${format('')}`],
    ['with a prefix left over', format('^^FO1,1')],
  ])('%s', (_name, zpl) => {
    const bytes = Buffer.from(zpl)
    const safe = safeZpl(bytes)
    expect(safe).toEqual({ ok: true, value: bytes })
    expect(safe.ok && safe.value).toBe(bytes)
  })

  test('with every byte in a binary picture', () => {
    const picture = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const bytes = Buffer.concat([
      Buffer.from('^XA^GFB,256,256,16,'),
      picture,
      Buffer.from('^FS^XZ'),
    ])
    expect(safeZpl(bytes)).toEqual({ ok: true, value: bytes })
  })
})

test.each([
  '~JR',
  '~JA',
  '~JC',
  '~JB',
  '~JF',
  '~JG',
  '~JN',
  '~JP',
  '~PH',
  '~PP',
  '~PS',
  '~RO',
  '~DYE:A.TTF,B,T,1,,00',
  '~DGR:A.GRF,1,1,00',
  '~DUE:A,1,00',
  '~HS',
  '~HQES',
  '~WC',
  '~CC!',
  '~CD!',
  '~CT!',
  '~JSA',
  '~TA050',
  '~EG',
  '~NC001',
  '~KB',
  '~WQ',
  '^JUS',
  '^JUF',
  '^JUN',
  '^CC!',
  '^CD!',
  '^CT!',
  '^DFR:A.ZPL',
  '^XFR:A.ZPL',
  '^XGR:A.GRF,1,1',
  '^IDR:*.*',
  '^ISR:A.GRF',
  '^ILR:A.GRF',
  '^IMR:A.GRF',
  '^TOR:A,E:B',
  '^EFR',
  '^EG',
  '^FN1',
  '^HH',
  '^HWR:*.*',
  '^HVX',
  '^HZa',
  '^WDR:*.*',
  '^KL2',
  '^KPsecret',
  '^KNprinter',
  '^NS',
  '^ND2',
  '^SX',
  '^SCx',
  '^SEE:A.DAT',
  '^SZ1',
  '^STx',
  '^MCN',
  '^MNN',
  '^MNM',
  '^MMC',
  '^MMP',
  '^MFF,F',
  '^MUI',
  '^MLX',
  '^PP',
  '^PH',
  '^PF100',
  '^JMB',
  '^JZY',
  '^JJ',
  '^LF',
  '^CI17',
  '^CI29',
  '^CW0,E:A.TTF',
  '^CWA,E:A.TTF',
  '^SN1,1',
  '^RS8',
  '^RFW',
  '^ZZ10,Y',
  '^F5',
  '^QQ',
])('%s in a label is unsafe, and the refusal names it', (command) => {
  expect(refusal(format(command))).toEqual({ code: 'label-unsafe', detail: expect.any(String) })
  expect(refusal(format(command))?.detail).toContain(command.slice(0, 3))
  // As safe as the letters are small, and wherever it stands.
  expect(refusal(format(command).toLowerCase())?.code).toBe('label-unsafe')
  expect(refusal(`^XA^FD${command}^FS^XZ`)?.code).toBe('label-unsafe')
})

test.each([
  ['a setting', '! U1 setvar "device.languages" "line_print"\r\n^XA^XZ', '! U1 setvar'],
  ['settings as JSON', '{}{"device.reset":"^XA^XZ"}\n^XA^XZ', '{}{"device.reset"'],
  ['a setting on a line of a text', '^XA^FDa\n! U1 do "device.reset" ""\n^FS^XZ', '^FD'],
  ['another language before it', 'N\nA10,10,0,1,1,1,N,"hello"\n^XA^XZ', 'N outside'],
  ['bytes behind it', '^XA^XZ\u0010', 'bytes that are no text outside'],
  ['a command between formats', '^XA^XZ~JR^XA^XZ', '~JR outside'],
  ['even a harmless one', '^CI28^XA^XZ', '^CI28 outside'],
])('%s is refused', (_name, zpl, named) => {
  expect(refusal(zpl)).toEqual({ code: 'label-unsafe', detail: expect.stringContaining(named) })
})

test.each([
  ['of more than a printer takes at once', '^XA^GFB,100000,100000,1,'],
  ['whose counts differ', '^XA^GFB,8,4,1,'],
  ['of no known form', '^XA^GFX,8,8,1,'],
])('a binary picture %s is unsafe: its rest could be read as commands', (_name, start) => {
  const zpl = Buffer.concat([Buffer.from(start), Buffer.alloc(100_000), Buffer.from('^FS^XZ')])
  expect(refusal(zpl)?.code).toBe('label-unsafe')
})

test.each([
  ['no format', 'hello'],
  ['nothing', ''],
  ['no end', '^XA^FDhello^FS'],
  ['an end that is cut', '^XA^FDhello^FS^X'],
  ['a label cut short before a whole one', '^XA^FDone^FS^XA^FDtwo^FS^XZ'],
  ['a label cut short behind a whole one', '^XA^FDone^FS^XZ^XA^FDtwo'],
  ['a binary picture without its end', '^XA^GFB,500,500,10,abc^FS^XZ'],
])('ZPL with %s is not readable', (_name, zpl) => {
  expect(refusal(zpl)?.code).toMatch(/label-not-readable|label-unsafe/)
  if (zpl.startsWith('^XA^F') || zpl === '') expect(refusal(zpl)?.code).toBe('label-not-readable')
})

test.each([
  ['^PQ2', '^PQ1'],
  ['^PQ25,0,1,Y', '^PQ1,0,1,Y'],
  ['^pq 007 ,1', '^pq 1 ,1'],
  ['^PQ-1', '^PQ1'],
])('one label was bought, so one is printed: %s', (asked, printed) => {
  const safe = safeZpl(Buffer.from(format(asked)))
  expect(safe.ok && Buffer.from(safe.value).toString()).toBe(format(printed))
})

test('every quantity of every format becomes one', () => {
  const safe = safeZpl(Buffer.from(`${format('^PQ2')}\n${format('^PQ3,0')}`))
  expect(safe.ok && Buffer.from(safe.value).toString()).toBe(
    `${format('^PQ1')}\n${format('^PQ1,0')}`,
  )
})
