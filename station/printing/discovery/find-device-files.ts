import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FoundPrinter } from '../../../shared/printing.ts'
import { likelyLanguage, shownText } from './printer-words.ts'

/** Folders of Linux and the BSDs in which USB printers stand as files, with their names there. */
const PLACES = [
  { folder: '/dev/usb', names: /^lp\d{1,3}$/ },
  { folder: '/dev', names: /^(?:usblp|ulpt)\d{1,3}$/ },
]

/** USB printers that stand as device files; `root` is the root of the file system. */
export async function findDeviceFiles(
  tell: (printer: FoundPrinter) => void,
  signal: AbortSignal,
  root = '/',
): Promise<void> {
  for (const { folder, names } of PLACES)
    for (const file of (await filesIn(join(root, folder))).filter((name) => names.test(name))) {
      if (signal.aborted) return
      const id = await readId(join(root, '/sys/class/usbmisc', file, 'device/ieee1284_id'))
      const field = (...keys: readonly string[]) =>
        keys.map((key) => id.get(key)).find((value) => value !== undefined)
      const model = shownText(
        [field('MFG', 'MANUFACTURER'), field('MDL', 'MODEL')].filter(Boolean).join(' '),
      )
      tell({
        connection: `usb:${join(root, folder, file)}`,
        name: model ?? `${folder}/${file}`,
        by: 'device',
        model: model ?? null,
        language: likelyLanguage(field('CMD', 'COMMAND SET'), model),
      })
    }
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted()
  } catch {
    return []
  }
}

/** What a USB printer says of itself (IEEE 1284 device id: `MFG:Zebra;MDL:ZD421;CMD:ZPL;`); empty where it is silent. */
async function readId(file: string): Promise<ReadonlyMap<string, string>> {
  try {
    const text = await readFile(file, 'latin1')
    return new Map(
      text
        .slice(0, 2_000)
        .split(';')
        .flatMap((entry) => {
          const colon = entry.indexOf(':')
          return colon < 0
            ? []
            : [[entry.slice(0, colon).trim().toUpperCase(), entry.slice(colon + 1).trim()]]
        }),
    )
  } catch {
    return new Map()
  }
}
