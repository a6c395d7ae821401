import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answer, madeUpLine, trouble, type Reply } from './made-up-line.ts'

describe('our ceiling', () => {
  test('lets a burst out at once, then so many a second', async () => {
    const { send, sent } = madeUpLine([answer(200)], { requestsPerSecond: 2 })
    for (let call = 0; call < 8; call++) await send('once')
    expect(sent.map(({ at }) => at)).toEqual([0, 0, 0, 0, 0, 500, 1000, 1500])
  })

  test('holds for calls that come together', async () => {
    const { send, sent } = madeUpLine([answer(200)], { requestsPerSecond: 2 })
    await Promise.all(Array.from({ length: 7 }, () => send('repeatable')))
    expect(sent.map(({ at }) => at)).toEqual([0, 0, 0, 0, 0, 500, 1000])
  })

  test('fills again while nothing is asked', async () => {
    const { send, sent, pass } = madeUpLine([answer(200)], { requestsPerSecond: 2 })
    for (let call = 0; call < 5; call++) await send('once')
    pass(60_000)
    for (let call = 0; call < 6; call++) await send('once')
    expect(sent.slice(5).map(({ at }) => at - 60_000)).toEqual([0, 0, 0, 0, 0, 500])
  })

  test('never holds a purchase, which later reads make up for', async () => {
    const { send, sent, waits } = madeUpLine([answer(200)], { requestsPerSecond: 1 })
    for (let call = 0; call < 5; call++) await send('once')
    await send('buys')
    expect(waits).toEqual([])
    await send('once')
    expect(sent.map(({ at }) => at)).toEqual([0, 0, 0, 0, 0, 0, 2000])
  })

  test('refuses what would wait beyond its deadline, without a byte and without a place', async () => {
    const { send, sent } = madeUpLine([answer(200)], { requestsPerSecond: 0.01, readMs: 15_000 })
    for (let call = 0; call < 5; call++) await send('once')
    for (let call = 0; call < 3; call++)
      expect(await send('once')).toMatchObject({
        ok: false,
        failure: { code: 'held-back', failure: { code: 'carrier-busy', retryAfterSeconds: 100 } },
      })
    expect(sent).toHaveLength(5)
  })

  test('is kept over any second and any mixture of reads', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(2_000), { maxLength: 30 }),
        fc.integer({ min: 1, max: 10 }),
        async (gaps, requestsPerSecond) => {
          const { send, sent, pass } = madeUpLine([answer(200)], { requestsPerSecond })
          for (const gap of gaps) {
            pass(gap)
            await send('once')
          }
          for (const { at } of sent) {
            const within = sent.filter((one) => one.at >= at && one.at < at + 1_000).length
            expect(within).toBeLessThanOrEqual(5 + requestsPerSecond)
          }
        },
      ),
    ))
})

describe('a pause that the carrier asks for', () => {
  const busy = (seconds: string) => answer(429, { 'retry-after': seconds })

  test('is kept by all later calls that can wait for its end', async () => {
    const { send, sent } = madeUpLine([busy('3'), answer(200)])
    expect(await send('once')).toMatchObject({ ok: true, value: { status: 429 } })
    await send('once')
    await send('repeatable')
    expect(sent.map(({ at }) => at)).toEqual([0, 3000, 3000])
  })

  test('refuses a purchase as held back, without a byte', async () => {
    const { send, sent, exchanges, pass } = madeUpLine([busy('3'), answer(201)])
    await send('once')
    const refused = await send('buys')
    expect(refused).toMatchObject({
      ok: false,
      failure: { code: 'held-back', failure: { code: 'carrier-busy', retryAfterSeconds: 3 } },
    })
    expect([sent.length, exchanges.length]).toEqual([1, 1])
    pass(3_000)
    expect(await send('buys')).toMatchObject({ ok: true, value: { status: 201 } })
  })

  test('that is long is waited for by nobody', async () => {
    const { send, sent, waits } = madeUpLine([busy('60'), answer(200)])
    expect(await send('repeatable')).toMatchObject({ ok: true, value: { status: 429 } })
    expect(await send('repeatable')).toMatchObject({
      failure: { failure: { retryAfterSeconds: 60 } },
    })
    expect([sent.length, waits]).toEqual([1, []])
  })

  test('may be a date, and is of ten minutes at most', async () => {
    const date = new Date(Date.UTC(2026, 4, 18) + 1_000 + 4_000).toUTCString()
    const dated = madeUpLine([busy(date), answer(200)])
    await dated.send('once')
    await dated.send('once')
    expect(dated.sent[1]?.at).toBe(4_000)
    const endless = madeUpLine([busy('999999999'), answer(200)])
    await endless.send('once')
    endless.pass(600_000)
    expect((await endless.send('buys')).ok).toBe(true)
  })

  test('holds back a read that waits for its place when the pause begins', async () => {
    const { send, sent } = madeUpLine(
      [...Array.from({ length: 5 }, () => answer(200)), busy('2')],
      {
        requestsPerSecond: 10,
      },
    )
    for (let call = 0; call < 5; call++) await send('once')
    await Promise.all([send('once'), send('once')])
    expect(sent.map(({ at }) => at).slice(5)).toEqual([100, 2_100])
  })
})

