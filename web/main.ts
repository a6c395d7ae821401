import { enableCompileCache } from 'node:module'

/*
 * The browser host without the build check of `npm run station`. Compiled sources are kept from one start to the
 * next, and a signal that comes before the station is up ends it as cleanly as one that comes later.
 */
enableCompileCache()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0))
const { runBrowserHost } = await import('./browser-host.ts')
const ended = await runBrowserHost(process.argv.slice(2))
if (ended !== 'running') process.exitCode = ended
