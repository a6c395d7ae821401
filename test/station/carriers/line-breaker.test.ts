import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type { CarrierFailure } from '../../../shared/shipping.ts'
import { failureOfCall } from '../../../station/carriers/carrier-call.ts'
import { createLineBreaker } from '../../../station/carriers/line-breaker.ts'
import { answer, madeUpLine, trouble, type Reply } from './made-up-line.ts'

const NOW = '2026-11-22T10:00:00.000Z'
const down = failed<CarrierFailure>({ code: 'carrier-unreachable', carrier: 'flexport' })

let breaker: ReturnType<typeof createLineBreaker>
/** Seconds after the start at which each probe went out. */
let probes: number[]
let said: string[]
/** What a probe comes to; that of a carrier that answers goes over the line, as here, and closes the breaker. */
let probe: () => Promise<Outcome<null, CarrierFailure>>

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: new Date(NOW) })
  probes = []
  said = []
  probe = async () => down
  breaker = createLineBreaker({
    carrier: 'flexport',
    probe: () => {
      probes.push(secondsAfterStart())
      return probe()
    },
    onChange: () => said.push(breaker.outage()?.nextProbeAt ?? 'back'),
    clock: { now: () => new Date() },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  })
})
afterEach(() => {
  breaker.stop()
  vi.useRealTimers()
})

const secondsAfterStart = () => (Date.now() - Date.parse(NOW)) / 1000
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)
const at = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1000).toISOString()
const call = (reply: Reply) => breaker.begin()(reply)
const answered = async () => {
  call(answer(404))
  return done(null)
}

describe('what opens and what closes', () => {
  test.each<[string, Reply, string]>([
    ['a refused connection', trouble('not-sent', 'ECONNREFUSED'), 'carrier-unreachable'],
    ['an unknown name', trouble('not-sent', 'ENOTFOUND'), 'carrier-unreachable'],
    ['a time-out', trouble('timed-out'), 'carrier-timed-out'],
    ['a line that broke', trouble('cut-off'), 'carrier-connection-lost'],
    ['500', answer(500), 'carrier-trouble'],
    ['504', answer(504), 'carrier-trouble'],
    ['408', answer(408), 'carrier-trouble'],
  ])('%s opens, once, and any answer closes', (_, reply, code) => {
    call(reply)
    expect(breaker.outage()).toEqual({ code, since: NOW, nextProbeAt: at(2) })
    call(trouble('cut-off'))
    expect(breaker.outage()?.code).toBe(code)
    call(answer(200))
    expect(breaker.outage()).toBeUndefined()
    expect(said).toEqual([at(2), 'back'])
  })

  test('a carrier that answers probes and lets calls time out is given more time after each', async () => {
    probe = answered
    for (const waited of [2, 5, 15, 60, 300, 300]) {
      call(trouble('timed-out'))
      expect(breaker.outage()?.nextProbeAt).toBe(at(secondsAfterStart() + waited))
      await pass(waited)
      expect(breaker.outage()).toBeUndefined()
    }
    await pass(600)
    call(trouble('timed-out'))
    expect(breaker.outage()?.nextProbeAt).toBe(at(secondsAfterStart() + 2))
  })

  test('one whose failures are quick is asked again as soon as ever', async () => {
    probe = answered
    for (const _ of [1, 2, 3]) {
      call(trouble('cut-off'))
      expect(breaker.outage()?.nextProbeAt).toBe(at(secondsAfterStart() + 2))
      await pass(2)
    }
  })

  test.each([200, 201, 302, 400, 401, 403, 404, 409, 422, 423, 429])('%i closes', (status) => {
    call(answer(status))
    expect(said).toEqual([])
    call(answer(503))
    call(answer(status))
    expect(breaker.outage()).toBeUndefined()
  })

  test('what was never sent by our own will says nothing', () => {
    const busy = { code: 'carrier-busy', carrier: 'flexport' } as const
    const heldBack = failed({ code: 'held-back', failure: busy } as const)
    const own = [heldBack, trouble('not-sent', 'STOPPED')]
    for (const outcome of own) breaker.begin()(outcome)
    expect(breaker.outage()).toBeUndefined()
    call(answer(500))
    for (const outcome of own) breaker.begin()(outcome)
    expect(breaker.outage()).toBeDefined()
  })

  test('the late trouble of a call from before the carrier came back does not open it again', () => {
    const late = breaker.begin()
    call(trouble('timed-out'))
    const alsoLate = breaker.begin()
    call(answer(200))
    late(trouble('timed-out'))
    alsoLate(trouble('timed-out'))
    expect(breaker.outage()).toBeUndefined()
    call(trouble('timed-out'))
    expect(breaker.outage()).toBeDefined()
  })

  test('the late answer to a call from before is an answer of now', () => {
    const late = breaker.begin()
    call(answer(502))
    late(answer(200))
    expect(breaker.outage()).toBeUndefined()
  })

  test('calls of any order and outcome: down exactly since the last trouble that no answer followed', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            isEnd: fc.boolean(),
            which: fc.nat(),
            reply: fc.constantFrom(answer(200), answer(404), answer(500), trouble('timed-out')),
          }),
        ),
        (steps) => {
          const one = createLineBreaker({
            carrier: 'flexport',
            probe: async () => down,
            onChange: () => {},
            clock: { now: () => new Date() },
            log: { debug() {}, info() {}, warn() {}, error() {} },
          })
          const open: { end: (reply: Reply) => void; returns: number }[] = []
          let [isDown, returns] = [false, 0]
          for (const { isEnd, which, reply } of steps) {
            const [ending] = isEnd ? open.splice(which % Math.max(1, open.length), 1) : []
            if (!ending) {
              open.push({ end: one.begin(), returns })
              continue
            }
            ending.end(reply)
            const isAnswer = reply.ok && reply.value.status < 500
            if (isAnswer && isDown) returns += 1
            if (isAnswer) isDown = false
            else if (ending.returns === returns) isDown = true
            expect(one.outage() !== undefined).toBe(isDown)
          }
          one.stop()
        },
      ),
    ))
})

