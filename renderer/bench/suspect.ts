import type { BenchItem, BenchView } from '../../shared/packing.ts'

/** The line that the weight of the parcel speaks of, and what it says; undefined where it names none. Pure. */
export function suspectOf({
  problem,
  items,
}: BenchView): { readonly line: number; readonly says: 'missing' | 'extra' } | undefined {
  const says =
    problem?.code === 'weight-one-missing'
      ? 'missing'
      : problem?.code === 'weight-one-extra'
        ? 'extra'
        : undefined
  const name = problem?.params['item']
  // An item without SKU is named by what it is.
  const isNamed = ({ sku, description }: BenchItem) => (sku === '' ? description : sku) === name
  const item = items.find((one) => isNamed(one))
  return says && item && { line: item.line, says }
}
