import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createIpp } from '../../../station/printing/ipp/ipp-client.ts'

const NEEDED = [
  '/usr/sbin/ippeveprinter',
  '/usr/bin/ippeveprinter',
  '/usr/bin/dbus-daemon',
  '/usr/sbin/avahi-daemon',
]

/** Why no printer of CUPS's own making can be started here; undefined where one can. */
export const noOfficePrinter =
  process.platform !== 'linux' || process.getuid?.() !== 0
    ? 'it is only started on Linux, by root'
    : NEEDED.slice(0, 2).some((path) => existsSync(path)) &&
        NEEDED.slice(2).every((path) => existsSync(path))
      ? existsSync('/run/avahi-daemon/pid')
        ? 'an Avahi runs here already'
        : undefined
      : 'ippeveprinter, dbus-daemon and avahi-daemon are not all installed'

const BUS = (socket: string) => `<!DOCTYPE busconfig PUBLIC
"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=${socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*" eavesdrop="true"/>
<allow receive_type="method_call"/><allow receive_type="method_return"/><allow receive_type="error"/>
<allow receive_type="signal"/></policy></busconfig>`

const AVAHI = '[server]\nuse-ipv6=no\nallow-interfaces=lo\n'

/**
 * An IPP Everywhere printer that nobody here has written: ippeveprinter of CUPS, with the D-Bus and the Avahi that it
 * does not start without, all of its own and on this machine alone.
 */
export async function startOfficePrinter() {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-office-'))
  const spool = join(folder, 'spool')
  const socket = join(folder, 'bus')
  mkdirSync(spool)
  writeFileSync(join(folder, 'bus.conf'), BUS(socket))
  writeFileSync(join(folder, 'avahi.conf'), AVAHI)
  const port = await freePort()
  const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${socket}` }
  const children: ChildProcess[] = []
  const start = (program: string, ...given: string[]) =>
    children.push(spawn(program, given, { env, stdio: 'ignore' }))

  async function stop(): Promise<void> {
    for (const child of children.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill()
      await once(child, 'exit')
    }
    rmSync(folder, { recursive: true, force: true })
  }

  start('dbus-daemon', `--config-file=${join(folder, 'bus.conf')}`, '--nofork', '--nosyslog')
  await until(() => existsSync(socket))
  start('avahi-daemon', '--no-drop-root', '--no-chroot', '-f', join(folder, 'avahi.conf'))
  await until(() => existsSync('/run/avahi-daemon/pid'))
  const connection = `ipp://localhost:${port}/ipp/print`
  const flags = ['-f', 'application/pdf', '-d', spool, '-k', '-r', 'off', '-n', 'localhost']
  // It ends at once while Avahi is not ready yet.
  const isThere = async () => {
    if (children.length === 2 || children.at(-1)?.exitCode !== null)
      start('ippeveprinter', ...flags, '-p', String(port), 'Shipbench')
    return (await createIpp({ url: connection, timeoutMs: 1_000 }).printer()).ok
  }
  if (!(await until(isThere))) {
    await stop()
    throw new Error('ippeveprinter does not answer')
  }
  return {
    connection,
    papers: () => readdirSync(spool).map((name) => readFileSync(join(spool, name))),
    stop,
  }
}

/** None of these programs has a word for being ready. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    if (await isSo()) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