describe('probes', () => {
  test('go out after 2, 5, 10, 15 and then every 30 seconds, and each next time is told', async () => {
    call(answer(500))
    await pass(150)
    expect(probes).toEqual([2, 7, 17, 32, 62, 92, 122])
    expect(said.slice(0, 3)).toEqual([at(2), at(7), at(17)])
    expect(breaker.outage()).toEqual({ code: 'carrier-trouble', since: NOW, nextProbeAt: at(152) })
  })

  test('end with the first one that is answered, and begin anew with the next trouble', async () => {
    call(answer(500))
    await pass(3)
    probe = answered
    await pass(300)
    expect(probes).toEqual([2, 7])
    expect(said.at(-1)).toBe('back')
    probe = async () => down
    call(answer(500))
    await pass(2)
    expect(probes.slice(2)).toEqual([305])
  })

  test('wait for the one that is under way', async () => {
    const ends: (() => void)[] = []
    probe = () =>
      new Promise((resolve) => {
        ends.push(() => resolve(down))
      })
    call(trouble('timed-out'))
    await pass(100)
    expect(probes).toEqual([2])
    ends[0]?.()
    await pass(5)
    expect(probes).toEqual([2, 105])
  })

  test('that end after the carrier came back plan none', async () => {
    const ends: (() => void)[] = []
    probe = () =>
      new Promise((resolve) => {
        ends.push(() => resolve(down))
      })
    call(answer(500))
    await pass(2)
    call(answer(200))
    call(answer(500))
    ends[0]?.()
    await pass(1)
    expect(breaker.outage()?.nextProbeAt).toBe(at(4))
    await pass(1)
    expect(probes).toEqual([2, 4])
  })

  test('without credentials a carrier is taken to be there', async () => {
    probe = async () => failed({ code: 'credentials-missing', carrier: 'flexport' })
    call(answer(500))
    await pass(2)
    expect(breaker.outage()).toBeUndefined()
  })

  test('after a change of the settings one goes out at once, but only to a carrier that is down', async () => {
    breaker.probeNow()
    expect(probes).toEqual([])
    call(answer(500))
    await pass(40)
    breaker.probeNow()
    expect(probes.slice(4)).toEqual([40])
    await pass(2)
    expect(probes.slice(5)).toEqual([42])
  })

  test('and whatever calls come to, end with the stop', async () => {
    const under = breaker.begin()
    call(answer(500))
    breaker.stop()
    under(answer(200))
    breaker.probeNow()
    await pass(300)
    expect([probes, said]).toEqual([[], [at(2)]])
  })
})

describe('the line of a carrier that is down', () => {
  const lineThatIsDown = async (...replies: Reply[]) => {
    const line = madeUpLine([answer(500), ...replies])
    await line.send('once')
    expect(line.breaker.outage()).toBeDefined()
    return line
  }

  test('sends nothing and says at once that nothing was sent, whatever opened it', async () => {
    const { send, sent, waits, exchanges } = await lineThatIsDown()
    for (const kind of ['buys', 'once', 'repeatable'] as const) {
      const outcome = await send(kind)
      if (outcome.ok || outcome.failure.code !== 'held-back') throw new Error('it was sent')
      expect(failureOfCall('flexport', outcome.failure).code).toBe('carrier-unreachable')
    }
    expect([sent.length, exchanges.length, waits]).toEqual([1, 1, []])
  })

  test('lets a test through, once, and all calls after its answer', async () => {
    const { send, sent } = await lineThatIsDown(answer(503), answer(404), answer(201))
    await send('test')
    expect(sent).toHaveLength(2)
    expect((await send('buys')).ok).toBe(false)
    await send('test')
    expect(await send('buys')).toMatchObject({ ok: true, value: { status: 201 } })
  })

  test('opens with the last try of a call, not with its first', async () => {
    const passing = madeUpLine([answer(500), answer(500), answer(200)])
    await passing.send('repeatable')
    expect(passing.breaker.outage()).toBeUndefined()
    const lasting = madeUpLine([answer(500)])
    await lasting.send('test')
    expect([lasting.sent.length, lasting.breaker.outage() !== undefined]).toEqual([3, true])
  })

  test('keeps back what waits for its next try when another call meets the trouble', async () => {
    const { send, sent, breaker: its, waits } = madeUpLine([answer(503), answer(200)])
    const waiting = send('repeatable')
    while (waits.length === 0) await Promise.resolve()
    its.begin()(trouble('timed-out'))
    expect(await waiting).toMatchObject({ ok: true, value: { status: 503 } })
    expect(sent).toHaveLength(1)
  })

  test('keeps back what waits for its place, and gives the place back', async () => {
    const { send, sent, breaker: its, waits } = madeUpLine([answer(200)], { requestsPerSecond: 1 })
    for (let calls = 0; calls < 5; calls++) await send('once')
    const waiting = send('once')
    its.begin()(trouble('cut-off'))
    expect(await waiting).toMatchObject({ failure: { code: 'held-back' } })
    expect(sent).toHaveLength(5)
    its.begin()(answer(200))
    await send('once')
    expect([sent.length, waits]).toEqual([6, [1000]])
  })
})
