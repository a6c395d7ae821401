import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  SERIAL_LINE_FIELDS,
  serialLineChoices,
  serialLineValue,
  withSerialLine,
} from './serial-line.ts'
import classes from './scale-setup.module.css'

interface SerialLineFieldsProps {
  readonly connection: string
  readonly onConnection: (connection: string) => void
  readonly disabled: boolean
}

/** Speed, bits, parity and stop bits of a serial line as choices, written into its connection. */
export function SerialLineFields({ connection, onConnection, disabled }: SerialLineFieldsProps) {
  const { t } = useTranslation()
  return (
    <div className={classes['line']}>
      {SERIAL_LINE_FIELDS.map((field) => (
        <NativeSelect
          key={field}
          label={t(`scaleSetup.line.${field}`)}
          disabled={disabled}
          data={serialLineChoices(connection, field).map((value) => ({
            value,
            label: field === 'parity' ? parityName(value) : value,
          }))}
          value={serialLineValue(connection, field)}
          onChange={({ currentTarget }) =>
            onConnection(withSerialLine(connection, field, currentTarget.value))
          }
        />
      ))}
    </div>
  )

  function parityName(value: string): string {
    return value === 'none' || value === 'even' || value === 'odd'
      ? t(`scaleSetup.parity.${value}`)
      : value
  }
}
