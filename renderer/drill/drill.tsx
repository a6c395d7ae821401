import { lazy, Suspense, useLayoutEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useBench } from '../bench/bench-store.ts'
import { useNavigation } from '../navigation.ts'
import { usePreferences } from '../preferences.ts'
import looks from './drill.module.css'

const Workbench = lazy(() => import('./workbench.tsx'))

/** From this width on, the bench keeps its full size beside the open drawer. */
const ROOMY_WIDTH = 1640

/** The drawer of the demo at the right: a workbench to practise on, closed to a tab when it is in the way. */
export function Drill() {
  const { t } = useTranslation()
  const demo = useBench(({ view }) => view?.demo === true)
  const chosen = usePreferences(({ drillOpen }) => drillOpen)
  const onBench = useNavigation(({ screen }) => screen === 'bench')
  const open = demo && onBench && (chosen ?? window.innerWidth >= ROOMY_WIDTH)

  useLayoutEffect(() => {
    document.documentElement.toggleAttribute('data-drawer', open)
  }, [open])

  if (!demo || !onBench) return null
  return (
    <aside
      className={looks.drill}
      data-open={open}
      aria-label={t('drill.title')}
      data-landmark="Drill"
    >
      <button
        type="button"
        className={looks.tab}
        aria-expanded={open}
        aria-label={t(open ? 'drill.close' : 'drill.open')}
        onClick={(event) => {
          event.currentTarget.blur()
          usePreferences.setState({ drillOpen: !open })
        }}
      >
        {t('drill.title')}
      </button>
      {open && (
        <div className={looks.drawer}>
          <Suspense>
            <Workbench />
          </Suspense>
        </div>
      )}
    </aside>
  )
}
