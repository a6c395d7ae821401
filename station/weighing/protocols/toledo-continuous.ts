import type { ScaleProtocol } from '../scale-frame.ts'

/** Toledo scales that send by themselves. */
export function createToledoContinuousProtocol(): ScaleProtocol {
  return { query: undefined, push: () => [] }
}
