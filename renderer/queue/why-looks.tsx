import {
  IconArrowBackUp,
  IconCircleX,
  IconClock,
  IconHelpHexagon,
  IconHourglass,
  IconPrinterOff,
  IconScan,
  type Icon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Waiting, Why } from '../../shared/outbox.ts'
import { ProblemCodeSchema } from '../../shared/packing.ts'
import { BLANKS } from '../shipments/failure-words.tsx'
import { StateMark, type StateKind } from '../tables/state-mark.tsx'

const LOOKS: Record<Why, readonly [Icon, StateKind]> = {
  'in-doubt': [IconHelpHexagon, 'in-doubt'],
  'void-in-doubt': [IconHelpHexagon, 'in-doubt'],
  'parked-refused': [IconArrowBackUp, 'wrong'],
  'void-at-cut-off': [IconCircleX, 'attention'],
  'sticker-to-scan': [IconScan, 'act'],
  parked: [IconClock, 'wait'],
  'label-missing': [IconHourglass, 'attention'],
  'not-printed': [IconPrinterOff, 'attention'],
  'not-on-box': [IconScan, 'act'],
  'void-pending': [IconClock, 'wait'],
}

/** Why something waits, told by shape and word. */
export function WhyMark({ why }: { why: Why }) {
  const { t } = useTranslation()
  const [picture, kind] = LOOKS[why]
  return <StateMark picture={picture} kind={kind} word={t(`queue.why.${why}`)} />
}

/** The failure behind it as a sentence; a code that has none as it came. */
export function useWhatHappened() {
  const { t } = useTranslation()
  return ({ detail, carrier }: Pick<Waiting, 'detail' | 'carrier'>): string | null => {
    const code = ProblemCodeSchema.safeParse(detail)
    if (!code.success) return detail
    const params = { ...BLANKS, carrier: t(`shell.carriers.${carrier}`) }
    return t(`problem.${code.data}.happened`, params)
  }
}
