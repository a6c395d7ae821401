import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './list-screen.module.css'

/** The station did not answer; one button asks it again. */
export function AskedAgain({ again }: { again: () => void }) {
  const { t } = useTranslation()
  return (
    <div role="alert" className={classes['failed']}>
      {t('tables.failed')}
      <Button size="compact-sm" variant="default" onClick={again}>
        {t('tables.askAgain')}
      </Button>
    </div>
  )
}
