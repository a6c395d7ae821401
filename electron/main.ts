import { join } from 'node:path'
import { homedir } from 'node:os'
import { app } from 'electron'
import { HELP, parseHostArguments, type HostArguments } from '../station/host/arguments.ts'
import { dataFolder } from '../station/host/data-folder.ts'
import { openStation } from '../station/host/open-station.ts'
import { stopOnSignals } from '../station/host/stop-signals.ts'
import { connectPages } from './connect.ts'
import { serveDesktopRest } from './desktop-rest.ts'
import { desktopParts } from './ports.ts'
import { closeDoors, openWindow, registerPageScheme, servePage } from './window.ts'

registerPageScheme()
app.enableSandbox()
const parsed = parseHostArguments(ownArguments())
if (!parsed.ok) end(2, parsed.failure.message)
else if (parsed.value.ask === 'help') end(0, HELP)
else if (parsed.value.ask === 'version') end(0, app.getVersion())
else await run(parsed.value)

async function run(args: HostArguments): Promise<void> {
  const folder = dataFolder(args, {
    platform: process.platform,
    env: process.env,
    home: homedir(),
  })
  // Electron's one-instance lock goes by this folder: one app for each data folder.
  app.setPath('userData', join(folder, 'desktop'))
  if (!app.requestSingleInstanceLock())
    return end(2, `shipbench: data folder ${folder} is in use by another station`)

  await app.whenReady()
  closeDoors()
  servePage()
  const opened = await openStation(args, desktopParts(app.getVersion()))
  if (!opened.ok) return end(2, opened.failure.message)
  const { station, log } = opened.value
  connectPages(station.router, log)
  const rest = serveDesktopRest(opened.value, app.getVersion())
  let stopping: Promise<void> | undefined
  const stop = () => (stopping ??= rest.stop().then(() => opened.value.stop()))
  stopOnSignals(log, stop, (code) => app.exit(code))
  app.on('before-quit', (event) => {
    event.preventDefault()
    stop().then(
      () => app.exit(0),
      () => app.exit(1),
    )
  })
  app.on('window-all-closed', () => app.quit())
  if (!args.open) return
  const window = openWindow()
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
}

/** What stands after the app's own folder; before it stand Electron's and Chromium's switches. */
function ownArguments(): string[] {
  if (app.isPackaged) return process.argv.slice(1)
  const appAt = process.argv.findIndex((text, index) => index > 0 && !text.startsWith('-'))
  return appAt === -1 ? [] : process.argv.slice(appAt + 1)
}

function end(code: number, words: string): void {
  const stream = code === 0 ? process.stdout : process.stderr
  stream.write(words.endsWith('\n') ? words : `${words}\n`, () => app.exit(code))
}
