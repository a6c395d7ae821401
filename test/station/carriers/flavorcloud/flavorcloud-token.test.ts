import { afterEach, expect, test } from 'vitest'
import { createFlavorCloudToken } from '../../../../station/carriers/flavorcloud/flavorcloud-token.ts'
import { carrierDeps } from '../made-up-parcel.ts'
import { json, startScripted } from '../scripted-server.ts'
import type { Reply } from '../scripted-server.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

const token = (name: string): Reply => json(200, { Token: name, ExpiresIn: 1000 })

async function keeper(...script: Reply[]) {
  const server = await startScripted(...script)
  const { deps, stop } = carrierDeps('flavorcloud', server.url)
  stops.push(stop, server.stop)
  const clock = { ms: 0 }
  return { token: createFlavorCloudToken(deps, () => clock.ms), clock, server }
}

const value = (text: string) => ({ ok: true, value: text })

test('is renewed after four fifths of its life', async () => {
  const { token: kept, clock } = await keeper(token('one'), token('two'))
  expect(await kept.get()).toEqual(value('one'))
  clock.ms = 799_999
  expect(await kept.get()).toEqual(value('one'))
  clock.ms = 800_000
  expect(await kept.get()).toEqual(value('two'))
})

test('an early renewal that fails leaves the old one in use until its end', async () => {
  const { token: kept, clock } = await keeper(token('one'), json(500, {}))
  await kept.get()
  clock.ms = 900_000
  expect(await kept.get()).toEqual(value('one'))
  clock.ms = 1_000_000
  expect(await kept.get()).toMatchObject({ ok: false, failure: { code: 'carrier-unreachable' } })
})

test('while the carrier is down a token is fetched by a test alone, which shares no fetch that is held back', async () => {
  const { token: kept, server } = await keeper(
    json(500, {}),
    json(500, {}),
    json(500, {}),
    token('one'),
  )
  await kept.get()
  const [held, fetched] = await Promise.all([kept.get(), kept.fetch()])
  expect(held).toMatchObject({ failure: { code: 'carrier-unreachable' } })
  expect(fetched).toEqual(value('one'))
  expect(server.seen).toHaveLength(4)
})

test('one renewal at a time, and none for a token that is replaced already', async () => {
  const { token: kept, server } = await keeper(token('one'), token('two'), token('three'))
  expect(await Promise.all([kept.get(), kept.get()])).toEqual([value('one'), value('one')])
  expect(await Promise.all([kept.renew('one'), kept.renew('one')])).toEqual([
    value('two'),
    value('two'),
  ])
  expect(await kept.renew('one')).toEqual(value('two'))
  expect(server.seen).toHaveLength(2)
})
