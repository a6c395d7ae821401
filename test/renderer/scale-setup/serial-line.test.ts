import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  isSamePlug,
  SERIAL_LINE,
  SERIAL_LINE_FIELDS,
  serialLineChoices,
  serialLineValue,
  withSerialLine,
} from '../../../renderer/scale-setup/serial-line.ts'
import { serialSettings } from '../../../station/serial/serial-port.ts'

test('what the connection does not name is what the station takes for it', () => {
  const settings = serialSettings('serial:/dev/ttyUSB0')
  if (!settings.ok) throw new Error(settings.failure.detail)
  for (const field of SERIAL_LINE_FIELDS) {
    expect(serialLineValue('serial:/dev/ttyUSB0', field)).toBe(String(settings.value[field]))
  }
})

test('every choice is one that the station understands, and reads back', () => {
  const choices = SERIAL_LINE_FIELDS.flatMap((field) =>
    SERIAL_LINE[field].usual.map((value) => ({ field, value: value as string })),
  )
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...choices)), (chosen) => {
      const connection = chosen.reduce(
        (before, { field, value }) => withSerialLine(before, field, value),
        'serial:COM3?flow=rtscts',
      )
      const settings = serialSettings(connection)
      if (!settings.ok) throw new Error(settings.failure.detail)
      for (const field of SERIAL_LINE_FIELDS) {
        const wanted = chosen.findLast((one) => one.field === field)?.value
        const value = String(settings.value[field])
        expect(value).toBe(wanted ?? SERIAL_LINE[field].unset)
        expect(serialLineValue(connection, field)).toBe(value)
      }
      expect(settings.value).toMatchObject({ path: 'COM3', flow: 'rtscts' })
    }),
  )
})

test('what goes without saying is left out', () => {
  const port = 'serial:/dev/serial/by-id/usb-Prolific-if00-port0'
  expect(withSerialLine(port, 'baud', '9600')).toBe(port)
  expect(withSerialLine(port, 'parity', 'even')).toBe(`${port}?parity=even`)
  expect(withSerialLine(`${port}?parity=even`, 'parity', 'none')).toBe(port)
  expect(withSerialLine(`${port}?bits=7&parity=even`, 'baud', '2400')).toBe(
    `${port}?bits=7&parity=even&baud=2400`,
  )
})

test('a value that is not usual stays a choice', () => {
  expect(serialLineChoices('serial:COM3?baud=31250', 'baud')).toContain('31250')
  expect(serialLineChoices('serial:COM3', 'baud')).not.toContain('31250')
})

test('a plug is the same however its line is set', () => {
  expect(isSamePlug('serial:COM3?baud=2400', 'serial:COM3')).toBe(true)
  expect(isSamePlug('hid:0EB8:F000', 'hid:0eb8:f000')).toBe(true)
  expect(isSamePlug('serial:COM3', 'serial:COM4')).toBe(false)
})
