import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDERS = ['electron', 'renderer', 'shared', 'simulators', 'station', 'web']

test('these files, and no others, import Electron', () => {
  const importers = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.[cm]?[jt]sx?$/.test(name))
      .map((name) => `${folder}/${name}`),
  ).filter((file) =>
    /(?:from|import|require)\s*\(?\s*['"]electron(?:\/[^'"]*)?['"]/.test(
      readFileSync(join(ROOT, file), 'utf8'),
    ),
  )
  expect(importers.sort()).toEqual([
    'electron/connect.ts',
    'electron/main.ts',
    'electron/ports.ts',
    'electron/preload.ts',
    'electron/window.ts',
  ])
})
