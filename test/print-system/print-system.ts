import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createIpp } from '../../station/printing/ipp/ipp-client.ts'

const CUPSD = '/usr/sbin/cupsd'
const LPADMIN = '/usr/sbin/lpadmin'

/** Why no print system can be started here; undefined where one can. */
export const noPrintSystem =
  process.platform !== 'linux'
    ? 'CUPS is only started on Linux'
    : process.getuid?.() !== 0
      ? 'CUPS gives its jobs to other users, which only root may'
      : existsSync(CUPSD) && existsSync(LPADMIN)
        ? undefined
        : 'CUPS (cups, cups-client) is not installed'

export interface PrintSystem {
  /** As `CUPS_SERVER` takes it. */
  readonly server: string
  readonly url: string
  queueUrl(name: string): string
  /** A queue without a driver: bytes go as they are. */
  addQueue(name: string, deviceUri: string, options?: readonly string[]): Promise<void>
  /** All that it wrote into its log. */
  log(): string
  stop(): Promise<void>
}

/**
 * A CUPS of our own on a free port of this machine, with everything it keeps in a scratch folder. Rules of who may
 * cancel and ask are those that CUPS comes with.
 */
export async function startPrintSystem(): Promise<PrintSystem> {
  if (noPrintSystem !== undefined) throw new Error(noPrintSystem)
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-cups-'))
  // CUPS hands its jobs to users of its own.
  chmodSync(folder, 0o711)
  const port = await freePort()
  const server = `127.0.0.1:${port}`
  writeFileSync(join(folder, 'cupsd.conf'), configuration(server))
  writeFileSync(join(folder, 'cups-files.conf'), places(folder))
  for (const name of ['root', 'root/ssl', 'spool', 'spool/tmp', 'cache', 'state'])
    mkdirSync(join(folder, name))

  // The shell reads until this process is gone, however it ends, and takes CUPS with it.
  const shell = spawn(
    '/bin/sh',
    [
      '-c',
      `"$1" -f -c "$2/cupsd.conf" -s "$2/cups-files.conf" & read _; kill $!; wait`,
      'sh',
      CUPSD,
      folder,
    ],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  )
  const ended = once(shell, 'exit')
  const log = () => {
    const path = join(folder, 'error_log')
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }
  async function stop(): Promise<void> {
    shell.stdin?.end()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  if (!(await answers(server))) {
    const said = log()
    await stop()
    throw new Error(`CUPS does not answer: ${said}`)
  }
  return {
    server,
    url: `ipp://${server}`,
    queueUrl: (name) => `ipp://${server}/printers/${name}`,
    async addQueue(name, deviceUri, options = ['printer-error-policy=abort-job']) {
      await promisify(execFile)(
        LPADMIN,
        ['-p', name, '-E', '-v', deviceUri, '-m', 'raw', ...options.flatMap((o) => ['-o', o])],
        { env: { ...process.env, CUPS_SERVER: server } },
      )
    },
    log,
    stop,
  }
}

/** Whether the server takes a call within ten seconds: it has no other word for being ready. */
async function answers(server: string): Promise<boolean> {
  const printers = createIpp({ url: `ipp://${server}/printers/none`, timeoutMs: 1_000 })
  for (let tries = 0; tries < 100; tries++) {
    const answer = await printers.printer()
    if (answer.ok || answer.failure.code === 'ipp-refused') return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const configuration = (server: string) => `Listen ${server}
LogLevel info
MaxLogSize 0
Browsing Off
WebInterface No
IdleExitTimeout 0
DefaultAuthType None
<Location />
  Order allow,deny
  Allow from 127.0.0.1
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit Cancel-Job Hold-Job Release-Job Restart-Job Purge-Jobs Set-Job-Attributes>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
`

const places = (folder: string) => `ServerRoot ${folder}/root
ServerKeychain ${folder}/root/ssl
RequestRoot ${folder}/spool
TempDir ${folder}/spool/tmp
CacheDir ${folder}/cache
StateDir ${folder}/state
ErrorLog ${folder}/error_log
AccessLog ${folder}/access_log
PageLog ${folder}/page_log
SystemGroup root
`
