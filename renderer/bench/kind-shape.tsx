import type { FeedbackKind } from '../../shared/packing.ts'
import looks from './kind-shape.module.css'

interface KindShapeProps {
  readonly kind: FeedbackKind
}

/** The shape of a kind, drawn heavy, so that it is told from the others at a glance and without colour. */
export function KindShape({ kind }: KindShapeProps) {
  return (
    <svg viewBox="0 0 24 24" className={looks.shape} data-kind={kind} aria-hidden>
      {SHAPES[kind]}
    </svg>
  )
}

const SHAPES: Record<FeedbackKind, React.ReactNode> = {
  act: <path d="M3 12h16M12 4.5l7.5 7.5-7.5 7.5" />,
  good: <path d="M3.5 12.5l6 6 11-13" />,
  complete: <path d="M1.5 12.5l5 5 9-11M11 15.5l2 2 9.5-11" />,
  wrong: <path d="M4.5 4.5l15 15M19.5 4.5l-15 15" />,
  wait: <path d="M12 3a9 9 0 1 1-9 9" className={looks.ring} />,
  attention: (
    <>
      <path d="M12 3L22 20.5H2z" strokeLinejoin="round" />
      <path d="M12 10v5M12 17.6v.4" strokeWidth="2.2" />
    </>
  ),
  'in-doubt': <path d="M7.5 8.5a4.7 4.7 0 1 1 7 4c-1.8 1.1-2.5 1.9-2.5 3.7M12 20.4v.2" />,
}
