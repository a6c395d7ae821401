import { useEffect, useRef } from 'react'
import type { BenchView } from '../../shared/packing.ts'
import { follow } from '../follow.ts'
import { station } from '../station.ts'

/** What of the bench makes lists of orders and shipments old. A moving weight does not. */
function trace(view: BenchView): string {
  return JSON.stringify([view.order?.id, view.shipment, view.ready, view.shippedToday])
}

/** Calls back when the bench, the queue or another caller changed an order or a shipment. */
export function useBenchChanges(onChange: () => void) {
  const latest = useRef(onChange)
  useEffect(() => {
    latest.current = onChange
  })
  useEffect(() => {
    let seen: string | undefined
    const notice = (now: string) => {
      if (seen !== undefined && seen !== now) latest.current()
      seen = now
    }
    let bench = ''
    let queue = ''
    const stops = [
      follow(
        (_, options) => station.bench.follow(undefined, options),
        (view) => notice((bench = trace(view)) + queue),
      ),
      follow(
        (_, options) => station.outbox.follow(undefined, options),
        (waiting) => notice(bench + (queue = JSON.stringify(waiting))),
      ),
    ]
    return () => stops.forEach((stop) => stop())
  }, [])
}
