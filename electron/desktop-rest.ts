import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { OpenStation } from '../station/host/open-station.ts'

/**
 * The REST interface of the desktop app: there while the setting `rest.desktop` is on. Its address and token
 * stand in `rest.json` of the data folder, readable by this user only, and new at each start.
 */
export function serveDesktopRest(
  { station, dataDir, log }: OpenStation,
  version: string,
): { stop(): Promise<void> } {
  const file = join(dataDir, 'rest.json')
  let server: FastifyInstance | undefined
  let turn = Promise.resolve()

  async function start(): Promise<void> {
    // Loaded only where it is used: most benches have no warehouse system on the same machine.
    const { createLoopbackServer } = await import('../station/host/loopback-server.ts')
    const { newToken } = await import('../station/host/loopback-gates.ts')
    const { addRest, REST_BASE } = await import('../station/rest/rest.ts')
    const token = newToken()
    const app = createLoopbackServer(token, log)
    addRest(app, station, { version })
    const address = await app.listen({ host: '127.0.0.1', port: 0 })
    server = app
    const words = { url: `${address}${REST_BASE}`, token, pid: process.pid }
    // Whoever waits for the file finds all of it.
    writeFileSync(`${file}.new`, `${JSON.stringify(words, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
    log.info({ file }, 'The REST interface is on; its address and token are in the file')
  }

  async function end(): Promise<void> {
    rmSync(file, { force: true })
    await server?.close()
    server = undefined
  }

  /** Switches follow each other in order, however fast they come. */
  function follow(): void {
    turn = turn
      .then(() => {
        const wanted = station.settings.current().rest.desktop
        if (wanted === (server !== undefined)) return undefined
        return wanted ? start() : end()
      })
      .catch((error: unknown) => log.error({ error }, 'The REST interface could not be switched'))
  }

  follow()
  const unsubscribe = station.settings.changes.subscribe(follow)
  return {
    async stop() {
      unsubscribe()
      await turn
      await end()
    },
  }
}
