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
  const screen = useNavigation((navigation) => navigation.screen)
  const open = useNavigation((navigation) => navigation.railOpen)
  if (screen === 'bench') return open ? <RailItems screen={screen} over /> : null
  return <RailItems screen={screen} over={false} />
}

interface RailItemsProps {
  readonly screen: ScreenName
  readonly over: boolean
}

function RailItems({ screen, over }: RailItemsProps) {
  const { t } = useTranslation()
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // The rail over the bench was asked for by a key: the next key acts on it.
    if (over) first.current?.focus()
  }, [over])
  return (
    <nav className={looks.rail} data-over={over} aria-label={t('shell.rail.label')}>
      {SCREENS.map(([name, Picture], index) => (
        <button
          key={name}
          type="button"
          className={looks.item}
          aria-current={screen === name ? 'page' : undefined}
          ref={index === 0 ? first : undefined}
          onClick={() => goTo(name)}
        >
          <Picture size="1.5rem" stroke={1.75} aria-hidden />
          {t(`shell.rail.${name}`)}
        </button>
      ))}
    </nav>
  )
}
