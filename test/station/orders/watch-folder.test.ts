import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createTopic } from '../../../station/lib/topic.ts'
import type { Orders } from '../../../station/orders/orders.ts'
import { createWatchFolder } from '../../../station/orders/watch-folder.ts'
import { openOrders, orderInput, silentLog, tempFolder } from './stand.ts'

/** A watched folder, and its log as something to wait for. */
function openFolder(orders: Orders, folder = join(tempFolder(), 'inbox')) {
  const said = createTopic<string>()
  const log = {
    ...silentLog,
    info: (_: object, text: string) => said.publish(text),
    error: (_: object, text: string) => said.publish(text),
  }
  const watched = createWatchFolder({ imports: orders.imports, log, settleMs: 30 })
  onTestFinished(() => watched.stop())
  watched.watch(folder)
  const heard = (part: string) =>
    new Promise<void>((resolve) => {
      const end = said.subscribe((text) => {
        if (!text.includes(part)) return
        end()
        resolve()
      })
    })
  return { folder, watched, heard }
}

/** Written elsewhere and moved in, as a careful program does. */
function drop(folder: string, name: string, content: unknown): void {
  mkdirSync(folder, { recursive: true })
  const outside = join(tempFolder(), name)
  writeFileSync(outside, typeof content === 'string' ? content : JSON.stringify(content))
  renameSync(outside, join(folder, name))
}

describe('a watched folder', () => {
  test('takes what lies there at the start and what comes later, and clears it away', async () => {
    const orders = openOrders()
    const folder = join(tempFolder(), 'inbox')
    drop(folder, 'first.json', [orderInput('LK-1')])
    drop(folder, 'notes.txt', 'not an order file')
    const { heard } = openFolder(orders, folder)
    await heard('moved')
    expect(readdirSync(join(folder, 'done'))).toEqual(['first.json'])
    const second = heard('moved')
    drop(folder, 'first.json', [orderInput('LK-2')])
    await second
    expect(readdirSync(join(folder, 'done')).sort()).toEqual(['first-2.json', 'first.json'])
    expect(orders.counts().all).toBe(2)
    expect(existsSync(join(folder, 'notes.txt'))).toBe(true)
  })

  test('puts what was refused aside, with a report next to it', async () => {
    const orders = openOrders()
    const { folder, heard } = openFolder(orders)
    const moved = heard('moved')
    drop(folder, 'mixed.json', [orderInput('LK-1'), orderInput('LK-2', { items: [] })])
    await moved
    expect(readdirSync(join(folder, 'refused')).sort()).toEqual([
      'mixed.json',
      'mixed.json.report.json',
    ])
    const report: unknown = JSON.parse(
      readFileSync(join(folder, 'refused', 'mixed.json.report.json'), 'utf8'),
    )
    expect(report).toMatchObject({
      fileName: 'mixed.json',
      state: 'done',
      created: 1,
      refusedCount: 1,
      refused: [{ reference: 'LK-2', problems: [{ path: 'items', line: 1 }] }],
    })
    const broken = heard('moved')
    drop(folder, 'broken.csv', 'no,such,header\n1,2,3\n')
    await broken
    expect(readdirSync(join(folder, 'refused'))).toContain('broken.csv.report.json')
  })

  test('a file that cannot be moved is said, and imported once', async () => {
    const orders = openOrders()
    const { folder, heard } = openFolder(orders)
    const ready = heard('moved')
    drop(folder, 'first.json', [orderInput('LK-1')])
    await ready
    // No folder to move to: a file stands in its place.
    renameSync(join(folder, 'done'), join(folder, 'was-done'))
    writeFileSync(join(folder, 'done'), '')
    const stays = heard('not moved')
    drop(folder, 'stuck.json', [orderInput('LK-2')])
    await stays
    expect(existsSync(join(folder, 'stuck.json'))).toBe(true)
    expect(orders.byReference('LK-2')).toHaveLength(1)
    const next = heard('not moved')
    drop(folder, 'other.json', [orderInput('LK-3')])
    await next
    expect(orders.imports.list().map(({ fileName }) => fileName)).toEqual([
      'other.json',
      'stuck.json',
      'first.json',
    ])
  })

  test('another folder takes the place of the first; none ends it', async () => {
    const orders = openOrders()
    const { folder, watched, heard } = openFolder(orders)
    const other = join(tempFolder(), 'other')
    watched.watch(other)
    const moved = heard('moved')
    drop(folder, 'old.json', [orderInput('LK-1')])
    drop(other, 'new.json', [orderInput('LK-2')])
    await moved
    expect(orders.imports.list().map(({ fileName }) => fileName)).toEqual(['new.json'])
    expect(existsSync(join(folder, 'old.json'))).toBe(true)
    watched.watch(undefined)
    await watched.stop()
  })

  test('the orders watch the folder that the settings name', async () => {
    let folder: string | undefined = undefined
    const orders = openOrders({ watchFolder: () => folder })
    folder = join(tempFolder(), 'inbox')
    drop(folder, 'first.json', [orderInput('LK-1')])
    const ended = new Promise<void>((resolve) => {
      orders.imports.changes.subscribe(() => {
        if (orders.imports.list()[0]?.state === 'done') resolve()
      })
    })
    orders.watch()
    await ended
    expect(orders.byReference('LK-1')).toHaveLength(1)
    await orders.stop()
    expect(readdirSync(join(folder, 'done'))).toEqual(['first.json'])
  })
})
