import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLog } from '../../../station/host/log.ts'

test('a line that comes after the close is no error', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'shipbench-log-'))
  const log = await createLog(dataDir, 'test')
  log.info({}, 'Before the close')
  await log.close()
  expect(() => log.info({}, 'After the close')).not.toThrow()
  const logs = join(dataDir, 'logs')
  const lines = readdirSync(logs).map((name) => readFileSync(join(logs, name), 'utf8'))
  expect(lines.join('')).toContain('Before the close')
  expect(lines.join('')).not.toContain('After the close')
  rmSync(dataDir, { recursive: true })
})
