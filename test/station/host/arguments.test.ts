import { describe, expect, test } from 'vitest'
import { parseHostArguments } from '../../../station/host/arguments.ts'
import { dataFolder } from '../../../station/host/data-folder.ts'

const parsed = (...argv: string[]) => {
  const result = parseHostArguments(argv)
  if (!result.ok) throw new Error(result.failure.message)
  return result.value
}
const refused = (...argv: string[]) => {
  const result = parseHostArguments(argv)
  return result.ok ? 'accepted' : result.failure.message
}

describe('flags', () => {
  test('have these defaults', () => {
    expect(parsed()).toEqual({
      ask: 'run',
      demo: false,
      dataDir: undefined,
      settingsFile: undefined,
      restoreFile: undefined,
      port: 0,
      open: true,
    })
  })

  test('are all understood', () => {
    const argv = ['--demo', '--data-dir', '/d', '--settings=s.json', '--port', '8080', '--no-open']
    expect(parsed(...argv)).toEqual({
      ask: 'run',
      demo: true,
      dataDir: '/d',
      settingsFile: 's.json',
      restoreFile: undefined,
      port: 8080,
      open: false,
    })
    expect(parsed('--restore', 'backups/b.sqlite').restoreFile).toBe('backups/b.sqlite')
    expect(parsed('--help').ask).toBe('help')
    expect(parsed('--version').ask).toBe('version')
  })

  test.each([
    [['--nope'], '--nope'],
    [['demo'], 'demo'],
    [['--port'], '--port'],
    [['--port', 'many'], '--port'],
    [['--port', '65536'], '--port'],
    [['--port', '-1'], '--port'],
    [['--demo=yes'], '--demo'],
    [['--data-dir', ''], '--data-dir'],
  ])('%j is refused in one line that names it', (argv, named) => {
    const message = refused(...argv)
    expect(message).toMatch(/^shipbench: [^\n]+$/)
    expect(message).toContain(named)
  })
})

describe('the data folder', () => {
  const machine = (platform: NodeJS.Platform, env = {}) => ({ platform, env, home: '/home/ana' })

  test.each([
    [machine('linux'), '/home/ana/.local/share/shipbench'],
    [machine('linux', { XDG_DATA_HOME: '/data' }), '/data/shipbench'],
    [machine('linux', { XDG_DATA_HOME: 'relative' }), '/home/ana/.local/share/shipbench'],
    [machine('darwin'), '/home/ana/Library/Application Support/Shipbench'],
    [machine('win32', { APPDATA: '/roaming' }), '/roaming/Shipbench'],
  ])('is the platform’s own', (where, folder) => {
    expect(dataFolder(parsed(), where)).toBe(folder)
    expect(dataFolder(parsed('--demo'), where)).toBe(`${folder}/demo`)
  })

  test('is what was asked for', () => {
    expect(dataFolder(parsed('--data-dir', '/d'), machine('linux'))).toBe('/d')
    expect(dataFolder(parsed('--data-dir', '/d', '--demo'), machine('linux'))).toBe('/d')
  })
})
