import type { Operator } from '../../shared/settings.ts'
import type { Database } from '../database/database.ts'

export interface OperatorAtBench {
  /** Who packs here now; null where nobody has scanned a badge, or where that person was taken out of the settings. */
  current(): Operator | null
  /** Somebody else packs from now on. On disk when it returns. */
  change(operator: Operator): void
}

/** Who packs at this bench, by the badge scanned last. Only the id is kept: the name is the settings' to say. */
export function openOperatorAtBench(
  database: Database,
  operators: () => readonly Operator[],
): OperatorAtBench {
  const read = database.prepare('SELECT operator_id FROM operator_at_bench').pluck()
  const keep = database.prepare('UPDATE operator_at_bench SET operator_id = ?')
  let keptId = read.get() as string | null

  return {
    current: () => operators().find(({ id }) => id === keptId) ?? null,
    change({ id }) {
      keep.run(id)
      keptId = id
    },
  }
}
