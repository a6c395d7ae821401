import { expect, test } from 'vitest'
import { compareLabel } from '../../../station/labels/label-check.ts'
import { safeZpl } from '../../../station/labels/safe-zpl.ts'
import { zplCommands, zplText } from '../../../station/labels/zpl-commands.ts'
import { zplForDpi } from '../../../station/labels/zpl-for-dpi.ts'
import { readZpl } from '../../../station/labels/zpl-reading.ts'
import { CARRIER_LABELS } from './carrier-labels.ts'

const INPUTS = 10_000

/** The same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const PIECES = [
  '^',
  '~',
  '^XA',
  '^XZ',
  '~JR',
  '^FD',
  '^FH',
  '_',
  ',',
  '>',
  '>8',
  '^GFB,9,9,1,',
  '^GFA,90,90,9,z!:',
  '{}{',
  '! U1 ',
  '\0',
  '9'.repeat(12),
  '\\&',
  '^BCN',
  '^BXN',
  '^BD2',
  '^PQ9',
  '^CI28',
  '\xff\xfe',
].map((piece) => Buffer.from(piece, 'latin1'))

/** A label that was cut, whose bits fell over, or in which something stands that should not. */
function damaged(label: Buffer, next: (below: number) => number): Buffer {
  let bytes = Buffer.from(label)
  for (let turn = 0; turn <= next(4); turn += 1) {
    const at = next(bytes.length)
    const to = at + next(bytes.length - at)
    const kind = next(5)
    if (kind === 0) bytes = Buffer.from(bytes.subarray(0, at + 1))
    else if (kind === 1)
      bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(to), bytes.subarray(0, 9)])
    else if (kind === 2)
      for (let flips = 0; flips < 9; flips += 1) bytes[next(bytes.length)]! ^= 1 << next(8)
    else if (kind === 3)
      bytes = Buffer.concat([
        bytes.subarray(0, at),
        PIECES[next(PIECES.length)]!,
        bytes.subarray(at),
      ])
    else bytes = Buffer.concat([bytes, bytes.subarray(at, to)])
  }
  return bytes
}

test(`${INPUTS} damaged labels: nothing throws, nothing grows beyond bounds, nothing unsafe passes`, () => {
  const next = numbers(20_261_122)
  const labels = Object.values(CARRIER_LABELS).map(({ zpl }) => Buffer.from(zpl))
  const seen = { passed: 0, refused: 0, drawable: 0 }
  for (let input = 0; input < INPUTS; input += 1) {
    const bytes = damaged(labels[next(labels.length)]!, next)
    let at = 0
    for (const { from, parametersFrom, to } of zplCommands(zplText(bytes))) {
      if (from < at || parametersFrom < from || to < parametersFrom || to > bytes.length)
        throw new Error(`input ${input}: ${from}, ${parametersFrom}, ${to} behind ${at}`)
      at = to
    }

    const reading = readZpl(bytes)
    const said = [...reading.codes, ...reading.texts].join('').length
    // An escape for UTF-8 makes at most three characters longer, a code of fixed length at most twenty.
    if (said > bytes.length + 20 * reading.codes.length) throw new Error(`input ${input}: ${said}`)
    compareLabel(reading, {
      trackingNumber: '1Z4X7B550312345673',
      carrierBarcode: null,
      zip: '98421',
      country: 'US',
      shipFromZip: null,
      box: { number: 1, of: 1 },
    })

    const safe = safeZpl(bytes)
    seen[safe.ok ? 'passed' : 'refused'] += 1
    if (safe.ok) {
      if (safe.value.length > bytes.length) throw new Error(`input ${input} grew`)
      // What passes once passes again, untouched: it holds what it seems to hold.
      const again = safeZpl(safe.value)
      if (!again.ok || again.value !== safe.value) throw new Error(`input ${input} changed again`)
      if (
        /~J[^N]|\^J[^M]|\^[DI][DF]|~D[^N]/i.test(
          zplText(safe.value).replaceAll(/\^GFB,\d+,\d+,\d*,.*/gs, ''),
        )
      )
        throw new Error(`input ${input}: something unsafe passed`)
    }
    for (const dpi of [300, 600]) {
      const other = zplForDpi(bytes, 203, dpi)
      if (!other.ok) continue
      seen.drawable += 1
      if (other.value.length > bytes.length * 40 + 8_000_000)
        throw new Error(`input ${input} at ${dpi}`)
    }
  }
  // Damage that is never seen, or always, would test nothing.
  expect(Math.min(seen.passed, seen.refused, seen.drawable)).toBeGreaterThan(INPUTS / 20)
})
