import { useCallback } from 'react'
import { DoubtEvidence } from '../shipments/doubt-evidence.tsx'
import { station } from '../station.ts'
import { useAnswer } from '../tables/use-answer.ts'
import { useBenchChanges } from '../tables/use-bench-changes.ts'

/** Stands in the label's place while nobody knows whether it was bought: what is known of the purchase. */
export function DoubtNote({ shipmentId: id }: { readonly shipmentId: string }) {
  const { value, again } = useAnswer(
    useCallback((signal: AbortSignal) => station.shipments.get({ id }, { signal }), [id]),
  )
  useBenchChanges(again)
  return value?.ok ? <DoubtEvidence shipment={value.value} brief /> : null
}
