import { writeFileSync } from 'node:fs'
import type { CDPSession, Page, TestInfo } from '@playwright/test'
import { usCharacter } from '../../renderer/scanner/us-keyboard.ts'

/** One key as the browser gets it from the system. */
export interface Press {
  readonly key: string
  readonly code: string
  /** What it types; empty for a key that types nothing. */
  readonly text?: string
  /** CDP's bits: 1 Alt, 2 Control, 8 Shift. */
  readonly modifiers?: number
  /** Milliseconds that it is down; a scanner lets go at once. */
  readonly holdMs?: number
}

const SIGNS =
  'Space Minus Equal BracketLeft BracketRight Backslash Semicolon Quote Backquote Comma Period Slash'
const CODES = [
  ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `Key${letter}`),
  ...Array.from('0123456789', (digit) => `Digit${digit}`),
  ...SIGNS.split(' '),
]

/** Character → its key and Shift on a US keyboard. */
const US = new Map(
  CODES.flatMap((code) =>
    [false, true].map((shift) => [usCharacter(code, shift, false) ?? '', { code, shift }] as const),
  ),
)

const VIRTUAL: Readonly<Record<string, number>> = { Enter: 13, Tab: 9, F8: 119, Home: 36, Alt: 18 }

/** The keys of a text; `layout` says what the computer makes of a key that is elsewhere on its own keyboard. */
export function pressesOf(
  text: string,
  layout: (code: string, shift: boolean) => string | undefined = () => undefined,
): Press[] {
  return Array.from(text, (character) => {
    const { code, shift } = US.get(character) ?? { code: '', shift: false }
    const key = layout(code, shift) ?? character
    return { key, code, text: key, modifiers: shift ? 8 : 0 }
  })
}

export const ENTER: Press = { key: 'Enter', code: 'Enter', text: '\r' }
export const TAB: Press = { key: 'Tab', code: 'Tab' }

/** A key with the time at which it goes down. */
export interface Timed extends Press {
  readonly atMs: number
}

export function timed(presses: readonly Press[], startMs: number, gapMs: number): Timed[] {
  return presses.map((press, index) => ({ ...press, atMs: startMs + index * gapMs }))
}

/**
 * Keys into the browser itself, by its own protocol, at real times: none waits for the page. Each bears the time at
 * which it was pressed, as the system stamps it, not that at which a busy browser came to it.
 */
export async function keysInto(page: Page) {
  const cdp: CDPSession = await page.context().newCDPSession(page)

  async function play(keys: readonly Timed[]): Promise<void> {
    const events = keys
      .flatMap((key) => [
        { key, type: key.text ? ('keyDown' as const) : ('rawKeyDown' as const), at: key.atMs },
        { key, type: 'keyUp' as const, at: key.atMs + (key.holdMs ?? 0.5) },
      ])
      .sort((one, other) => one.at - other.at)
    const sent: Promise<unknown>[] = []
    const startedAt = performance.now()
    for (const { key, type, at } of events) {
      const left = startedAt + at - performance.now()
      if (left > 8) await new Promise((resolve) => setTimeout(resolve, left - 6))
      while (performance.now() < startedAt + at) await new Promise(setImmediate)
      const { key: name, code, text = '', modifiers = 0 } = key
      const virtual = VIRTUAL[name] ?? (name.length === 1 ? name.toUpperCase().charCodeAt(0) : 0)
      sent.push(
        cdp.send('Input.dispatchKeyEvent', {
          type,
          key: name,
          code,
          modifiers,
          timestamp: (performance.timeOrigin + startedAt + at) / 1000,
          windowsVirtualKeyCode: virtual,
          ...(type === 'keyDown' && { text, unmodifiedText: text }),
        }),
      )
    }
    await Promise.all(sent)
  }

  return {
    cdp,
    play,
    /** A scan: its keys with this much between them, and its end. */
    scan: (text: string, gapMs: number, end: Press | 'none' = ENTER) =>
      play(timed([...pressesOf(text), ...(end === 'none' ? [] : [end])], 0, gapMs)),
  }
}

/** One scan into the page as it stands, as fast on a busy machine as on an idle one. */
export async function burst(page: Page, text: string): Promise<void> {
  const keys = await keysInto(page)
  await keys.scan(text, 2)
}

/** Notes the times of all keys as the page sees them, before anything of the page does. */
export async function noteGaps(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const times: number[] = []
    Object.assign(window, { keyTimes: times })
    window.addEventListener('keydown', (event) => times.push(event.timeStamp), { capture: true })
  })
}

/** The gaps since the last call: p50, p95, the largest. Written beside the test and printed. */
export async function gapsSeen(page: Page, name: string, info: TestInfo): Promise<void> {
  const times = await page.evaluate(() =>
    (window as unknown as { keyTimes: number[] }).keyTimes.splice(0),
  )
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at))
  const sorted = gaps.toSorted((one, other) => one - other)
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1)
  console.log(`${name}: ${gaps.length} gaps, p50 ${at(0.5)} p95 ${at(0.95)} largest ${at(1)} ms`)
  const path = info.outputPath(`gaps-${name.replaceAll(/\W+/g, '-')}.json`)
  writeFileSync(path, JSON.stringify(gaps))
  await info.attach(name, { path, contentType: 'application/json' })
}

export interface Sent {
  readonly text: string
  readonly source: string
}

/** What the page tells the station of scans, as it goes over the socket. */
export function scansSent(page: Page): Sent[] {
  const sent: Sent[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const frame = payload.toString()
      const match = /"text":("(?:[^"\\]|\\.)*"),"source":"(\w+)"/.exec(frame)
      if (match) sent.push({ text: JSON.parse(match[1] ?? '""') as string, source: match[2] ?? '' })
    }),
  )
  return sent
}
