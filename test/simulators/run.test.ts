import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

const RUN = fileURLToPath(new URL('../../simulators/run.ts', import.meta.url))
const run = promisify(execFile)

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

  test('explains itself', async () => {
    expect((await run(process.execPath, [RUN, '--help'])).stdout).toContain('flavorcloud')
  })

  test.each([
    [['toaster'], 'toaster'],
    [[], 'Name a simulator'],
    [['flexport', '--speed', '9'], '--speed'],
    [['flexport', '--port', 'x'], '--port'],
    [['scale', '--protocol', 'morse'], '--protocol'],
  ])('%j ends with 2 and one line', async (args, word) => {
    const ended = run(process.execPath, [RUN, ...args])
    await expect(ended).rejects.toMatchObject({ code: 2, stdout: '' })
    const { stderr } = (await ended.catch((error: unknown) => error)) as { stderr: string }
    expect(stderr).toContain(word)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})
