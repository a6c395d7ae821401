import { expect, test } from 'vitest'
import { runBacklog } from '../bench/outbox-backlog.ts'

test('two thousand parked boxes and a line that fails at every twentieth call: none bought twice, none lost', async () => {
  const { faults, ended, duplicates, lost } = await runBacklog(2000)
  expect(faults).toBeGreaterThan(100)
  expect({ duplicates, lost }).toEqual({ duplicates: 0, lost: 0 })
  const { bought = 0, refused = 0, ...others } = ended
  expect(others).toEqual({})
  expect(bought + refused).toBe(2000)
  expect(bought).toBeGreaterThan(1900)
})
