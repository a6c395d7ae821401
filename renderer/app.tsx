import { MantineProvider } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BenchScreen } from './bench/bench-screen.tsx'
import { CommandSheet } from './command-sheet/command-sheet.tsx'
import { Drill } from './drill/drill.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { useNavigation } from './navigation.ts'
import { OrdersScreen } from './orders/orders-screen.tsx'
import { usePreferences } from './preferences.ts'
import { QueueScreen } from './queue/queue-screen.tsx'
import { Rail } from './rail.tsx'
import { SettingsScreen } from './settings/settings-screen.tsx'
import { ShipmentsScreen } from './shipments/shipments-screen.tsx'
import { useLink } from './station.ts'
import { cssVariables, theme } from './theme.ts'
import looks from './app.module.css'

const SCREENS = {
  bench: BenchScreen,
  orders: OrdersScreen,
  shipments: ShipmentsScreen,
  queue: QueueScreen,
  settings: SettingsScreen,
  commands: CommandSheet,
} as const

/** Says that the station is gone, over the top bar, so that nothing below moves. */
function StationGone() {
  const { t } = useTranslation()
  const state = useLink((link) => link.state)
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (state === 'up') return undefined
    const timer = setTimeout(() => setLate(true), state === 'connecting' ? 1000 : 150)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [state])
  if (state === 'up' || !late) return null
  return (
    <div
      role="alert"
      aria-label={t('shell.gone.title')}
      data-landmark="Station gone"
      className={looks.gone}
    >
      <IconPlugConnectedX aria-hidden />
      <strong>{t('shell.gone.title')}</strong>
      <span>{t('shell.gone.detail')}</span>
    </div>
  )
}

export function App() {
  const screen = useNavigation((navigation) => navigation.screen)
  const colorScheme = usePreferences((preferences) => preferences.colorScheme)
  const Screen = SCREENS[screen]
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      forceColorScheme={colorScheme}
    >
      <div className={looks.app}>
        <Rail />
        <main className={looks.screen}>
          <ErrorBoundary key={screen}>
            <Screen />
          </ErrorBoundary>
        </main>
        <Drill />
        <StationGone />
      </div>
    </MantineProvider>
  )
}
