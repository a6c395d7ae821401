import type { BenchView } from '../../shared/packing.ts'
import type { BandKind } from './prompt.ts'

/** The newest verdict as a line under the prompt, where it says more than the prompt does. Pure. */
export function verdictOf(view: BenchView, kind: BandKind): BenchView['feedback'] {
  const { feedback, armed, step } = view
  if (armed === 'VOID-CONFIRM') return feedback
  // A prompt that waits or warns has its own reason to tell.
  if (kind !== 'act' && kind !== 'good') return null
  if (!feedback || armed || feedback.kind === 'wait' || feedback.kind === 'act') return null
  // The problem says it as long as it is so; with the box put right there is no newer verdict.
  if (feedback.code === 'weight-off') return null
  // What the packer did before the label was bought is an old story by then.
  const closing = step === 'shipping' || step === 'printing' || step === 'scan-label'
  return closing && feedback.kind !== 'attention' && feedback.code !== 'reprint-started'
    ? null
    : feedback
}
