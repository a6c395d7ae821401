import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconHome2,
  IconQuestionMark,
  IconTag,
  IconTruckDelivery,
  IconTruckReturn,
  type Icon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { TrackingStatus } from '../../shared/tracking.ts'
import { StateMark, type StateKind } from '../tables/state-mark.tsx'

const LOOKS: Record<TrackingStatus, readonly [Icon, StateKind]> = {
  'label-made': [IconTag, 'wait'],
  'in-transit': [IconTruckDelivery, 'act'],
  'out-for-delivery': [IconHome2, 'act'],
  'delivery-attempted': [IconAlertTriangle, 'attention'],
  delivered: [IconCircleCheck, 'good'],
  returned: [IconTruckReturn, 'attention'],
  failed: [IconCircleX, 'wrong'],
  unknown: [IconQuestionMark, 'wait'],
}

/** Where a parcel is: shape, colour and word. */
export function TrackingMark({ status }: { status: TrackingStatus }) {
  const { t } = useTranslation()
  const [picture, kind] = LOOKS[status]
  return <StateMark picture={picture} kind={kind} word={t(`shipments.tracking.status.${status}`)} />
}
