import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  type Icon,
} from '@tabler/icons-react'
import type { Light } from '../../shared/health.ts'
import { StateMark, type StateKind } from '../tables/state-mark.tsx'

const LOOKS: Record<Light, readonly [Icon, StateKind]> = {
  good: [IconCircleCheck, 'good'],
  attention: [IconAlertTriangle, 'attention'],
  bad: [IconCircleX, 'wrong'],
  off: [IconCircleMinus, 'wait'],
}

/** How a device or carrier is: shape, colour and word. */
export function LightMark({ light, word }: { light: Light; word: string }) {
  const [picture, kind] = LOOKS[light]
  return <StateMark picture={picture} kind={kind} word={word} />
}
