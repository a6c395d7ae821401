import type { FeedbackKind } from '../../shared/packing.ts'
import { usePreferences } from '../preferences.ts'

/** One tone: pitch in hertz, start and length in seconds. */
interface Tone {
  readonly hertz: number
  readonly at: number
  readonly lasts: number
  readonly shape: OscillatorType
}

const tone = (hertz: number, at: number, lasts: number, shape: OscillatorType = 'sine'): Tone => ({
  hertz,
  at,
  lasts,
  shape,
})

/** What each kind sounds like, told apart without eyes; act and wait are silent. */
export const KIND_SOUNDS: Record<FeedbackKind, readonly Tone[]> = {
  act: [],
  wait: [],
  good: [tone(1320, 0, 0.09)],
  complete: [tone(1047, 0, 0.1), tone(1568, 0.11, 0.16)],
  wrong: [tone(196, 0, 0.16, 'square'), tone(165, 0.2, 0.26, 'square')],
  attention: [tone(660, 0, 0.2, 'triangle')],
  'in-doubt': [
    tone(880, 0, 0.1, 'triangle'),
    tone(622, 0.12, 0.1, 'triangle'),
    tone(880, 0.24, 0.22, 'triangle'),
  ],
}

const silent = () => new URLSearchParams(location.search).has('silent')
/** A square wave is louder to the ear than a sine of the same height. */
const LOUDNESS: Partial<Record<OscillatorType, number>> = { square: 0.35, triangle: 0.8 }
const EDGE_SECONDS = 0.008

let context: AudioContext | undefined

/**
 * Readies the sound while nothing else is to do, for opening it may take a third of a second, and no key
 * should wait for that. Browsers give sound only after a key or a click, so each of them wakes it.
 */
export function readySound() {
  if (silent()) return
  requestIdleCallback(() => {
    context ??= new AudioContext()
  })
  const wake = () => {
    if (context?.state === 'suspended') void context.resume()
  }
  window.addEventListener('keydown', wake, { capture: true })
  window.addEventListener('pointerdown', wake, { capture: true })
}

/** Plays the sound of a kind, at the volume that was chosen. */
export function playKind(kind: FeedbackKind) {
  const { volume } = usePreferences.getState()
  if (!context || volume === 0) return
  const start = context.currentTime + 0.005
  for (const { hertz, at, lasts, shape } of KIND_SOUNDS[kind]) {
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    const level = volume * (LOUDNESS[shape] ?? 1)
    oscillator.type = shape
    oscillator.frequency.value = hertz
    gain.gain.setValueAtTime(0, start + at)
    gain.gain.linearRampToValueAtTime(level, start + at + EDGE_SECONDS)
    gain.gain.setValueAtTime(level, start + at + lasts - EDGE_SECONDS)
    gain.gain.linearRampToValueAtTime(0, start + at + lasts)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(start + at)
    oscillator.stop(start + at + lasts)
  }
}
