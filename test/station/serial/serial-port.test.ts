import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'

const endings: (() => unknown)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
})

test('where the native part cannot be loaded, that is said with what to do, for ports and for their list', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-serial-'))
  endings.push(() => rmSync(folder, { recursive: true, force: true }))
  const station = (path: string) => new URL(`../../../station/${path}`, import.meta.url).href
  const program = join(folder, 'program.mjs')
  writeFileSync(
    program,
    `import { registerHooks } from 'node:module'
registerHooks({
  resolve(name, context, next) {
    if (name.includes('bindings-cpp')) throw new Error('No native build was found')
    return next(name, context)
  },
})
const { openSerialLine } = await import('${station('weighing/lines/serial-line.ts')}')
const { attachedScales } = await import('${station('weighing/attached-scales.ts')}')
const lost = await new Promise((lost) => openSerialLine('serial:/dev/ttyS0', { lost }))
const hid = { list: async () => ({ ok: true, value: [] }) }
const { value } = await attachedScales(hid, new AbortController().signal).next()
console.log(JSON.stringify({ lost, troubles: value.troubles }))
process.exit(0)
`,
  )
  const { stdout } = await promisify(execFile)(process.execPath, [program])
  const said: unknown = JSON.parse(stdout)
  const detail: unknown = expect.stringMatching(/install Shipbench anew.*No native build/)
  expect(said).toEqual({
    lost: { reason: 'serial-not-available', detail },
    troubles: [{ code: 'serial-not-available', detail }],
  })
})
