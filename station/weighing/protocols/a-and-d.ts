import type { ScaleProtocol } from '../scale-frame.ts'

/** A&D scales. */
export function createAAndDProtocol(): ScaleProtocol {
  return { query: undefined, push: () => [] }
}
