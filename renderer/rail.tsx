import {
  IconBarcode,
  IconClipboardList,
  IconHourglass,
  IconPackage,
  IconSettings,
  IconTruckDelivery,
  type Icon,
} from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { goTo, useNavigation, type ScreenName } from './navigation.ts'
import looks from './rail.module.css'

const SCREENS: readonly (readonly [ScreenName, Icon])[] = [
  ['bench', IconPackage],
  ['orders', IconClipboardList],
  ['shipments', IconTruckDelivery],
  ['queue', IconHourglass],
  ['settings', IconSettings],
  ['commands', IconBarcode],
]

/** The way between the screens. Over the bench it opens by F10 or Alt and lies above it, so nothing moves. */
export function Rail() {
  const { t } = useTranslation()
  const screen = useNavigation((navigation) => navigation.screen)
  const open = useNavigation((navigation) => navigation.railOpen)
  const first = useRef<HTMLButtonElement>(null)
  // The rail over the bench was asked for by a key: the next key acts on it.
  useEffect(() => first.current?.focus(), [open])
  if (screen === 'bench' && !open) return null
  return (
    <nav className={looks.rail} data-over={screen === 'bench'} aria-label={t('shell.rail.label')}>
      {SCREENS.map(([name, Picture], index) => (
        <button
          key={name}
          type="button"
          className={looks.item}
          aria-current={screen === name ? 'page' : undefined}
          ref={index === 0 && screen === 'bench' ? first : undefined}
          onClick={() => goTo(name)}
        >
          <Picture size="1.5rem" stroke={1.75} aria-hidden />
          {t(`shell.rail.${name}`)}
        </button>
      ))}
    </nav>
  )
}
