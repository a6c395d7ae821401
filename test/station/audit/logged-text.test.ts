import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isApproval, loggedText } from '../../../station/audit/logged-text.ts'
import { commandBarcode } from '../../../shared/scanning.ts'

describe('a scan as the log holds it', () => {
  test('control characters have their names', () => {
    expect(loggedText('\u001d0105391234567892\u001d10A\r\n\t\u0000\u007f\u0085')).toBe(
      '<GS>0105391234567892<GS>10A<CR><LF><TAB><NUL><DEL><U+0085>',
    )
    expect(loggedText('[)>\u001e06\u001dK1\u001e\u0004')).toBe('[)><RS>06<GS>K1<RS><EOT>')
  })

  test('anything else stays as it came', () => {
    expect(loggedText('Größe 42 <GS> *SB-SHIP-8*')).toBe('Größe 42 <GS> *SB-SHIP-8*')
  })

  test.each([
    commandBarcode('APPROVE', 'S3CRET99'),
    `]C0${commandBarcode('APPROVE', 'S3CRET99')}\r`,
    commandBarcode('APPROVE', 'S3CRET99').toLowerCase(),
    '*SB-APPROVE-S3CRET99-Z*',
    'SB-APPROVE-S3CRET99',
    '\u001dSB-APPROVE-S3CRET99-\u001d-8',
    '(SBßAPPROVEßS3CRET99ß8(',
    'SB)QPPROVE)S3CRET99)8',
  ])('%s does not give away the code', (text) => {
    expect(loggedText(text)).not.toMatch(/s3cret99/i)
    expect(loggedText(text)).toMatch(/S.*[AQ]PPROVE-…/i)
    expect(isApproval(text)).toBe(true)
  })

  test('no code of a supervisor gets through, whatever it is', () => {
    const letters = fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'))
    fc.assert(
      fc.property(fc.string({ unit: letters, minLength: 4, maxLength: 20 }), (code) => {
        expect(loggedText(commandBarcode('APPROVE', code))).toBe('*SB-APPROVE-…*')
      }),
    )
  })

  test('other commands are no approval, also after one', () => {
    expect(isApproval(commandBarcode('APPROVE', 'S3CRET99'))).toBe(true)
    expect(isApproval(commandBarcode('SHIP'))).toBe(false)
    expect(isApproval(commandBarcode('APPROVE', 'S3CRET99'))).toBe(true)
  })
})
