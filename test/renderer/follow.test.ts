import { afterEach, beforeEach, expect, test } from 'vitest'
import { follow, type FollowCall } from '../../renderer/follow.ts'
import { useLink } from '../../renderer/station.ts'

let stop = () => {}

beforeEach(() => useLink.setState({ state: 'up', generation: 1 }))
afterEach(() => stop())

/** Follows `call` and gives its values one by one. */
function followed<T>(call: FollowCall<T>): () => Promise<T> {
  const values: T[] = []
  const waiting: ((value: T) => void)[] = []
  stop = follow(call, (value) => {
    const taker = waiting.shift()
    if (taker) taker(value)
    else values.push(value)
  })
  return () =>
    new Promise((resolve) => {
      const [value] = values.splice(0, 1)
      if (value === undefined) waiting.push(resolve)
      else resolve(value)
    })
}

test('a stream that breaks is asked for again, snapshot first', async () => {
  let calls = 0
  const next = followed(async () => {
    calls += 1
    const call = calls
    return (async function* () {
      yield `snapshot ${call}`
      if (call === 1) throw new Error('The link broke')
      yield 'change'
    })()
  })
  expect([await next(), await next(), await next()]).toEqual(['snapshot 1', 'snapshot 2', 'change'])
})

test('nothing is asked while the link is down; a new link is followed at once', async () => {
  useLink.setState({ state: 'down' })
  let calls = 0
  const next = followed(async () => {
    calls += 1
    return (async function* () {
      yield calls
    })()
  })
  const first = next()
  expect(calls).toBe(0)
  useLink.setState({ state: 'up', generation: 2 })
  expect(await first).toBe(1)
})

test('a stream that ended by itself is followed again on a new link only', async () => {
  let calls = 0
  const next = followed(async () => {
    calls += 1
    return (async function* () {
      yield calls
    })()
  })
  expect(await next()).toBe(1)
  const second = next()
  useLink.setState({ state: 'down' })
  useLink.setState({ state: 'up', generation: 2 })
  expect(await second).toBe(2)
})

test('after stop the station is told, and no value arrives', async () => {
  let told = () => {}
  const ended = new Promise<void>((resolve) => {
    told = resolve
  })
  const next = followed(async (_input, { signal }) =>
    (async function* () {
      yield 1
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      told()
      yield 2
    })(),
  )
  expect(await next()).toBe(1)
  let late: unknown = 'nothing'
  void next().then((value) => (late = value))
  stop()
  await ended
  await Promise.resolve()
  expect(late).toBe('nothing')
})
