import {
  IconCircle,
  IconCircleCheck,
  IconCircleDotted,
  IconPlayerPause,
  type Icon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { OrderState } from '../../shared/orders.ts'
import { StateMark, type StateKind } from '../tables/state-mark.tsx'

const LOOKS: Record<OrderState, readonly [Icon, StateKind]> = {
  ready: [IconCircle, 'act'],
  packing: [IconCircleDotted, 'act'],
  held: [IconPlayerPause, 'attention'],
  shipped: [IconCircleCheck, 'good'],
}

/** The state of an order: shape, colour and word. */
export function OrderStateMark({ state }: { state: OrderState }) {
  const { t } = useTranslation()
  const [picture, kind] = LOOKS[state]
  return <StateMark picture={picture} kind={kind} word={t(`orders.state.${state}`)} />
}
