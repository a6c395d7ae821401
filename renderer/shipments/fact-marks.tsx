import { VisuallyHidden } from '@mantine/core'
import {
  IconCoin,
  IconCoinFilled,
  IconCircleArrowRight,
  IconCircleArrowRightFilled,
  IconFile,
  IconFileFilled,
  IconSquare,
  IconSquareCheckFilled,
  type Icon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Facts } from '../../shared/shipping.ts'
import { Time, useFormats } from '../tables/formats.tsx'
import classes from './fact-marks.module.css'

const FACTS = [
  ['bought', 'boughtAt', IconCoinFilled, IconCoin],
  ['sent', 'sentAt', IconCircleArrowRightFilled, IconCircleArrowRight],
  ['onPaper', 'onPaperAt', IconFileFilled, IconFile],
  ['onBox', 'onBoxAt', IconSquareCheckFilled, IconSquare],
] as const satisfies readonly (readonly [string, keyof Facts, Icon, Icon])[]

/** The four facts in a table's row: a full shape with its time, or an empty one with a dash. */
export function FactMarks({ facts }: { facts: Facts }) {
  const { t } = useTranslation()
  const formats = useFormats()
  return (
    <span className={classes['facts']}>
      {FACTS.map(([name, at, Done, Open]) => {
        const time = facts[at]
        const fact = t(`shipments.facts.${name}`)
        const words =
          time === null
            ? t('shipments.facts.not', { fact })
            : t('shipments.facts.at', { fact, time: formats.moment(time) })
        const Shape = time === null ? Open : Done
        return (
          <span
            key={name}
            title={time === null ? words : `${words} (${time.slice(11, 19)} UTC)`}
            className={classes['fact']}
            data-not={time === null || undefined}
          >
            <Shape size={15} stroke={1.75} aria-hidden />
            <span aria-hidden="true">{time === null ? '–' : formats.clock(time)}</span>
            <VisuallyHidden>{words}</VisuallyHidden>
          </span>
        )
      })}
    </span>
  )
}

/** The four facts in words, one below the other. */
export function FactList({ facts }: { facts: Facts }) {
  const { t } = useTranslation()
  return (
    <ul className={classes['large']}>
      {FACTS.map(([name, at, Done, Open]) => {
        const time = facts[at]
        const Shape = time === null ? Open : Done
        return (
          <li key={name} data-done={time !== null || undefined}>
            <Shape size="1.125rem" stroke={1.75} aria-hidden />
            {t(`shipments.facts.${name}`)}
            <Time at={time} full />
          </li>
        )
      })}
    </ul>
  )
}
