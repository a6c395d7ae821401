import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'

const RUN = fileURLToPath(new URL('../../simulators/run.ts', import.meta.url))
const run = promisify(execFile)

/** A simulator of its own, and the line that it said. */
async function start(...args: string[]) {
  const child = spawn(process.execPath, [RUN, ...args])
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return {
    said: JSON.parse(line) as unknown,
    stop: () => {
      child.kill('SIGTERM')
      return once(child, 'exit')
    },
  }
}

async function admin(url: string, name: string, body?: object) {
  const answer = await fetch(`${url}/__admin/${name}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as unknown }
}

describe('the command that starts one simulator', () => {
  test('prints where it is, and ends with 0 when told to stop', async () => {
    const child = spawn(process.execPath, [RUN, 'flexport', '--port', '0'])
    try {
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
      const said = JSON.parse(line) as { url: string; token: string }
      const answer = await fetch(`${said.url}/logistics/api/2023-07/parcels/nope`, {
        headers: { authorization: `Bearer ${said.token}` },
      })
      expect(answer.status).toBe(404)
      child.kill('SIGTERM')
      expect(await once(child, 'exit')).toEqual([0, null])
    } finally {
      child.kill('SIGKILL')
    }
  })

  test('a scale weighs what its admin port lays on it', async () => {
    const { said, stop } = await start('scale', '--protocol', 'sics')
    const { port, adminUrl } = said as { port: number; adminUrl: string }
    expect(said).toEqual({ simulator: 'scale', port, adminUrl })
    const pan = (grams: unknown) => admin(adminUrl, 'pan', { grams })
    expect(await pan(500)).toEqual({ status: 200, body: { grams: 500 } })
    const weigh = async () => {
      const line = connect(port, '127.0.0.1')
      line.write('SI\r\n')
      const [answer] = (await once(createInterface(line), 'line')) as [string]
      line.destroy()
      return answer
    }
    await expect.poll(weigh).toBe('S S      0.500 kg')
    expect(await admin(adminUrl, 'pan')).toEqual({ status: 200, body: { grams: 500 } })
    for (const wrong of [-1, 1.5, 'much', 100_001, undefined])
      expect(await pan(wrong)).toEqual({
        status: 400,
        body: { problem: 'grams: a whole number from 0 to 100000' },
      })
    expect(await pan(0)).toEqual({ status: 200, body: { grams: 0 } })
    expect((await admin(adminUrl, 'ledger')).status).toBe(404)
    expect(await stop()).toEqual([0, null])
  })

  test('a printer shows its paper and takes faults over its admin port', async () => {
    const { said, stop } = await start('printer')
    const { port, adminUrl } = said as { port: number; adminUrl: string }
    expect(said).toEqual({ simulator: 'printer', port, adminUrl })
    const askStatus = async () => {
      const line = connect(port, '127.0.0.1')
      line.write('~HS')
      const [first] = (await once(createInterface(line), 'line')) as [string]
      line.destroy()
      return first.slice(1).split(',')[1]
    }
    expect(await askStatus()).toBe('0')
    expect(await admin(adminUrl, 'fault', { fault: 'paper-out' })).toEqual({
      status: 200,
      body: { fault: 'paper-out' },
    })
    expect(await askStatus()).toBe('1')
    expect(await admin(adminUrl, 'fault', { fault: 'jam' })).toEqual({
      status: 400,
      body: { problem: expect.stringMatching(/^fault: one of none, paper-out, head-open, /) },
    })
    await admin(adminUrl, 'fault', { fault: 'none' })
    expect((await admin(adminUrl, 'paper')).body).toEqual([])
    const line = connect(port, '127.0.0.1')
    line.end('^XA^FO50,50^BY3^BCN,150,N,N,N^FDSHIPBENCH-7^FS^XZ')
    await once(line.resume(), 'close')
    await expect
      .poll(async () => (await admin(adminUrl, 'paper')).body)
      .toEqual([{ id: expect.any(String), at: expect.any(String), barcodes: ['SHIPBENCH-7'] }])
    expect((await admin(adminUrl, 'odometer')).body).toEqual({ labels: 1 })
    expect(await stop()).toEqual([0, null])
  })

  test('a printer speaks the language that it is asked to', async () => {
    const { said, stop } = await start('printer', '--language', 'tspl')
    const { port, adminUrl } = said as { port: number; adminUrl: string }
    await admin(adminUrl, 'fault', { fault: 'ribbon-out' })
    const line = connect(port, '127.0.0.1')
    line.write('\x1b!?')
    const [answer] = (await once(line, 'data')) as [Buffer]
    line.destroy()
    expect([...answer]).toEqual([8])
    expect(await stop()).toEqual([0, null])
  })

  test('explains itself', async () => {
    expect((await run(process.execPath, [RUN, '--help'])).stdout).toContain('flavorcloud')
  })

  test.each([
    [['toaster'], 'toaster'],
    [[], 'Name a simulator'],
    [['flexport', '--speed', '9'], '--speed'],
    [['flexport', '--port', 'x'], '--port'],
    [['scale', '--protocol', 'morse'], '--protocol'],
    [['printer', '--language', 'morse'], '--language'],
  ])('%j ends with 2 and one line', async (args, word) => {
    const ended = run(process.execPath, [RUN, ...args])
    await expect(ended).rejects.toMatchObject({ code: 2, stdout: '' })
    const { stderr } = (await ended.catch((error: unknown) => error)) as { stderr: string }
    expect(stderr).toContain(word)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})