describe('repeats', () => {
  test.each<[string, Reply]>([
    ['500', answer(500)],
    ['503', answer(503)],
    ['408', answer(408)],
    ['429 without a time', answer(429)],
    ['a cut line', trouble('cut-off')],
    ['nobody there', trouble('not-sent', 'ECONNREFUSED')],
  ])('%s: a repeatable call goes out three times, with jittered back-off', async (_, reply) => {
    const { send, sent, waits } = madeUpLine([reply])
    await send('repeatable')
    expect(sent).toHaveLength(3)
    expect(waits).toEqual([300, 600])
    const hurried = madeUpLine([reply], { random: 0 })
    await hurried.send('repeatable')
    expect(hurried.waits).toEqual([0, 0])
  })

  test('the first good answer ends them', async () => {
    const { send, sent } = madeUpLine([answer(500), answer(200), answer(500)])
    expect(await send('repeatable')).toMatchObject({ ok: true, value: { status: 200 } })
    expect(sent).toHaveLength(2)
  })

  test.each<[string, Reply]>([
    ['200', answer(200)],
    ['400', answer(400)],
    ['401', answer(401)],
    ['404', answer(404)],
    ['409', answer(409)],
    ['an answer too large', trouble('too-large')],
    ['a stopped station', trouble('not-sent', 'STOPPED')],
    ['authorities that cannot be read', trouble('not-sent', 'CA_FILE_NOT_READABLE')],
  ])('none after %s', async (_, reply) => {
    const { send, sent } = madeUpLine([reply])
    await send('repeatable')
    expect(sent).toHaveLength(1)
  })

  test('keep inside the deadline, of which each try gets what is left', async () => {
    const { send, sent } = madeUpLine([answer(500)], { tookMs: 6_000, readMs: 15_000 })
    await send('repeatable')
    expect(sent.map(({ request }) => request.deadlineMs)).toEqual([15_000, 8_700, 2_100])
    const late = madeUpLine([answer(500)], { tookMs: 14_900, readMs: 15_000 })
    await late.send('repeatable')
    expect(late.sent).toHaveLength(1)
  })

  test('there are none, ever, of what buys or goes out once', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom('buys' as const, 'once' as const),
        fc.oneof(
          fc.integer({ min: 200, max: 599 }).map((status) => answer(status)),
          fc.nat(20).map((seconds) => answer(429, { 'retry-after': String(seconds) })),
          fc
            .constantFrom('not-sent' as const, 'timed-out' as const, 'cut-off' as const)
            .map((code) => trouble(code)),
        ),
        async (kind, reply) => {
          const { send, sent } = madeUpLine([reply])
          expect(await send(kind)).toBe(reply)
          expect(sent).toHaveLength(1)
        },
      ),
    ))
})

describe('exchanges', () => {
  test('tell what was asked and answered, one for each try', async () => {
    const { send, exchanges } = madeUpLine(
      [
        trouble('cut-off'),
        answer(201, { 'x-correlation-id': 'c-1', 'idempotent-replayed': 'true' }, '{"a":1}'),
      ],
      { tookMs: 40, random: 0 },
    )
    await send('repeatable', { body: '{"b":2}', about: 'LK-1/P1' })
    const asked = {
      carrier: 'flexport',
      call: 'made up',
      method: 'POST',
      path: '/api/call?x=1',
      tookMs: 40,
      request: '{"b":2}',
      about: 'LK-1/P1',
    }
    expect(exchanges).toEqual([
      {
        ...asked,
        startedAt: '2026-05-18T00:00:01.000Z',
        status: null,
        trouble: 'cut-off',
        answer: '',
        correlationId: null,
        isReplayed: false,
      },
      {
        ...asked,
        startedAt: '2026-05-18T00:00:01.040Z',
        status: 201,
        trouble: null,
        answer: '{"a":1}',
        correlationId: 'c-1',
        isReplayed: true,
      },
    ])
  })

  test('and the log hold neither credentials nor contact data', async () => {
    const secret = 'made-up/secret+1'
    const basic = Buffer.from(`user:${secret}`).toString('base64')
    const said = JSON.stringify({ got: secret, header: `Basic ${basic}`, phone: '2085550163' })
    const { send, exchanges, logged } = madeUpLine([answer(400, {}, said)])
    await send('once', {
      url: `https://carrier.example/a?key=${encodeURIComponent(secret)}`,
      headers: { authorization: `Bearer ${secret}` },
      body: JSON.stringify({ RestApiKey: 'unknown-key', code: secret, email: 'a@b.example' }),
      secrets: [secret],
    })
    const kept = JSON.stringify([exchanges, logged])
    expect(kept).not.toMatch(/made-up|unknown-key|b\.example|2085550163/)
    expect(kept).not.toContain(basic.slice(8, -4))
    expect(exchanges[0]?.path).toBe('/a?key=[hidden]')
  })
})
