import { useTranslation } from 'react-i18next'
import { CarrierFaultSchema, PrinterFaultSchema, type DrillView } from '../../shared/drill.ts'
import { CarrierIdSchema } from '../../shared/orders.ts'
import { act } from './act.ts'
import looks from './workbench.module.css'

interface SwitchProps<V extends string> {
  readonly name: string
  /** None where no key is down. */
  readonly value: V | undefined
  readonly choices: readonly { readonly value: V; readonly label: string }[]
  readonly onChoose: (value: V) => void
}

/** A row of keys of which one is down, as on a bench apparatus. */
function Switch<V extends string>({ name, value, choices, onChoose }: SwitchProps<V>) {
  return (
    <fieldset className={looks.switch}>
      <legend>{name}</legend>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          className={looks.button}
          aria-pressed={choice.value === value}
          onClick={(event) => {
            event.currentTarget.blur()
            onChoose(choice.value)
          }}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  )
}

/** What can become of the line that both carriers are reached by. */
const LINE_FAULTS = ['none', 'down'] as const

/** Switches that make carriers and the printer misbehave. */
export function Faults({ drill }: { readonly drill: DrillView }) {
  const { t } = useTranslation()
  const line = CarrierIdSchema.options.map((carrier) => drill.carriers[carrier])
  return (
    <>
      <Switch
        name={t('drill.faults.line')}
        value={LINE_FAULTS.find((fault) => line.every((its) => its === fault))}
        choices={LINE_FAULTS.map((value) => ({ value, label: t(`drill.faults.carrier.${value}`) }))}
        onChoose={(fault) => {
          for (const carrier of CarrierIdSchema.options) act({ do: 'carrier', carrier, fault })
        }}
      />
      {CarrierIdSchema.options.map((carrier) => (
        <Switch
          key={carrier}
          name={t(`shell.carriers.${carrier}`)}
          value={drill.carriers[carrier]}
          choices={CarrierFaultSchema.options.map((value) => ({
            value,
            label: t(`drill.faults.carrier.${value}`),
          }))}
          onChoose={(fault) => act({ do: 'carrier', carrier, fault })}
        />
      ))}
      <Switch
        name={t('drill.faults.printer')}
        value={drill.printer}
        choices={PrinterFaultSchema.options.map((value) => ({
          value,
          label: t(`drill.faults.printerFault.${value}`),
        }))}
        onChoose={(fault) => act({ do: 'printer', fault })}
      />
    </>
  )
}
