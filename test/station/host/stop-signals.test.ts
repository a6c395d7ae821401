import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const MODULE = new URL('../../../station/host/stop-signals.ts', import.meta.url).href

/** A host whose stop is `stop`; it says "up", then does `then`. */
async function host(stop: string, then: string, signal?: NodeJS.Signals) {
  const script = `
    import { stopOnSignals } from ${JSON.stringify(MODULE)}
    const say = (context, message) => console.error(message)
    stopOnSignals({ debug: say, info: say, warn: say, error: say }, ${stop}, process.exit)
    setInterval(() => {}, 1000)
    console.log('up')
    ${then}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = text(child.stderr)
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  if (signal) child.kill(signal)
  const [code] = (await ended) as [number | null]
  return { code, said: await said }
}

const STOPS = 'async () => console.error("stopped")'

test.concurrent.each(['SIGINT', 'SIGTERM'] as const)(
  '%s stops in order, with code 0',
  async (signal) => {
    expect(await host(STOPS, '', signal)).toEqual({ code: 0, said: 'stopped\n' })
  },
)

test.concurrent('a stop that hangs is ended by force, with code 0', async () => {
  const { code, said } = await host('() => new Promise(() => {})', '', 'SIGTERM')
  expect({ code, said }).toEqual({ code: 0, said: 'Stopping took too long\n' })
})

test.concurrent('a stop that fails is logged, with code 1', async () => {
  const { code, said } = await host('async () => { throw new Error() }', '', 'SIGTERM')
  expect({ code, said }).toEqual({ code: 1, said: 'Stopping failed\n' })
})

test.concurrent.each([
  ['an exception', 'setImmediate(() => { throw new Error() })'],
  ['a rejection', 'Promise.reject(new Error())'],
])('%s that nobody caught is logged, with code 1', async (_what, then) => {
  expect(await host(STOPS, then)).toEqual({ code: 1, said: 'A bug that nobody caught\n' })
})
