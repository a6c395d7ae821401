import { useEffect, useRef } from 'react'
import type { BenchView } from '../../shared/packing.ts'
import { useBench } from '../bench/bench-store.ts'
import { follow } from '../follow.ts'
import { station } from '../station.ts'

/** What of the bench makes lists of orders and shipments old. A moving weight does not. */
function trace(view: BenchView | undefined): string {
  return JSON.stringify([view?.order?.id, view?.shipment, view?.ready, view?.shippedToday])
}

/** Calls back when the bench, the queue or another caller changed an order or a shipment. */
export function useBenchChanges(onChange: () => void) {
  const latest = useRef(onChange)
  useEffect(() => {
    latest.current = onChange
  })
  useEffect(() => {
    let bench = trace(useBench.getState().view)
    let isFirst = true
    const stopBench = useBench.subscribe(({ view }) => {
      const now = trace(view)
      if (now === bench) return
      bench = now
      latest.current()
    })
    const stopQueue = follow(
      (_, options) => station.outbox.follow(undefined, options),
      () => {
        // One for each change of a shipment or a parked box; the first is the snapshot.
        if (!isFirst) latest.current()
        isFirst = false
      },
    )
    return () => {
      stopBench()
      stopQueue()
    }
  }, [])
}
