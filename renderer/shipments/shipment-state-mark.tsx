import {
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconFileX,
  IconHelpHexagon,
  IconLoader,
  IconQuestionMark,
  IconTrash,
  type Icon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Shipment, ShipmentState } from '../../shared/shipping.ts'
import { StateMark, type StateKind } from '../tables/state-mark.tsx'

const LOOKS: Record<ShipmentState, readonly [Icon, StateKind]> = {
  intended: [IconCircleDashed, 'wait'],
  calling: [IconLoader, 'wait'],
  bought: [IconCircleCheck, 'good'],
  refused: [IconCircleX, 'wrong'],
  'in-doubt': [IconHelpHexagon, 'in-doubt'],
  'not-bought': [IconBan, 'wait'],
  'given-up': [IconQuestionMark, 'wait'],
  'void-asked': [IconClock, 'attention'],
  void: [IconTrash, 'wait'],
  'void-refused': [IconFileX, 'attention'],
}

/** The state of a purchase: shape, colour and word. */
export function ShipmentStateMark(props: { shipment: Pick<Shipment, 'state' | 'voidAcceptedAt'> }) {
  const { t } = useTranslation()
  const { state, voidAcceptedAt } = props.shipment
  const [picture, kind] = LOOKS[state]
  // Taken by the carrier and only to be confirmed: there is nothing to do about it.
  if (state === 'void-asked' && voidAcceptedAt !== null)
    return <StateMark picture={picture} kind="wait" word={t('shipments.void.acceptedState')} />
  return <StateMark picture={picture} kind={kind} word={t(`shipments.state.${state}`)} />
}
