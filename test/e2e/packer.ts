import { setTimeout as wait } from 'node:timers/promises'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { expect, type Page } from '@playwright/test'
import { WebSocket } from 'ws'
import type { Contract } from '../../shared/contract.ts'
import type { DrillView } from '../../shared/drill.ts'
import type { Health } from '../../shared/health.ts'
import type { BenchView } from '../../shared/packing.ts'
import { SettingsSchema } from '../../shared/settings.ts'
import type { Host } from './host.ts'
import { burst } from './wedge.ts'

export interface Touches {
  scans: number
  keys: number
  clicks: number
}

/** Within it two reads of one barcode are one scan; no hand scans twice so soon and means it. */
const REPEAT_MS = SettingsSchema.parse({}).scanner.repeatMs

/**
 * A packer at the bench's page: scans by the keyboard as a wedge scanner does, and handles box and paper, which
 * are no touches of the screen and so go to the simulated devices straight.
 */
export async function packerAt(page: Page, host: Host) {
  await expect(page.locator('[data-landmark="Next step"]')).toBeVisible()
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc?token=${host.token}`)
  await new Promise((resolve) => socket.once('open', resolve))
  const station: ContractRouterClient<Contract> = createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  )
  const touches: Touches = { scans: 0, keys: 0, clicks: 0 }
  let last = { text: '', at: 0 }

  /** The first value of a stream that is as asked. */
  async function first<T>(stream: AsyncIterable<T>, asked: (value: T) => boolean): Promise<T> {
    for await (const value of stream) if (asked(value)) return value
    throw new Error('The stream ended')
  }

  const bench = async (asked: (view: BenchView) => boolean) =>
    first(await station.bench.follow(), asked)
  const health = async (asked: (view: Health) => boolean) =>
    first(await station.health.follow(), asked)
  const drill = async (asked: (view: DrillView) => boolean) =>
    first(await station.drill.follow(), asked)

  return {
    station,
    touches,
    bench,
    health,

    async scan(text: string): Promise<void> {
      const before = (await bench(() => true)).feedback?.sequence ?? 0
      touches.scans += 1
      if (text === last.text) await wait(Math.max(0, last.at + REPEAT_MS - performance.now()))
      await burst(page, text)
      await bench(({ feedback }) => (feedback?.sequence ?? 0) > before)
      last = { text, at: performance.now() }
    },

    async press(key: string): Promise<void> {
      touches.keys += 1
      await page.keyboard.press(key)
    },

    /** Takes the last box off, waits until the scale shows it, and puts this one on. */
    async weigh(grams?: number): Promise<void> {
      await station.drill.act({ do: 'empty-scale' })
      const view = await bench(({ weight }) => weight.state === 'empty')
      const { expected } = view.weight
      const middle = expected ? Math.round((expected.fromGrams + expected.toGrams) / 2) : 1000
      await station.drill.act({ do: 'put-on-scale', grams: grams ?? middle })
    },

    /** Waits until the bench asks for the label, takes the paper, and reads its barcode. */
    async takeLabel(): Promise<string> {
      await expect(page.locator('[data-landmark="Next step"]')).toContainText('Scan the label')
      const { shipment } = await bench(({ step }) => step === 'scan-label')
      const tracking = shipment?.trackingNumber ?? ''
      const { paper } = await drill((view) =>
        view.paper.some(({ barcodes }) => barcodes.some((text) => text.includes(tracking))),
      )
      return paper[0]?.barcodes.find((text) => text.includes(tracking)) ?? ''
    },

    leave(): void {
      socket.close()
    },
  }
}

export type Packer = Awaited<ReturnType<typeof packerAt>>
